"""The guard: checks log records once more before an exporter gets them.

A record that did not change since it was sealed costs nothing.
The guard finds what was changed afterwards: a later processor replaced the body or all attributes, or the application
changed a dictionary that it had logged. It also corrects fields without text that would make an exporter lose the whole
batch.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import LogRecordLimits, LogRecordProcessor, ReadableLogRecord, ReadWriteLogRecord

from sealog.notices import say_once
from sealog.processor.blackout import blacken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.processor.processor import SealingProcessor

_NO_LIMITS = LogRecordLimits()
"""Limits were applied when the record was made; those of the environment would cut sealed values."""

_NO_LIMITS.max_log_record_attributes = None
_NO_LIMITS.max_log_record_attribute_length = None

_UINT64 = 1 << 64
_WIDTHS = {"timestamp": 64, "observed_timestamp": 64, "trace_id": 128, "span_id": 64, "trace_flags": 32}


class Guard:
    """Gives batches in which everything is sealed and encodable, by the same policy as the processor's.

    It changes no record: if one must be corrected, the returned batch has a copy. Safe from any thread.
    """

    def __init__(self, processor: SealingProcessor) -> None:
        self._processor = processor

    def batch(self, batch: Sequence[Any]) -> Sequence[Any]:
        """Give the batch itself, or a list of the same length and order with copies in it."""
        untouched = self._processor.is_untouched
        if all(untouched(data) and _has_plain_numbers(data.log_record) for data in batch):
            return batch
        return [
            data if untouched(data) and _has_plain_numbers(data.log_record) else self._mended(data) for data in batch
        ]

    def _mended(self, data: Any) -> Any:
        try:
            record = copy.copy(data.log_record)
            attributes = record.attributes
            record.attributes = dict(attributes or {})
            _mend_numbers(record)
            again = ReadWriteLogRecord(record, data.resource, data.instrumentation_scope, _NO_LIMITS)
            self._processor.on_emit(again)
        except Exception as error:  # noqa: BLE001 - an exporter must get something, and never the plaintext
            say_once(
                "guard", f"a record could not be looked at before export and was blacked out ({type(error).__name__})"
            )
            again = _black(data)
        return ReadableLogRecord(again.log_record, again.resource, again.instrumentation_scope, data.limits)  # type: ignore[arg-type]  # the processor keeps the resource


class GuardProcessor(LogRecordProcessor):
    """The guard before a processor whose exporter can't be found: seals in place what earlier processors changed."""

    def __init__(self, processor: SealingProcessor) -> None:
        self._processor = processor

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Seal the record again if it is not as it was."""
        if not self._processor.is_untouched(log_record):
            self._processor.on_emit(log_record)

    def enabled(self, **_: Any) -> bool:
        """Answer no: this processor emits nothing, so the others decide."""
        return False

    def shutdown(self) -> None:
        """Nothing is held back."""

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the SDK's signature
        """Nothing is held back."""
        return True


def _has_plain_numbers(record: Any) -> bool:
    time, observed, trace, span = record.timestamp, record.observed_timestamp, record.trace_id, record.span_id
    flags = record.trace_flags
    return (
        (time is None or (isinstance(time, int) and 0 <= time < _UINT64))
        and (observed is None or (isinstance(observed, int) and 0 <= observed < _UINT64))
        and isinstance(trace, int)
        and 0 <= trace < 1 << 128
        and isinstance(span, int)
        and 0 <= span < _UINT64
        and isinstance(flags, int)
        and 0 <= flags < 1 << 32
    )


def _mend_numbers(record: Any) -> None:
    for name, bits in _WIDTHS.items():
        value = getattr(record, name)
        if not isinstance(value, int) or not 0 <= value < 1 << bits:
            setattr(record, name, None if bits == _WIDTHS["timestamp"] and name.endswith("timestamp") else 0)


def _black(data: Any) -> ReadWriteLogRecord:
    record = copy.copy(data.log_record)
    record.attributes = None
    again = ReadWriteLogRecord(record, data.resource, None, _NO_LIMITS)
    _mend_numbers(record)
    blacken(again)
    return again
