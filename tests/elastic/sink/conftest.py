"""A small Elasticsearch: it creates, gives and finds documents, and fails as a test tells it to."""

from __future__ import annotations

import gzip
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class SmallElasticsearch(ThreadingHTTPServer):
    """Keeps documents by index and id. An alias is a list of its indices, of which the last is written to.

    `fault` gets the number of a bulk request and its documents, and gives a status to answer with, `cut` (store, then
    close without an answer), or None; `refuse` gets an index and a document and gives (status, type, reason) or None.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.documents: dict[str, dict[str, Any]] = {}
        self.aliases: dict[str, list[str]] = {}
        self.made: dict[str, int] = {}
        self.fault: Callable[[int, list[tuple[str, str, Any]]], int | str | None] = lambda *_: None
        self.refuse: Callable[[str, Any], tuple[int, str, str] | None] = lambda *_: None
        self.headers: dict[str, str] = {}
        self.error: Any = {"error": {"type": "some_exception"}, "status": 0}
        self.bulks: list[list[tuple[str, str, Any]]] = []
        self.asked: list[str] = []
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def stored(self, target: str) -> dict[str, Any]:
        """Everything stored under a target, by id; a doubled id shows as `ID (2)`."""
        found: dict[str, Any] = {}
        for index in self.aliases.get(target, [target]):
            for identity, source in self.documents.get(index, {}).items():
                found[f"{identity} (2)" if identity in found else identity] = source
        return found

    def bulk(self, pairs: list[tuple[str, str, Any]]) -> list[dict[str, Any]]:
        return [{"create": self._create(target, identity, source)} for target, identity, source in pairs]

    def _create(self, target: str, identity: str, source: Any) -> dict[str, Any]:
        index = self.aliases.get(target, [target])[-1]
        refused = self.refuse(target, source)
        if refused:
            status, kind, reason = refused
            return {"_index": index, "_id": identity, "status": status, "error": {"type": kind, "reason": reason}}
        there = self.documents.setdefault(index, {})
        if identity in there:
            error = {"type": "version_conflict_engine_exception", "reason": "exists"}
            return {"_index": index, "_id": identity, "status": 409, "error": error}
        there[identity] = source
        return {"_index": index, "_id": identity, "status": 201}

    def reply(self, path: str, body: Any) -> Any:
        target, _, what = path[1:].rpartition("/")
        if path == "/_mget":
            return {"docs": [self._get(one["_index"], one["_id"]) for one in body["docs"]]}
        if what == "_search":
            ids = body["query"]["ids"]["values"]
            hits = [{"_id": name, "_source": source} for name, source in self.stored(target).items() if name in ids]
            return {"hits": {"hits": hits}}
        if "/_settings/" in path:
            indices = self.aliases.get(path[1:].partition("/")[0], [])
            return {name: {"settings": {"index.creation_date": str(self.made.get(name, 0))}} for name in indices}
        return {}

    def _get(self, index: str, identity: str) -> dict[str, Any]:
        source = self.documents.get(index, {}).get(identity)
        return {"_index": index, "_id": identity, "found": source is not None} | ({"_source": source} if source else {})


class _Handler(BaseHTTPRequestHandler):
    server: SmallElasticsearch
    protocol_version = "HTTP/1.1"

    def _handle(self) -> None:
        path = urlsplit(self.path).path
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("content-encoding") == "gzip":
            content = gzip.decompress(content)
        with self.server.lock:
            self.server.asked.append(f"{self.command} {self.path}")
            if path == "/_bulk":
                self._bulk([json.loads(line) for line in content.splitlines()])
            else:
                self._answer(200, self.server.reply(path, json.loads(content or "null")))

    def _bulk(self, lines: list[Any]) -> None:
        pairs = [(a["create"]["_index"], a["create"]["_id"], s) for a, s in zip(lines[::2], lines[1::2], strict=True)]
        self.server.bulks.append(pairs)
        fault = self.server.fault(len(self.server.bulks), pairs)
        if isinstance(fault, int):
            self._answer(fault, self.server.error)
            return
        items = self.server.bulk(pairs)
        if fault == "cut":
            self.close_connection = True
            return
        self._answer(200, {"items": items})

    def _answer(self, status: int, answer: Any) -> None:
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("x-elastic-product", "Elasticsearch")
        self.send_header("content-type", "application/json")
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _handle  # noqa: N815 -- names of the standard library

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


@pytest.fixture
def small() -> Iterator[SmallElasticsearch]:
    listening = SmallElasticsearch()
    with serving(listening):
        yield listening
