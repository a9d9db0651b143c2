"""An OTLP/HTTP endpoint with a script: what it answers to each request, how long that takes, what it took."""

from __future__ import annotations

import gzip
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from email.message import Message
    from ssl import SSLContext


@dataclass(frozen=True)
class Reply:
    """One answer; `delay` in seconds before it."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0


@dataclass
class Endpoint:
    """What an endpoint answers, by the records in a request, and the requests it answered with 200, in order."""

    reply: Callable[[list[Any]], Reply]
    url: str = ""
    taken: list[list[Any]] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)
    most_at_once: int = 0
    headers: list[Message] = field(default_factory=list)

    @property
    def records(self) -> list[Any]:
        return [record for request in self.taken for record in request]

    @property
    def bodies(self) -> list[str]:
        return [record.body.string_value for record in self.records]

    def uids(self) -> list[str]:
        return [
            pair.value.string_value for record in self.records for pair in record.attributes if pair.key == "sealog.uid"
        ]

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        """Wait until so many records were taken."""
        deadline = time.monotonic() + seconds
        while len(self.records) < count:
            assert time.monotonic() < deadline, f"{len(self.records)} of {count} records came"
            time.sleep(0.02)


def records_in(body: bytes) -> list[Any]:
    return [
        record
        for resource in ExportLogsServiceRequest.FromString(body).resource_logs
        for scope in resource.scope_logs
        for record in scope.log_records
    ]


@contextmanager
def endpoint(
    reply: Callable[[list[Any]], Reply] = lambda _: Reply(), port: int = 0, tls: SSLContext | None = None
) -> Iterator[Endpoint]:
    """Run an endpoint, over TLS where there is a context."""
    state = Endpoint(reply)
    lock = threading.Lock()
    busy = 0

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            nonlocal busy
            body = self.rfile.read(int(self.headers["Content-Length"]))
            records = records_in(gzip.decompress(body) if self.headers["Content-Encoding"] == "gzip" else body)
            with lock:
                state.headers.append(self.headers)
                busy += 1
                state.most_at_once = max(state.most_at_once, busy)
                state.asked.append(time.monotonic())
                answer = state.reply(records)
            time.sleep(answer.delay)
            with lock:
                busy -= 1
                if answer.status == 200:
                    state.taken.append(records)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = False
        request_queue_size = 64

        def handle_error(self, *_: Any) -> None:
            """A client that was killed closes its connection as it likes."""

    server = Server(("127.0.0.1", port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    state.url = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    with serving(server):
        yield state
