"""SEALOG_STORMS in a real process: on the wire the limit and exact counts, on the console everything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from applications import instrumented

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process

APP = Path(__file__).with_name("app.py")
QUEUE = {"OTEL_BLRP_MAX_QUEUE_SIZE": "10000", "OTEL_TRACES_EXPORTER": "none"}


def run(keys: Keys, sink: Sink, **environ: str) -> Any:
    done = instrumented(str(APP), endpoint=sink.endpoint, **QUEUE, **keys.environ, **environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 2500, "the console gets everything"
    return [(record.body.string_value, record) for record in sink.records()]


def suppressed(record: Any) -> int:
    return next((pair.value.int_value for pair in record.attributes if pair.key == "sealog.suppressed"), 0)


def test_a_storm_is_limited_counted_and_spares_audit_and_errors(keys: Keys, sink: Sink) -> None:
    records = run(keys, sink, SEALOG_STORMS="10/60s")
    bodies = [body for body, _ in records]
    assert sum(body.startswith("retry") for body in bodies) == 10
    assert sum(body.startswith("slow query") for body in bodies) == 10
    assert sum(body.startswith("login") for body in bodies) == 500
    assert sum(body.startswith("declined") for body in bodies) == 500
    summaries = {body: suppressed(record) for body, record in records if body.startswith("… ")}
    assert sorted(summaries.values()) == [490, 990]
    assert any(body.startswith("… 990 more like this: retry %s for seal1~") for body in summaries)
    assert b"alice" not in sink.wire


def test_it_is_off_unless_asked_for(keys: Keys, sink: Sink) -> None:
    assert len(run(keys, sink)) == 2500
