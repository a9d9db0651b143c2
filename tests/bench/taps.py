"""Taps between two hops: pass HTTP requests on, and note of each record when it came and when it was acknowledged."""

from __future__ import annotations

import gzip
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from serving import serving

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

_OWN = {"host", "content-length", "connection", "transfer-encoding"}
_OK = 200


@dataclass
class Tap:
    """What has come by: when each record came and was acknowledged first, by its number and `time.perf_counter`."""

    url: str = ""
    came: dict[int, float] = field(default_factory=dict)
    acknowledged: dict[int, float] = field(default_factory=dict)

    def note(self, numbers: Iterable[int], came: float) -> None:
        """Note an acknowledgement that came just now."""
        now = time.perf_counter()
        for number in numbers:
            self.came.setdefault(number, came)
            self.acknowledged.setdefault(number, now)


@contextmanager
def tap(url: str, mark: re.Pattern[bytes]) -> Iterator[Tap]:
    """Run a tap before a hop, given as its URL, inside the block. The first group of `mark` is a record's number."""
    kept = Tap()
    server = _Server(("127.0.0.1", 0), _handler(kept, urlsplit(url).netloc, mark))
    kept.url = f"http://127.0.0.1:{server.server_port}"
    with serving(server):
        yield kept


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


def _handler(kept: Tap, to: str, mark: re.Pattern[bytes]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def setup(self) -> None:
            super().setup()
            self._next = HTTPConnection(to, timeout=60)

        def finish(self) -> None:
            super().finish()
            self._next.close()

        def _pass(self) -> None:
            at = time.perf_counter()
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            numbers = _numbers(body, self.headers.get("Content-Encoding", ""), mark)
            headers = {name: value for name, value in self.headers.items() if name.lower() not in _OWN}
            self._next.request(self.command, self.path, body, headers)
            answer = self._next.getresponse()
            content = answer.read()
            if answer.status == _OK:
                kept.note(numbers, at)
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _OWN:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_HEAD = do_PUT = do_POST = _pass  # noqa: N815 -- the library's names

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    return Handler


def _numbers(body: bytes, encoding: str, mark: re.Pattern[bytes]) -> list[int]:
    plain = gzip.decompress(body) if encoding.lower() == "gzip" else body
    return [int(number) for number in mark.findall(plain)]
