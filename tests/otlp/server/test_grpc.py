"""OTLP over gRPC, in raw calls, against a listening receiver."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs

from sealog_exporters.otlp import Limits
from sealog_exporters.otlp.server.grpc_server import _address
from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import Running, StartReceiver

HELLO = ExportLogsServiceRequest(
    resource_logs=[
        ResourceLogs(scope_logs=[ScopeLogs(log_records=[LogRecord(body={"string_value": "hello"})])]),
    ]
).SerializeToString()


class Client:
    """Raw calls on one channel."""

    def __init__(self, running: Running) -> None:
        self._channel = grpc.insecure_channel(running.grpc, options=[("grpc.max_send_message_length", -1)])

    def call(self, body: bytes, method: str = LOGS.method, **options: Any) -> bytes:
        answer: bytes = self._channel.unary_unary(method, None, None)(body, timeout=60, **options)
        return answer

    def refused(self, body: bytes, method: str = LOGS.method, **options: Any) -> Any:
        with pytest.raises(grpc.RpcError) as error:
            self.call(body, method, **options)
        return error.value

    def stream(self, bodies: Iterator[bytes]) -> Any:
        return self._channel.stream_unary(LOGS.method, None, None)(bodies, timeout=60)

    def close(self) -> None:
        self._channel.close()


@pytest.fixture
def client(running: Running) -> Iterator[Client]:
    client = Client(running)
    yield client
    client.close()


def test_logs_reach_the_sink(running: Running, client: Client) -> None:
    assert client.call(HELLO) == b""
    assert [event.body for event in running.sink.events] == ["hello"]


def test_gzip_logs_reach_the_sink(running: Running, client: Client) -> None:
    client.call(HELLO, compression=grpc.Compression.Gzip)
    assert running.receiver.counts == {"logs": 1}


def test_spans_and_metrics_are_taken(running: Running, client: Client) -> None:
    assert client.call(b"", TRACES.method) == b""
    assert client.call(b"", METRICS.method) == b""
    assert running.sink.events == []


def test_bytes_that_are_no_protobuf_are_an_invalid_argument(running: Running, client: Client) -> None:
    assert client.refused(b"\xff\xff").code() is grpc.StatusCode.INVALID_ARGUMENT
    assert running.receiver.counts == {"refused": 1}


def test_a_message_over_the_limit_exhausts_a_resource(client: Client) -> None:
    assert client.refused(bytes(17 * 1024 * 1024)).code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_a_gzip_bomb_exhausts_a_resource(client: Client) -> None:
    bomb = client.refused(bytes(60 * 1024 * 1024), compression=grpc.Compression.Gzip)
    assert bomb.code() is grpc.StatusCode.RESOURCE_EXHAUSTED


def test_an_unknown_method_is_unimplemented(client: Client) -> None:
    assert client.refused(b"", "/some.Service/Export").code() is grpc.StatusCode.UNIMPLEMENTED


def test_a_failing_sink_is_unavailable_and_asks_for_a_retry(
    running: Running, client: Client, capfd: pytest.CaptureFixture[str]
) -> None:
    running.sink.failure = OSError("jane@example.org")
    error = client.refused(HELLO)
    assert error.code() is grpc.StatusCode.UNAVAILABLE
    assert {"grpc-status-details-bin", "google.rpc.retryinfo-bin"} <= dict(error.trailing_metadata()).keys()
    assert "jane" not in error.details() + "".join(capfd.readouterr())
    running.sink.failure = None
    assert client.call(HELLO) == b""
    assert running.receiver.counts == {"failed": 1, "logs": 1}


def test_a_message_that_does_not_come_ends_the_call(start: StartReceiver) -> None:
    client = Client(start(limits=Limits(read_s=0.2)))
    gate = threading.Event()
    try:
        with pytest.raises(grpc.RpcError) as error:
            client.stream(_wait(gate))
        assert error.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED  # type: ignore[attr-defined] # grpc-stubs
        assert client.call(HELLO) == b""
    finally:
        gate.set()
        client.close()


def test_a_call_without_a_message_is_an_invalid_argument(client: Client) -> None:
    with pytest.raises(grpc.RpcError, match="no message"):
        client.stream(iter(()))


def test_slow_calls_push_out_one_another_and_ask_for_a_retry(start: StartReceiver) -> None:
    running = start(limits=Limits(bodies=1, requests=1))
    client = Client(running)
    gate = threading.Event()
    held = client._channel.stream_unary(LOGS.method, None, None).future(_wait(gate))
    try:
        running.wait_for_bodies(1)
        assert client.call(HELLO) == b""
        with pytest.raises(grpc.RpcError) as pushed:
            held.result(timeout=60)
        assert pushed.value.code() is grpc.StatusCode.RESOURCE_EXHAUSTED  # type: ignore[attr-defined] # grpc-stubs
        assert "google.rpc.retryinfo-bin" in dict(pushed.value.trailing_metadata())  # type: ignore[attr-defined]
    finally:
        gate.set()
        client.close()


@pytest.mark.parametrize(
    ("peer", "sender"),
    [("ipv4:192.0.2.1:4711", "192.0.2.1"), ("ipv6:%5B2001:db8::1%5D:4711", "2001:db8::/64"), ("unix:", "")],
)
def test_a_calls_sender_is_its_address(peer: str, sender: str) -> None:
    assert _address(peer) == sender


def _wait(gate: threading.Event) -> Iterator[bytes]:
    gate.wait(60)
    yield HELLO
