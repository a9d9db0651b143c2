"""A trace read by its id from a small server that answers as Jaeger and Tempo do."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from sealog.errors import SettingError
from sealog_exporters.cli.workflow_runs.backend import ServerTraces
from sealog_exporters.cli.workflow_runs.reading import read_one, read_runs
from sealog_exporters.cli.workflow_runs.sources import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRACE = "0af7651916cd43dd8448eb211c80319c"
SHORT = "af7651916cd43dd8"  # as Jaeger writes an id with leading zeros
JAEGER = {
    "data": [
        {
            "traceID": SHORT,
            "spans": [{"traceID": SHORT, "spanID": "1", "operationName": "run", "startTime": 5, "duration": 7}],
            "processes": {},
        }
    ]
}
TEMPO = {
    "batches": [
        {
            "scopeSpans": [
                {
                    "spans": [
                        {
                            "traceId": TRACE,
                            "spanId": "b7ad6b7169203331",
                            "name": "run",
                            "startTimeUnixNano": "5000",
                            "endTimeUnixNano": "12000",
                        }
                    ]
                }
            ]
        }
    ]
}
ANSWERS = {f"/jaeger/api/traces/{SHORT}": JAEGER, f"/api/traces/{TRACE}": TEMPO, "/api/traces/ab": TEMPO}


class Answers(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = ANSWERS.get(self.path)
        status = {"/50": 500, "/5a": 302, "/5b": 200, "/5c": 200}.get(self.path[-3:], 404)
        self.send_response(200 if found else status)
        if self.path.endswith("/5a"):
            self.send_header("Location", f"/api/traces/{TRACE}")
        if self.path.endswith("/5b"):
            self.send_header("Content-Length", "9999")
        if self.path.endswith("/5c"):
            self._drip()
            return
        self.end_headers()
        self.wfile.write(json.dumps(found or {"secret": "ada@example.org"}).encode())

    def _drip(self) -> None:
        """Send header after header until the client leaves, or far longer than it may wait."""
        self.flush_headers()
        with suppress(OSError):
            for _ in range(1_000):
                self.wfile.write(b"X: 1\r\n")
                time.sleep(0.01)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Answers) as http:
        thread = Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_a_trace_is_read_from_tempo_and_from_jaeger_below_a_path(server: str) -> None:
    for spans in (read_one("", TRACE.upper(), Place(server)), read_one("", SHORT, Place(f"{server}/jaeger/"))):
        assert [(span.name, span.start_ns, span.end_ns) for span in spans] == [("run", 5_000, 12_000)]


@pytest.mark.parametrize(
    ("trace", "told"),
    [
        ("cd", "does not have the trace cd"),
        ("ab", "does not have the trace ab"),
        ("50", "answers 500"),
        ("5a", "answers 302"),
        ("5b", "broke off"),
        ("xy", "the id of a trace"),
    ],
)
def test_what_a_server_does_not_give_is_told_without_its_words(server: str, trace: str, told: str) -> None:
    with pytest.raises(SettingError, match=told) as error:
        read_one("", trace, Place(server))
    assert "ada@" not in str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "127.0.0.1:80",
        "http://a:secret@b",
        "http://a:b",
        "http://a?b",
        "http://a/ä",
        "http://a/ b",
        f"http://{'a' * 64}.x",
    ],
)
def test_what_is_no_url_of_a_server_is_refused(url: str) -> None:
    with pytest.raises(SettingError, match="without password") as error:
        ServerTraces(url)
    assert "secret" not in str(error.value)


def test_an_answer_has_a_bound_and_a_dead_server_is_told(server: str) -> None:
    with pytest.raises(SettingError, match="more than 10 bytes"):
        ServerTraces(server, max_bytes=10).trace(TRACE)
    with pytest.raises(SettingError, match="not complete"):
        ServerTraces(server, whole_s=1e-9).trace(TRACE)
    with pytest.raises(SettingError, match="not complete"):
        ServerTraces(server, whole_s=0.2).trace("5c")
    with pytest.raises(SettingError, match="can't be reached"):
        ServerTraces("http://127.0.0.1:1").trace(TRACE)


def test_a_file_or_a_server_is_needed_and_not_both(server: str) -> None:
    for file, url in (("", ""), ("trace.json", server)):
        with pytest.raises(SettingError, match="and not both"):
            read_one(file, TRACE, Place(url))


def test_leading_zeros_of_an_id_do_not_count_in_a_file_either(tmp_path: Path) -> None:
    file = tmp_path / "trace.json"
    for answer, trace, other in (
        (JAEGER, SHORT.zfill(32).upper(), SHORT[:-1]),
        (TEMPO, TRACE.removeprefix("0"), TRACE[:-1]),
    ):
        file.write_text(json.dumps(answer), encoding="utf-8")
        assert [span.name for span in read_one(str(file), trace)] == ["run"]
        with pytest.raises(SettingError, match="none with this id"):
            read_one(str(file), other)


def test_runs_are_read_by_their_ids_each_once(server: str) -> None:
    runs = read_runs([TRACE, TRACE.upper(), TRACE.removeprefix("0")], place=Place(server))
    assert [(run.root, len(run.tree.spans)) for run in runs] == [("run", 1)]
    with pytest.raises(SettingError, match="does not have the trace cd"):
        read_runs([TRACE, "cd"], place=Place(server))
