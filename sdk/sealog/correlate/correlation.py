"""What a record gets from where it was logged: an adopted trace, allowed baggage; and what its span learns of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry import baggage

from sealog.correlate.adopt import DEFAULT, adopt, adopt_queued
from sealog.correlate.queues import QUEUED
from sealog.correlate.span_errors import ERROR, tell_span

if TYPE_CHECKING:
    from collections.abc import Mapping


class Correlation:
    """The correlation of one process.

    `adopted` are the attributes that a record without a span takes its trace from, in this order. `baggage` are the
    baggage entries that become attributes. `tells_spans` lets the active span count its error logs.
    """

    def __init__(
        self, adopted: tuple[str, ...] = DEFAULT, baggage: tuple[str, ...] = (), *, tells_spans: bool = True
    ) -> None:
        self._adopted = adopted
        self._adopting = frozenset(adopted)
        self.baggage = baggage
        self._tells_spans = tells_spans

    def brought(self, present: Mapping[str, Any]) -> dict[str, Any]:
        """Give the attributes that the allowed baggage brings; the record's own, `present`, come first."""
        found = {name: baggage.get_baggage(name) for name in self.baggage if name not in present}
        return {name: value for name, value in found.items() if value is not None}

    def settle(self, record: Any, attributes: dict[str, Any]) -> None:
        """Adopt a trace and tell the span, once the record is sealed. `attributes` are what the record will carry."""
        if attributes:
            if QUEUED in attributes:
                adopt_queued(record, attributes)
            if not record.trace_id and not self._adopting.isdisjoint(attributes):
                adopt(record, attributes, self._adopted)
        # `value` is a property of the number, and this is paid by every record.
        if self._tells_spans and (getattr(record.severity_number, "_value_", None) or 0) >= ERROR:
            tell_span(record, attributes)
