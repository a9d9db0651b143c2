"""A small HTTP server that answers as Elasticsearch 9 does, from documents and a script of answers."""

from __future__ import annotations

import gzip
import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from sealog_exporters.elastic import ElasticReader
from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Answering(ThreadingHTTPServer):
    """Answers searches with pages of `hits`, newest first, unless `answer` decides otherwise.

    `asked` records each request as (method, path, parameters, JSON, Authorization header); a bulk request's JSON is a
    list.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.hits: list[dict[str, Any]] = []
        self.answer: Callable[[str, str, Any], tuple[int, Any] | None] = lambda *_: None
        self.asked: list[tuple[str, str, dict[str, str], Any, str]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def paths(self) -> list[str]:
        return [f"{method} {path}" for method, path, *_ in self.asked]

    def searches(self) -> list[dict[str, Any]]:
        return [body for _, path, _, body, _ in self.asked if path.endswith("/_search")]

    def reply(self, method: str, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        scripted = self.answer(method, path, body)
        if scripted is not None:
            return scripted
        if path.endswith("/_pit"):
            return 200, {"id": "point"} if method == "POST" else {"succeeded": True}
        after = body.get("search_after", [0])[0]
        page = self.hits[after : after + body["size"]]
        hits = [{"_source": hit, "sort": [after + place + 1, place]} for place, hit in enumerate(page)]
        return 200, {"timed_out": False, "hits": {"hits": hits}}


class _Handler(BaseHTTPRequestHandler):
    server: Answering
    protocol_version = "HTTP/1.1"

    def _handle(self) -> None:
        url = urlsplit(self.path)
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        packed = self.headers.get("content-encoding") == "gzip"
        text = gzip.decompress(content) if packed else content
        is_bulk = url.path.endswith("/_bulk")
        body = [json.loads(line) for line in text.splitlines()] if is_bulk else json.loads(text or "{}")
        asked = self.command, url.path, dict(parse_qsl(url.query)), body, self.headers.get("authorization", "")
        self.server.asked.append(asked)
        status, answer = self.server.reply(self.command, url.path, body)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("x-elastic-product", "Elasticsearch")
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = _handle  # noqa: N815 -- names of the standard library

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def server() -> Iterator[Answering]:
    listening = Answering()
    with serving(listening):
        yield listening


@pytest.fixture
def reader(server: Answering) -> Iterator[ElasticReader]:
    with ElasticReader(server.url, environ={}) as opened:
        yield opened
