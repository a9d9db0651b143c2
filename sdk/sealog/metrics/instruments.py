"""The counts as OpenTelemetry metrics under `sealog.*`. They are computed when a reader collects.

Each callback runs in a reader's thread. What waits, and how the endpoint answers, is in `sealog.metrics.delivery`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.metrics import Observation

from sealog.metrics.delivery import observe_delivery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from opentelemetry.metrics import CallbackOptions, Meter


def observe(meter: Meter, snapshot: Callable[[], dict[str, Any]]) -> None:
    """Create the instruments; docs/self-metrics.md lists them. `snapshot` gives what the status file holds."""

    def counter(
        name: str, unit: str, description: str, read: Callable[[dict[str, Any]], Iterable[Observation]]
    ) -> None:
        def callback(_options: CallbackOptions) -> Iterable[Observation]:
            return read(snapshot())

        meter.create_observable_counter(name, [callback], unit, description)

    counter("sealog.records", "{record}", "Records that got an id", lambda seen: [Observation(seen["records"])])
    counter("sealog.values", "{value}", "Values found, by entity and what became of them", _values)
    counter("sealog.failures", "{failure}", "What went wrong, by kind", _by("failures", "sealog.kind"))
    observe_delivery(meter, snapshot)
    counter("sealog.drops", "{record}", "Records that will not arrive", _by("drops", "sealog.reason"))
    counter("sealog.exports", "{record}", "Records handed to exporters", _by("exports", "sealog.outcome"))
    counter(
        "sealog.detection.samples", "{look}", "Looks for values that were timed",
        lambda seen: [Observation(seen["detection"]["samples"])],
    )  # fmt: skip
    counter(
        "sealog.detection.time", "us", "Time of those looks",
        lambda seen: [Observation(seen["detection"]["total_us"])],
    )  # fmt: skip


def _values(seen: dict[str, Any]) -> Iterable[Observation]:
    for one in seen["values"]:
        yield Observation(one["count"], {"sealog.entity": one["entity"], "sealog.outcome": one["outcome"]})


def _by(section: str, attribute: str) -> Callable[[dict[str, Any]], Iterable[Observation]]:
    return lambda seen: [Observation(number, {attribute: name}) for name, number in seen[section].items()]
