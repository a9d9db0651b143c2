"""Transports turn every answer of an endpoint into the right verdict about the records."""

from __future__ import annotations

import gzip
import http.server
import threading
from concurrent import futures
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.rpc.error_details_pb2 import RetryInfo  # type: ignore[import-untyped]  # no stubs
from google.rpc.status_pb2 import Status  # type: ignore[import-untyped]  # no stubs
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceResponse

from delivery.endpoints import Reply, endpoint
from sealog.delivery.transports import connect
from sealog.delivery.transports.endpoint import Endpoint, read_endpoint
from sealog.delivery.transports.interface import Answer
from sealog.delivery.transports.over_grpc import _wait as pause_of
from sealog.delivery.transports.over_http import HttpTransport
from sealog.errors import SettingError
from servers import free_port
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REJECTED = ExportLogsServiceResponse()
REJECTED.partial_success.rejected_log_records = 4
MIDNIGHT = 1_800_000_000.0


def http_endpoint(url: str, **options: Any) -> Endpoint:
    return Endpoint("http/protobuf", url + "/v1/logs", **options)


@pytest.mark.parametrize(
    ("reply", "answer"),
    [
        (Reply(200), Answer("taken")),
        (Reply(202), Answer("taken")),
        (Reply(200, body=REJECTED.SerializeToString()), Answer("taken", rejected=4)),
        (Reply(200, body=b"<html>"), Answer("taken")),
        (Reply(400), Answer("refused", "HTTP 400")),
        (Reply(413), Answer("too large", "HTTP 413")),
        (Reply(500), Answer("later", "HTTP 500", fault=True)),
        *[(Reply(status), Answer("later", f"HTTP {status}")) for status in (301, 401, 403, 404, 429, 502, 503)],
        (Reply(429, {"Retry-After": "7"}), Answer("later", "HTTP 429", wait=7)),
        (Reply(503, {"Retry-After": "Fri, 15 Jan 2027 08:01:00 GMT"}), Answer("later", "HTTP 503", wait=60)),
        (Reply(503, {"Retry-After": "soon"}), Answer("later", "HTTP 503")),
        (Reply(503, {"Retry-After": "-5"}), Answer("later", "HTTP 503")),
    ],
)
def test_http_answers(reply: Reply, answer: Answer) -> None:
    with endpoint(lambda _: reply) as up:
        transport = HttpTransport(http_endpoint(up.url), clock=lambda: MIDNIGHT)
        with closing(transport):
            assert [transport.send(b""), transport.send(b"")] == [answer, answer]


def test_an_http_endpoint_that_is_away_slow_or_back_again() -> None:
    left = threading.Event()

    def reply(_: list[Any]) -> Reply:
        left.wait(60)
        return Reply()

    port = free_port()
    transport = connect(http_endpoint(f"http://127.0.0.1:{port}"))
    assert transport.send(b"") == Answer("later", "ConnectionRefusedError")
    with endpoint(reply, port=port) as up, closing(connect(http_endpoint(up.url, timeout=0.1))) as hasty:
        assert hasty.send(b"") == Answer("later", "TimeoutError")
        left.set()
    with endpoint(port=port), closing(transport):
        assert transport.send(b"") == Answer("taken")


def test_a_connection_that_the_endpoint_closed_meanwhile_is_made_again() -> None:
    class Closing(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()
            self.close_connection = True  # without a word of warning

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Closing)
    transport = connect(http_endpoint(f"http://127.0.0.1:{server.server_port}"))
    with serving(server), closing(transport):
        assert [transport.send(b"").verdict for _ in range(5)] == ["taken"] * 5


@pytest.mark.parametrize(("size", "connections"), [(0, 1), (1000, 1), ((1 << 16) + 1, 3)])
def test_a_connection_is_used_again_unless_an_answer_is_too_long_to_read(size: int, connections: int) -> None:
    made = set()

    class Answering(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            made.add(self.client_address)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(size))
            self.end_headers()
            with suppress(ConnectionError):  # the client does not read all of it
                self.wfile.write(bytes(size))

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    with serving(server), closing(connect(http_endpoint(f"http://127.0.0.1:{server.server_port}"))) as transport:
        assert [transport.send(b"").verdict for _ in range(3)] == ["taken"] * 3
    assert len(made) == connections


def test_headers_and_compression_are_sent() -> None:
    seen: list[tuple[Any, bytes]] = []

    class Keeping(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append((self.headers, self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Keeping)
    thread = threading.Thread(target=server.handle_request)
    thread.start()
    made = http_endpoint(
        f"http://127.0.0.1:{server.server_port}", headers=(("authorization", "Bearer x"),), compression="gzip"
    )
    with closing(connect(made)) as transport:
        assert transport.send(b"request") == Answer("taken")
    thread.join()
    server.server_close()
    ((headers, body),) = seen
    assert gzip.decompress(body) == b"request"
    assert (headers["authorization"], headers["content-encoding"]) == ("Bearer x", "gzip")
    assert headers["content-type"] == "application/x-protobuf"
    assert "Bearer" not in repr(made)


@contextmanager
def grpc_server(
    behave: Callable[[bytes, grpc.ServicerContext], bytes], tls: grpc.ServerCredentials | None = None
) -> Iterator[str]:
    handler = grpc.unary_unary_rpc_method_handler(behave)
    service = grpc.method_handlers_generic_handler(
        "opentelemetry.proto.collector.logs.v1.LogsService", {"Export": handler}
    )
    server = grpc.server(futures.ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((service,))
    port = server.add_secure_port("127.0.0.1:0", tls) if tls else server.add_insecure_port("127.0.0.1:0")
    server.start()
    yield f"{'https' if tls else 'http'}://127.0.0.1:{port}"
    server.stop(0).wait()


def test_grpc_takes_the_very_bytes() -> None:
    seen: list[bytes] = []

    def behave(request: bytes, context: grpc.ServicerContext) -> bytes:
        seen.append(request)
        assert ("authorization", "x") in [(pair.key, pair.value) for pair in context.invocation_metadata()]
        return REJECTED.SerializeToString()

    with grpc_server(behave) as url:
        transport = connect(Endpoint("grpc", url, headers=(("Authorization", "x"),), insecure=True))
        assert transport.send(b"bytes") == Answer("taken", rejected=4)
    assert seen == [b"bytes"]


@pytest.mark.parametrize(
    ("code", "details", "verdict"),
    [
        (grpc.StatusCode.INVALID_ARGUMENT, "bad", "refused"),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "received message larger than max (5 vs. 4)", "too large"),
        (grpc.StatusCode.RESOURCE_EXHAUSTED, "busy", "later"),
        (grpc.StatusCode.INTERNAL, "", "later"),
        (grpc.StatusCode.UNAUTHENTICATED, "", "later"),
        (grpc.StatusCode.UNIMPLEMENTED, "", "later"),
    ],
)
def test_grpc_refusals(code: grpc.StatusCode, details: str, verdict: str) -> None:
    info = RetryInfo()
    info.retry_delay.seconds = 9
    status = Status()
    status.details.add().Pack(info)

    def behave(_: bytes, context: grpc.ServicerContext) -> bytes:
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        context.abort(code, details)
        return b""

    with grpc_server(behave) as url:
        answer = connect(Endpoint("grpc", url, insecure=True)).send(b"")
    assert (answer.verdict, answer.why) == (verdict, f"gRPC {code.name}")
    assert answer.wait == (9.0 if verdict == "later" else 0.0)
    assert answer.fault == (code == grpc.StatusCode.INTERNAL)


def test_a_grpc_endpoint_that_is_away() -> None:
    with grpc_server(lambda *_: b"") as url:
        pass
    assert connect(Endpoint("grpc", url, insecure=True)).send(b"") == Answer("later", "gRPC UNAVAILABLE")


def test_the_endpoint_is_read_as_the_specification_says() -> None:
    common = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://gateway:4318/", "OTEL_EXPORTER_OTLP_HEADERS": "a=b%20c"}
    assert read_endpoint("http/protobuf", common) == Endpoint(
        "http/protobuf", "http://gateway:4318/v1/logs", headers=(("a", "b c"),), insecure=True
    )
    own = common | {"OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "https://logs/x", "OTEL_EXPORTER_OTLP_LOGS_HEADERS": "d=e"}
    assert read_endpoint("http/protobuf", own).url == "https://logs/x"
    assert read_endpoint("http/protobuf", own).headers == (("d", "e"),)
    assert read_endpoint("grpc", {}).url == "http://localhost:4317"
    assert read_endpoint("grpc", {"OTEL_EXPORTER_OTLP_ENDPOINT": "gateway:4317"}).netloc == "gateway:4317"
    assert not read_endpoint("grpc", {"OTEL_EXPORTER_OTLP_ENDPOINT": "gateway:4317"}).insecure
    assert not read_endpoint("grpc", {"OTEL_EXPORTER_OTLP_ENDPOINT": "https://g:1"}).insecure


@pytest.mark.parametrize(
    "environ",
    [
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "ftp://x"},
        {"OTEL_EXPORTER_OTLP_TIMEOUT": "soon"},
        {"OTEL_EXPORTER_OTLP_COMPRESSION": "brotli"},
        {"OTEL_PYTHON_EXPORTER_OTLP_HTTP_CREDENTIAL_PROVIDER": "mine"},
    ],
)
def test_an_endpoint_that_cannot_be_meant_is_named(environ: dict[str, str]) -> None:
    with pytest.raises(SettingError, match=r"OTEL_EXPORTER_OTLP|credential provider"):
        read_endpoint("http/protobuf", environ)


def test_an_endpoint_shows_neither_its_headers_nor_a_login_in_its_url() -> None:
    endpoint = Endpoint("http/protobuf", "https://ann:hunter2@otlp.example/v1/logs", headers=(("x-key", "s3cret"),))
    for shown in (repr(endpoint), str(endpoint), f"{endpoint}"):
        assert not any(secret in shown for secret in ("hunter2", "s3cret"))


def test_a_pause_is_read_with_and_without_a_status_beside_it() -> None:
    info = RetryInfo()
    info.retry_delay.seconds = 9
    alone = {"google.rpc.retryinfo-bin": info.SerializeToString()}
    assert pause_of(alone) == 9.0
    assert pause_of({**alone, "grpc-status-details-bin": Status().SerializeToString()}) == 9.0
    assert pause_of({"grpc-status-details-bin": b"!"}) == pause_of({}) == 0.0
