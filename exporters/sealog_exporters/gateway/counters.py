"""The counters of a service that seals: requests, items, refusals and durations."""

from __future__ import annotations

import threading
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from sealog.metrics.tally import PROCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.otlp.signals import Signal
    from sealog_exporters.sealing.requests import SealedRequest

__all__ = ["Counters"]

_BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Counters:
    """Counts; safe from any thread. Reasons and signals are of fixed sets, so nothing here grows."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._items: Counter[str] = Counter()
        self._black: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()
        self._tags: Counter[str] = Counter()
        self._requests: Counter[tuple[str, str]] = Counter()
        self._turned_away: Counter[str] = Counter()
        self._buckets = [0] * (len(_BOUNDS_S) + 1)
        self._seconds = 0.0

    def sealed(self, signal: Signal, request: SealedRequest) -> None:
        """Count the items of a sealed request."""
        with self._lock:
            self._items[signal.name] += request.items
            self._black[signal.name] += request.black
            self._cut[signal.name] += request.cut
            self._tags.update(request.tags)

    def answered(self, signal: Signal, outcome: str, seconds: float) -> None:
        """Count a request that was answered so many seconds after it was here. `outcome` is `ok` or why not."""
        with self._lock:
            self._requests[signal.name, outcome] += 1
            self._buckets[bisect_left(_BOUNDS_S, seconds)] += 1
            self._seconds += seconds

    def turned_away(self, reason: str) -> None:
        """Count a request that was not looked at: `refused` for good, or `overloaded` for now."""
        with self._lock:
            self._turned_away[reason] += 1

    def exposition(self, *, is_ready: bool) -> str:
        """Give all counts in the text format of Prometheus."""
        with self._lock:
            items, black, cut = self._items.copy(), self._black.copy(), self._cut.copy()
            requests, tags = self._requests.copy(), self._tags.copy()
            buckets, seconds, turned_away = self._buckets.copy(), self._seconds, self._turned_away.copy()
        lines = [
            *_family("sealog_gateway_ready", "gauge", "1 if values are sealed, 0 if they are masked", [("", is_ready)]),
            *_family(
                "sealog_gateway_items_total",
                "counter",
                "Log records, spans and metrics sealed",
                [(_labels(signal=name), count) for name, count in sorted(items.items())],
            ),
            *_family(
                "sealog_gateway_blacked_out_total",
                "counter",
                "Items that could not be sealed and hold no text any more",
                [(_labels(signal=name), count) for name, count in sorted(black.items())],
            ),
            *_family(
                "sealog_gateway_cut_total",
                "counter",
                "Items that alone were larger than the next hop takes and lost their largest texts",
                [(_labels(signal=name), count) for name, count in sorted(cut.items())],
            ),
            *_family(
                "sealog_gateway_index_tags_total",
                "counter",
                "Index tags that became blind indexes (made), went on (left), or were forged or damaged (refused)",
                [(_labels(outcome=outcome), count) for outcome, count in sorted(tags.items())],
            ),
            *_family(
                "sealog_gateway_requests_total",
                "counter",
                "Requests answered, by outcome",
                [(_labels(signal=name, outcome=how), count) for (name, how), count in sorted(requests.items())],
            ),
            *_family(
                "sealog_gateway_turned_away_total",
                "counter",
                "Requests refused for good, or told to come again because there are too many",
                [(_labels(reason=reason), count) for reason, count in sorted(turned_away.items())],
            ),
            *_family(
                "sealog_gateway_values_total",
                "counter",
                "Values found, by entity and what was done",
                [
                    (_labels(entity=value["entity"], outcome=value["outcome"]), value["count"])
                    for value in PROCESS.snapshot()["values"]
                ],
            ),
            *_histogram(buckets, seconds),
        ]
        return "\n".join(lines) + "\n"


def _family(name: str, kind: str, about: str, samples: list[tuple[str, float]]) -> Iterator[str]:
    yield f"# HELP {name} {about}"
    yield f"# TYPE {name} {kind}"
    for labels, value in samples:
        yield f"{name}{labels} {int(value)}"


def _labels(**labels: str) -> str:
    # Entities, signals and outcomes are of fixed sets or of a policy; none has a quote or a backslash.
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels.items()) + "}"


def _histogram(buckets: list[int], seconds: float) -> Iterator[str]:
    name = "sealog_gateway_request_seconds"
    yield f"# HELP {name} From the whole request to its answer"
    yield f"# TYPE {name} histogram"
    total = 0
    for bound, count in zip((*map(str, _BOUNDS_S), "+Inf"), buckets, strict=True):
        total += count
        yield f'{name}_bucket{{le="{bound}"}} {total}'
    yield f"{name}_sum {seconds:.6f}"
    yield f"{name}_count {total}"
