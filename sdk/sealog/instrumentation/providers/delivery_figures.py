"""The figures of a provider's deliveries: OpenTelemetry's queues, our memory and spools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.instrumentation.providers.otel_internals import chain, exporters

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_REFUSALS = ("refused", "rejected")
_COUNTED_ALREADY = ("queue", "memory")
"""Kinds whose records are in the process's own counts as well."""


def delivery_facts(provider: Any) -> list[dict[str, Any]]:
    """Give the figures of each delivery, in the order of the chain; docs/self-metrics.md lists them."""
    found = []
    for processor in chain.processors(provider) or ():
        figures: Callable[[], dict[str, Any] | None] | None = getattr(processor, "delivery", None)
        if callable(figures):
            facts = figures()
            if facts is not None:
                found.append(facts)
            continue
        queue = exporters.queue_of(processor)
        if queue is not None:
            found.append({"kind": "queue", "waiting": queue[0], "limit": queue[1]})
    return found


def with_deliveries(counts: Mapping[str, Any], deliveries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the counts, including those of deliveries that count for themselves."""
    exports, drops = dict(counts["exports"]), dict(counts["drops"])
    for facts in deliveries:
        if facts["kind"] in _COUNTED_ALREADY:
            continue
        _add(exports, "delivered", facts["taken"])
        for outcome in _REFUSALS:
            _add(exports, outcome, facts[outcome])
        for drop in facts["drops"]:
            _add(drops, drop["reason"], drop["count"])
    return {**counts, "exports": exports, "drops": drops, "delivery": list(deliveries)}


def _add(counts: dict[str, int], name: str, number: int) -> None:
    if number:
        counts[name] = counts.get(name, 0) + number
