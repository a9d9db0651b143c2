"""OpenTelemetry metrics of waiting records and their delivery. They are computed when a reader collects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.metrics import Observation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opentelemetry.metrics import CallbackOptions, Meter

_QUEUE, _MEMORY = "queue", "memory"

# Name, unit, description, figure. Sums only grow; gauges are what is now.
_SUMS = (
    ("sealog.spool.adopted", "{spool}", "Spools of dead processes that were taken over", "adopted"),
    ("sealog.spool.replayed", "{record}", "Records of dead processes that were answered for", "replayed"),
    ("sealog.spool.gaps", "{record}", "Records missing in what dead processes left", "gaps"),
    ("sealog.spool.damaged", "By", "Bytes that no record could be made of", "damaged_bytes"),
)
_GAUGES = (
    ("sealog.waiting.oldest", "s", "Age of the oldest record of this process that waits", "oldest_s"),
    (
        "sealog.waiting.limit",
        "By",
        "What may wait: in memory, or of all processes in the spool directory",
        "limit_bytes",
    ),
    ("sealog.spool.used", "By", "What all processes keep in the spool directory", "used_bytes"),
    ("sealog.spool.keys_away", "{spool}", "Spools that wait for a spool key that is not there", "keys_away"),
    ("sealog.requests.under_way", "{request}", "Requests that the endpoint has not answered yet", "under_way"),
    ("sealog.requests.latency", "s", "Time the endpoint takes for a request, smoothed", "latency"),
)


def observe_delivery(meter: Meter, snapshot: Callable[[], dict[str, Any]]) -> None:
    """Create the instruments; docs/self-metrics.md lists them. `snapshot` gives what the status file holds."""

    def call(read: Callable[[Mapping[str, Any]], Iterable[Observation]]) -> list[Any]:
        def callback(_options: CallbackOptions) -> Iterable[Observation]:
            for number, facts in enumerate(snapshot()["delivery"], 1):
                for seen in read(facts):
                    yield Observation(seen.value, {"sealog.exporter": number, **(seen.attributes or {})})

        return [callback]

    for name, unit, description, figure in _SUMS:
        meter.create_observable_counter(name, call(_reader(figure)), unit, description)
    for name, unit, description, figure in _GAUGES:
        meter.create_observable_gauge(name, call(_reader(figure)), unit, description)
    meter.create_observable_gauge("sealog.waiting", call(_waiting), "{record}", "Records on their way, by where")
    meter.create_observable_gauge("sealog.waiting.size", call(_sizes), "By", "Bytes on their way, by where")
    meter.create_observable_counter("sealog.requests", call(_requests), "{request}", "Requests, by outcome")
    meter.create_observable_counter(
        "sealog.spool.drops", call(_drops), "{record}", "Records that found no room, by why and how severe"
    )


def _reader(figure: str) -> Callable[[Mapping[str, Any]], Iterable[Observation]]:
    return lambda facts: [Observation(facts[figure])] if figure in facts else []


def _waiting(facts: Mapping[str, Any]) -> Iterable[Observation]:
    place = facts["kind"] if facts["kind"] in {_QUEUE, _MEMORY} else "spool"
    yield Observation(facts["waiting"], {"sealog.place": place})


def _sizes(facts: Mapping[str, Any]) -> Iterable[Observation]:
    if facts["kind"] == _QUEUE:
        return
    if facts["kind"] == _MEMORY:
        yield Observation(facts["waiting_bytes"], {"sealog.place": "memory"})
        return
    memory = facts["in_memory_bytes"]
    yield Observation(facts["waiting_bytes"] - memory, {"sealog.place": "disk"})
    yield Observation(memory, {"sealog.place": "memory"})
    yield Observation(facts["adopted_waiting_bytes"], {"sealog.place": "adopted"})


def _requests(facts: Mapping[str, Any]) -> Iterable[Observation]:
    if facts["kind"] == _QUEUE:
        return
    yield Observation(facts["batches"], {"sealog.outcome": "taken"})
    yield Observation(facts["pushed_back"], {"sealog.outcome": "pushed_back"})


def _drops(facts: Mapping[str, Any]) -> Iterable[Observation]:
    for drop in facts.get("drops", ()):
        yield Observation(drop["count"], {"sealog.reason": drop["reason"], "sealog.severity": drop["severity"]})
