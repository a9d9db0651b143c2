"""Gives a record its adopted trace and the allowed baggage, and counts errors on its span."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry import baggage

from sealog.correlate.adopt import DEFAULT, adopt, adopt_queued
from sealog.correlate.queues import QUEUED
from sealog.correlate.span_errors import tell_span

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
        """Give the attributes from the allowed baggage; the record's own, `present`, take precedence."""
        found = {name: baggage.get_baggage(name) for name in self.baggage if name not in present}
        return {name: value for name, value in found.items() if value is not None}

    def adopt(self, record: Any, attributes: dict[str, Any]) -> None:
        """Let a sealed record adopt a trace from the attributes that it will carry."""
        if QUEUED in attributes:
            adopt_queued(record, attributes)
        if not record.trace_id and not self._adopting.isdisjoint(attributes):
            adopt(record, attributes, self._adopted)

    def tell_span(self, record: Any, attributes: Mapping[str, Any]) -> None:
        """Let the active span count a sealed record of severity `ERROR` or above, see `span_errors`."""
        if self._tells_spans:
            tell_span(record, attributes)
