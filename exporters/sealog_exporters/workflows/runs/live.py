"""Collects the spans of runs as they come, and gives each run once it is over."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog_exporters.workflows.span import Span

__all__ = ["LiveRuns"]

_MOST_SPANS = 200_000
_MOST_RUNS = 2_000


@dataclass
class _Waiting:
    spans: list[Span] = field(default_factory=list)
    last: float = 0.0
    has_first: bool = False


class LiveRuns:
    """Runs by trace id. A run is over when its first span is there and nothing came for `quiet_s` seconds.

    A run whose first span does not come is given after twelve times as long. At most 200,000 spans of 2,000 runs wait;
    beyond that, the run that waits for longest is given as it is. Times are seconds of any clock that only goes on.
    """

    def __init__(self, quiet_s: float = 5.0) -> None:
        self._quiet_s = quiet_s
        self._runs: OrderedDict[str, _Waiting] = OrderedDict()  # the one that got a span last is last
        self._spans = 0

    def add(self, spans: Iterable[Span], now: float) -> list[list[Span]]:
        """Take spans; gives the runs that had to make room."""
        for span in spans:
            run = self._runs.setdefault(span.trace_id, _Waiting())
            self._runs.move_to_end(span.trace_id)
            run.spans.append(span)
            run.last = now
            run.has_first = run.has_first or not span.parent_id
            self._spans += 1
        given = []
        while self._spans > _MOST_SPANS or len(self._runs) > _MOST_RUNS:
            given.append(self._take(next(iter(self._runs))))
        return given

    def over(self, now: float) -> list[list[Span]]:
        """Give the runs that are over by now, the one that ended first first."""
        ended = [
            trace for trace, run in self._runs.items() if now - run.last >= self._quiet_s * (1 if run.has_first else 12)
        ]
        return [self._take(trace) for trace in ended]

    def rest(self) -> list[list[Span]]:
        """Give all runs that wait, over or not."""
        return [self._take(trace) for trace in list(self._runs)]

    def _take(self, trace: str) -> list[Span]:
        run = self._runs.pop(trace)
        self._spans -= len(run.spans)
        return run.spans
