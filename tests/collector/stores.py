"""Small stores that take what a collector sends, and fail as they are told to."""

from __future__ import annotations

import gzip
import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Store:
    """What came in, by path. While `failing` is a status, everything is answered with it and nothing is taken."""

    url: str = ""
    failing: int = 0
    refused: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)

    def everything(self) -> bytes:
        return b"\n".join(body for _, body in self.taken)

    def paths(self) -> set[str]:
        return {path for path, _ in self.taken}

    def documents(self) -> list[dict[str, Any]]:
        """The documents of bulk requests, each with its action's `_id` and `_index`."""
        found = []
        for _, body in self.taken:
            lines = [json.loads(line) for line in body.splitlines() if line.strip()]
            for action, document in zip(lines[::2], lines[1::2], strict=True):
                found.append({**document, "_id": action["create"].get("_id"), "_index": action["create"].get("_index")})
        return found


def _answer(path: str, body: bytes) -> bytes:
    """Elasticsearch's answer to a bulk request; OTLP's is empty."""
    if not path.endswith("/_bulk"):
        return b"{}"
    count = len([line for line in body.splitlines() if line.strip()]) // 2
    return json.dumps({"took": 1, "errors": False, "items": [{"create": {"status": 201}}] * count}).encode()


@contextmanager
def store() -> Iterator[Store]:
    """Run a store inside the block."""
    kept = Store()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            path = self.path.partition("?")[0]
            if kept.failing:
                kept.refused += 1
                self._reply(kept.failing, b"{}")
                return
            kept.taken.append((path, body))
            self._reply(200, _answer(path, body))

        def do_GET(self) -> None:
            self._reply(200, b"{}")

        def _reply(self, status: int, body: bytes) -> None:
            self.send_response(status)
            kind = (
                "application/json"
                if self.headers.get("Content-Type", "").find("protobuf") < 0
                else "application/x-protobuf"
            )
            self.send_header("Content-Type", kind)
            self.send_header("X-Elastic-Product", "Elasticsearch")
            body = body if kind == "application/json" else b""
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield kept
