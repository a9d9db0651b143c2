"""The guard's check of numbers: each field's whole range passes, and values outside it are replaced."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.trace import TraceFlags

from sealog.processor.guard import Guard
from support import keyring, processor

WIDTHS = {"timestamp": 64, "observed_timestamp": 64, "trace_id": 128, "span_id": 64, "trace_flags": 32}
MENDED = {"timestamp": None, "observed_timestamp": None, "trace_id": 0, "span_id": 0, "trace_flags": 0}


def record(field: str, value: Any) -> tuple[Guard, Any]:
    """Give a guard, and a record that its processor has sealed, with `value` in a field."""
    sealing = processor(keyring())
    exporter = InMemoryLogRecordExporter()
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(sealing)
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    provider.get_logger("test").emit(body="clean", timestamp=1, observed_timestamp=1)
    (data,) = exporter.get_finished_logs()
    made: Any = data.log_record
    made.trace_id, made.span_id, made.trace_flags = 1, 1, TraceFlags(1)
    setattr(made, field, value)
    return Guard(sealing), data


@pytest.mark.parametrize("field", WIDTHS)
@pytest.mark.parametrize("largest", [False, True])
def test_the_bounds_of_a_field_pass_as_the_same_object(field: str, largest: bool) -> None:
    guard, data = record(field, (1 << WIDTHS[field]) - 1 if largest else 0)
    batch = [data]
    assert guard.batch(batch) is batch


@pytest.mark.parametrize("field", WIDTHS)
@pytest.mark.parametrize("below", [False, True])
def test_one_beyond_the_bounds_of_a_field_is_mended_in_a_copy(field: str, below: bool) -> None:
    wrong = -1 if below else 1 << WIDTHS[field]
    guard, data = record(field, wrong)
    (mended,) = guard.batch([data])
    assert getattr(mended.log_record, field) == MENDED[field]
    assert getattr(data.log_record, field) == wrong
    others = WIDTHS.keys() - {field}
    assert {name: getattr(mended.log_record, name) for name in others} == dict.fromkeys(others, 1)


@pytest.mark.parametrize("field", ["timestamp", "trace_id", "span_id", "trace_flags"])
def test_what_is_no_number_is_mended(field: str) -> None:
    guard, data = record(field, "1")
    (mended,) = guard.batch([data])
    assert getattr(mended.log_record, field) == MENDED[field]
