"""Trace ids on the wire: wherever a program logs, its record belongs to the span that it was logged in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import clean_environ, instrumented

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process

PROGRAMS = Path(__file__).parent / "programs"
INSIDE = {
    *("main", "thread", "thread pool", "task 0", "task 1", "to_thread", "run_in_executor", "fork", "spawn"),
    *("process pool", "process pool map", "subprocess", "queue", "logging queue"),
}
POOLS = ("fork pool", "spawn pool", "Pool of threads")
GIVEN = (
    "apply",
    "apply_async",
    "map 0",
    "map 1",
    "map_async",
    "starmap 0",
    "starmap_async 0",
    "imap",
    "imap_unordered",
)
IN_POOLS = {f"{pool} {how}" for pool in POOLS for how in GIVEN}
OUTSIDE = {"outside before", "outside behind", *(f"outside {pool}" for pool in POOLS)}


def traces(sink: Sink) -> dict[str, str]:
    return {record.body.string_value: record.trace_id.hex() for record in sink.records()}


def test_every_place_belongs_to_the_span_it_was_logged_in(keys: Keys, sink: Sink) -> None:
    done = instrumented(str(PROGRAMS / "places.py"), endpoint=sink.endpoint, PYTHONPATH=str(PROGRAMS), **keys.environ)
    assert done.returncode == 0, done.stderr
    found = traces(sink)
    assert set(found) >= INSIDE | IN_POOLS | OUTSIDE, done.stderr
    assert {found[place] for place in OUTSIDE} == {""}
    assert len({found[place] for place in INSIDE | IN_POOLS}) == 1, found
    assert found["main"]


def test_without_carrying_only_opentelemetrys_own_places_belong_to_it(keys: Keys, sink: Sink) -> None:
    done = instrumented(
        str(PROGRAMS / "places.py"),
        endpoint=sink.endpoint,
        PYTHONPATH=str(PROGRAMS),
        SEALOG_CARRY="off",
        **keys.environ,
    )
    assert done.returncode == 0, done.stderr
    found = traces(sink)
    assert found["task 0"] == found["main"]
    assert found["thread"] == ""


def test_a_program_adopts_the_trace_it_was_started_in(keys: Keys, sink: Sink) -> None:
    trace = "0af7651916cd43dd8448eb211c80319c"
    code = "import logging; logging.warning('adopted')"
    done = instrumented(
        "-c", code, endpoint=sink.endpoint, TRACEPARENT=f"00-{trace}-b7ad6b7169203331-01", **keys.environ
    )
    assert done.returncode == 0, done.stderr
    assert traces(sink) == {"adopted": trace}


@pytest.mark.parametrize(("mode", "expected"), [("offer", "in trace %s: hello"), ("append", "hello trace_id=%s")])
def test_plain_lines_show_the_trace_on_request(keys: Keys, sink: Sink, mode: str, expected: str) -> None:
    form = "in trace %(trace_id)s: %(message)s" if mode == "offer" else "%(message)s"
    code = (
        "import logging; from opentelemetry import trace\n"
        f"logging.basicConfig(format={form!r})\n"
        "with trace.get_tracer('x').start_as_current_span('y'): logging.warning('hello')\n"
    )
    done = instrumented("-c", code, endpoint=sink.endpoint, SEALOG_LOG_IDS=mode, **keys.environ)
    assert done.returncode == 0, done.stderr
    (record,) = sink.records()
    assert expected % record.trace_id.hex() in done.stderr
    assert {pair.key for pair in record.attributes} == {"sealog.uid"}


def test_a_plain_script_is_set_up_by_one_call(keys: Keys, sink: Sink) -> None:
    done = subprocess.run(
        [sys.executable, PROGRAMS / "script.py", sink.endpoint],
        env=clean_environ("http://127.0.0.1:9", "http/protobuf") | keys.environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    (record,) = sink.records()
    assert record.body.string_value.startswith("hello seal1~email_address~")
    assert b"script" in sink.wire
    assert b"everywhere" not in sink.wire
