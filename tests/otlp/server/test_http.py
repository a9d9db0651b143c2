"""OTLP over HTTP, as clients and attackers speak it, against a listening receiver."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from google.rpc.status_pb2 import Status
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs

from sealog.errors import SettingError
from sealog_exporters.otlp import Limits, Receiver
from servers import free_port

if TYPE_CHECKING:
    from conftest import LoopThread, Running, StartReceiver

PROTOBUF = {"content-type": "application/x-protobuf"}
RECORD = {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {"stringValue": "hello"}}]}]}]}


def protobuf(*bodies: str) -> bytes:
    records = [LogRecord(body={"string_value": body}) for body in bodies]
    return ExportLogsServiceRequest(
        resource_logs=[ResourceLogs(scope_logs=[ScopeLogs(log_records=records)])]
    ).SerializeToString()


def connect(running: Running) -> socket.socket:
    return socket.create_connection(("127.0.0.1", running.receiver.http_port or 0), timeout=60)


def test_json_logs_reach_the_sink(running: Running) -> None:
    answer = httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60)
    assert (answer.status_code, answer.headers["content-type"], answer.json()) == (200, "application/json", {})
    assert [event.body for event in running.sink.events] == ["hello"]


def test_protobuf_logs_reach_the_sink(running: Running) -> None:
    answer = httpx.post(f"{running.http}/v1/logs", content=protobuf("a", "b"), headers=PROTOBUF, timeout=60)
    assert (answer.status_code, answer.headers["content-type"], answer.content) == (200, PROTOBUF["content-type"], b"")
    assert [event.body for event in running.sink.events] == ["a", "b"]


def test_gzip_logs_reach_the_sink(running: Running) -> None:
    headers = {**PROTOBUF, "content-encoding": "gzip"}
    assert httpx.post(
        f"{running.http}/v1/logs", content=gzip.compress(protobuf("a")), headers=headers, timeout=60
    ).is_success
    assert running.receiver.counts == {"logs": 1}


def test_a_record_without_a_time_gets_the_receivers(running: Running) -> None:
    httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60)
    assert running.sink.events[0].time_unix_nano == 7


def test_spans_and_metrics_are_counted_and_not_kept(running: Running) -> None:
    span = {"traceId": "5b8efff798038103d269b633813fc60c", "spanId": "eee19b7ec3c1b174", "name": "s"}
    spans = {"resourceSpans": [{"scopeSpans": [{"spans": [span, span]}]}]}
    metrics = {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{"name": "m"}]}]}]}
    assert httpx.post(f"{running.http}/v1/traces", json=spans, timeout=60).is_success
    assert httpx.post(f"{running.http}/v1/metrics", json=metrics, timeout=60).is_success
    assert running.receiver.counts == {"traces": 2, "metrics": 1}
    assert running.sink.events == []


def test_health_is_told(running: Running) -> None:
    assert httpx.get(f"{running.http}/healthz", timeout=60).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        ("POST", "/v1/logs", {"content-type": "application/json"}, b"{", 400),
        ("POST", "/v1/logs", {"content-type": "application/json"}, b'{"resourceLogs": 1}', 400),
        ("POST", "/v1/logs", {**PROTOBUF, "content-encoding": "gzip"}, b"no gzip", 400),
        ("POST", "/v1/logs", {"content-type": "text/plain"}, b"", 415),
        ("POST", "/v1/logs", {}, b"", 415),
        ("POST", "/v1/logs", {**PROTOBUF, "content-encoding": "br"}, b"", 415),
        ("POST", "/v1/profiles", PROTOBUF, b"", 404),
        ("POST", "/", PROTOBUF, b"", 404),
        ("GET", "/v1/logs", {}, b"", 405),
        ("PUT", "/healthz", {}, b"", 405),
    ],
)
def test_what_is_no_otlp_is_refused_in_the_requests_encoding(
    running: Running, method: str, path: str, headers: dict[str, str], body: bytes, status: int
) -> None:
    answer = httpx.request(method, running.http + path, headers=headers, content=body, timeout=60)
    assert answer.status_code == status
    spoken = PROTOBUF["content-type"] if headers.get("content-type") == PROTOBUF["content-type"] else "application/json"
    assert answer.headers["content-type"] == spoken
    assert running.sink.events == []


def test_broken_protobuf_is_refused_in_protobuf(running: Running) -> None:
    answer = httpx.post(f"{running.http}/v1/logs", content=b"\xff\xff", headers=PROTOBUF, timeout=60)
    status = Status.FromString(answer.content)
    assert (answer.status_code, status.code) == (400, 3)
    assert "protobuf" in status.message


def test_the_allowed_methods_are_told(running: Running) -> None:
    assert httpx.get(f"{running.http}/v1/logs", timeout=60).headers["allow"] == "POST"


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_over_the_limit_is_refused(start: StartReceiver, announced: bool) -> None:
    running = start(limits=Limits(body_bytes=1000))
    body: Any = b"x" * 500_000
    content = body if announced else iter([body])
    answer = httpx.post(f"{running.http}/v1/logs", content=content, headers=PROTOBUF, timeout=60)
    assert answer.status_code == 413
    assert b"more than 1000 bytes" in answer.content


def test_a_gzip_bomb_is_refused(running: Running) -> None:
    bomb = gzip.compress(bytes(200_000_000), 1)
    headers = {**PROTOBUF, "content-encoding": "gzip"}
    assert httpx.post(f"{running.http}/v1/logs", content=bomb, headers=headers, timeout=60).status_code == 413


def test_a_recursion_bomb_is_refused_and_the_next_request_taken(running: Running) -> None:
    headers = {"content-type": "application/json"}
    bomb = httpx.post(f"{running.http}/v1/logs", content=b"[" * 3_000_000, headers=headers, timeout=60)
    assert bomb.status_code == 400
    assert httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60).is_success


def test_a_failing_sink_tells_clients_to_come_again(running: Running, capfd: pytest.CaptureFixture[str]) -> None:
    running.sink.failure = OSError("jane@example.org")
    answer = httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert running.receiver.counts == {"failed": 1}
    assert "jane" not in answer.text + "".join(capfd.readouterr())
    running.sink.failure = None
    assert httpx.post(f"{running.http}/v1/logs", json=RECORD, timeout=60).is_success


def test_bytes_that_are_no_http_are_refused_quietly(running: Running, capfd: pytest.CaptureFixture[str]) -> None:
    with connect(running) as client:
        client.sendall(b"jane@example.org\r\n\r\n")
        assert client.recv(4096).startswith(b"HTTP/1.1 400")
    assert "".join(capfd.readouterr()) == ""


def test_a_taken_port_is_told_and_the_other_listener_closed(loop: LoopThread, running: Running) -> None:
    free = free_port()
    second = Receiver(running.sink, grpc=running.grpc, http=f"127.0.0.1:{free}")
    with pytest.raises(SettingError, match=f"grpc address {running.grpc}: the port is taken"):
        loop.run(second.start())
    socket.create_server(("127.0.0.1", free)).close()  # free again


def test_a_receiver_without_an_address_is_refused() -> None:
    with pytest.raises(SettingError, match="needs one address"):
        Receiver(lambda _: None, grpc=None, http=None)


def test_a_limit_of_nothing_is_refused() -> None:
    with pytest.raises(SettingError, match="limit read_s is 0"):
        Limits(read_s=0)


def test_a_running_request_is_answered_before_the_stop(loop: LoopThread) -> None:
    taken: list[Any] = []
    receiver = Receiver(taken.extend, grpc=None, http="127.0.0.1:0")
    loop.run(receiver.start())
    body = json.dumps(RECORD).encode()
    head = f"POST /v1/logs HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"

    async def stop_while_reading(client: socket.socket) -> None:
        while not receiver._listeners._room.taken:  # noqa: ASYNC110 - the room has no event for it
            await asyncio.sleep(0.005)
        stopping = asyncio.ensure_future(receiver.stop(60))
        await asyncio.sleep(0.05)
        client.sendall(body[5:])
        await stopping

    with socket.create_connection(("127.0.0.1", receiver.http_port or 0), timeout=60) as client:
        client.sendall(head.encode() + body[:5])
        loop.run(stop_while_reading(client))
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
    assert len(taken) == 1
