"""The wire behind a gateway: takes OTLP over HTTP, keeps the bytes, and hands them to the store of each signal."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import httpx

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass
class Tap:
    """What came by, bodies as they were sent."""

    url: str = ""
    taken: list[bytes] = field(default_factory=list)

    def everything(self) -> bytes:
        return b"\n".join(self.taken)


@contextmanager
def tap(stores: Mapping[str, str]) -> Iterator[Tap]:
    """Run a tap inside the block. `stores` gives the address for each path, such as `/v1/logs`."""
    kept = Tap()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers.get("Content-Encoding") is None, "packed bytes can't be searched"
            kept.taken.append(body)
            answer = client.post(
                stores[self.path], content=body, headers={"Content-Type": self.headers["Content-Type"]}
            )
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers.get("Content-Type", "application/x-protobuf"))
            self.send_header("Content-Length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    with httpx.Client(timeout=30.0) as client, serving(server):
        yield kept
