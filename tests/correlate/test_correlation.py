"""What a record gets from where it was logged, and what its span learns of it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry import baggage, context
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

import sealog
from sealog.correlate.adopt import DEFAULT, adopt
from sealog.correlate.correlation import Correlation
from sealog.correlate.uid import UidSource
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.processor import SealingProcessor
from support import Records, gatekeeper, keyring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = f"00-{TRACE}-b7ad6b7169203331-01"
EMAIL = "baggage@example.com"
KEYS = keyring()


def records(correlation: Correlation | None = None) -> Records:
    sealer = Sealer(KEYS.bundle())
    return Records(SealingProcessor(default_scanner(), sealer, UidSource(), correlation=correlation))


@pytest.mark.parametrize(
    ("attributes", "trace", "span"),
    [
        ({"traceparent": PARENT}, TRACE, "b7ad6b7169203331"),
        ({"request_id": "0af76519-16cd-43dd-8448-eb211c80319c"}, TRACE, "0" * 16),
        ({"X-Request-ID": TRACE.upper()}, TRACE, "0" * 16),
        ({"http.request.header.x-request-id": [TRACE]}, TRACE, "0" * 16),
        ({"traceparent": "nonsense traceparent", "request_id": TRACE}, TRACE, "0" * 16),
        ({"traceparent": PARENT, "request_id": "other"}, TRACE, "b7ad6b7169203331"),
    ],
)
def test_a_record_without_a_span_adopts_the_trace_that_an_attribute_names(
    attributes: dict[str, Any], trace: str, span: str
) -> None:
    record = records().emit("x", attributes)
    assert (f"{record.trace_id:032x}", f"{record.span_id:016x}") == (trace, span)


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"traceparent": f"00-{'0' * 32}-b7ad6b7169203331-01"},
        {"request_id": ""},
        {"request_id": 7},
        {"request_id": "with a blank"},
        {"request_id": EMAIL},
        {"request_id": "x" * 129},
        {"other": TRACE},
    ],
)
def test_what_names_no_trace_is_not_adopted(attributes: dict[str, Any]) -> None:
    assert records().emit("x", attributes).trace_id == 0


def test_records_of_one_request_id_share_a_trace() -> None:
    kept = records()
    ids = [kept.emit("x", {"request_id": name}).trace_id for name in ("req-1", "req-1", "req-2")]
    assert ids[0] == ids[1] != ids[2] != 0


def test_the_active_span_wins() -> None:
    with TracerProvider(shutdown_on_exit=False).get_tracer("t").start_as_current_span("s") as span:
        record = records().emit("x", {"traceparent": PARENT})
    assert record.trace_id == span.get_span_context().trace_id


def test_other_attributes_are_adopted_when_configured() -> None:
    record = LogRecord()
    assert adopt(record, {"job": "a-1"}, ("job",))
    assert not adopt(LogRecord(), {"job": "a-1"}, DEFAULT)


def test_allowed_baggage_becomes_sealed_attributes_and_other_baggage_does_not() -> None:
    token = context.attach(baggage.set_baggage("tenant", "acme", baggage.set_baggage("user", EMAIL)))
    try:
        one = records(Correlation(baggage=("tenant", "user"))).emit("x", {"tenant": "own"})
        two = records().emit("x")
    finally:
        context.detach(token)
    assert one.attributes["tenant"] == "own"
    assert one.attributes["user"].startswith("seal1~email_address~")
    assert set(two.attributes) == {"sealog.uid"}


@pytest.fixture
def span_of_errors() -> Iterator[Any]:
    exporter = InMemorySpanExporter()
    provider = TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    kept = records()
    with provider.get_tracer("t").start_as_current_span("s"):
        kept.emit("fine", severity_number=SeverityNumber.WARN)
        kept.emit(f"first {EMAIL}", severity_number=SeverityNumber.ERROR)
        kept.emit("second", severity_number=SeverityNumber.FATAL)
    yield exporter.get_finished_spans()[0]
    provider.shutdown()


def test_the_active_span_learns_of_its_error_logs(span_of_errors: Any, tmp_path: Path) -> None:
    attributes = span_of_errors.attributes
    assert attributes["sealog.log.errors"] == 2
    assert EMAIL not in attributes["sealog.log.first_error"]
    opened = gatekeeper(KEYS, tmp_path / "a").open_text(
        attributes["sealog.log.first_error"], [attributes["sealog.key"]]
    )
    assert opened.text == f"first {EMAIL}"


def test_a_carrier_is_resumed_in_another_context() -> None:
    with TracerProvider(shutdown_on_exit=False).get_tracer("t").start_as_current_span("s") as span:
        carrier = sealog.carry()
    assert sealog.carry() == {}
    kept = records()
    with sealog.resume(carrier):
        inside = kept.emit("x").trace_id
    assert (inside, kept.emit("x").trace_id) == (span.get_span_context().trace_id, 0)


def test_an_empty_carrier_leaves_the_trace() -> None:
    kept = records()
    with TracerProvider(shutdown_on_exit=False).get_tracer("t").start_as_current_span("s"), sealog.resume({}):
        assert kept.emit("x").trace_id == 0


def test_a_queued_record_keeps_no_trace_of_the_queue() -> None:
    record = records().emit("x", {"sealog.traceparent": PARENT})
    assert f"{record.trace_id:032x}" == TRACE
    assert set(record.attributes) == {"sealog.uid"}


def test_what_formats_need_does_not_stay_on_the_record() -> None:
    from sealog.correlate.formats import _offering  # noqa: PLC0415 - the wrapping without the hook

    record = logging.LogRecord("n", logging.INFO, "p", 1, "hello", None, None)
    record.message = record.getMessage()
    formatter = logging.Formatter("%(trace_id)s %(span_id)s %(message)s")
    assert _offering(logging.Formatter.formatMessage)(formatter, record) == f"{'0' * 32} {'0' * 16} hello"
    assert not {"trace_id", "span_id"} & set(record.__dict__)
