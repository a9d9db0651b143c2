"""Collects the spans of runs, and the events of spans, as they come, and gives each run once it is over."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sealog_exporters.workflows.loading import SpanEvent, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sealog_exporters.workflows.span import Span

__all__ = ["LiveRuns"]

_MOST_PARTS = 200_000
_MOST_BYTES = 256 * 2**20
_MOST_RUNS = 2_000


@dataclass
class _Waiting:
    parts: list[Span | SpanEvent] = field(default_factory=list)
    size: float = 0.0
    last: float = 0.0
    has_first: bool = False


class LiveRuns:
    """Runs by trace id. A run is over when its first span is there and nothing came for `quiet_s` seconds.

    A run whose first span does not come is given after twelve times as long. Events count as contents of their spans,
    whichever comes first; those that come after their run was given, or without any span, are left out. At most
    200,000 spans and events of 2,000 runs wait, which had 256 MiB; beyond that, the run that waits for longest is given
    as it is. Times are seconds of any clock that only goes on.
    """

    def __init__(self, quiet_s: float = 5.0) -> None:
        self._quiet_s = quiet_s
        self._runs: OrderedDict[str, _Waiting] = OrderedDict()  # the one that got a part last is last
        self._parts = 0
        self._size = 0.0

    def add(self, parts: Collection[Span | SpanEvent], now: float, size: int = 0) -> list[list[Span]]:
        """Take spans and events, which had `size` bytes; gives the runs that had to make room."""
        for part in parts:
            run = self._runs.setdefault(part.trace_id, _Waiting())
            self._runs.move_to_end(part.trace_id)
            run.parts.append(part)
            run.size += size / len(parts)
            run.last = now
            run.has_first = run.has_first or not (isinstance(part, SpanEvent) or part.parent_id)
        self._parts += len(parts)
        self._size += size if parts else 0
        given = []
        while self._runs and (self._parts > _MOST_PARTS or self._size > _MOST_BYTES or len(self._runs) > _MOST_RUNS):
            given += self._take([next(iter(self._runs))])
        return given

    def over(self, now: float) -> list[list[Span]]:
        """Give the runs that are over by now, the one that ended first first."""
        ended = [
            trace for trace, run in self._runs.items() if now - run.last >= self._quiet_s * (1 if run.has_first else 12)
        ]
        return self._take(ended)

    def rest(self) -> list[list[Span]]:
        """Give all runs that wait, over or not."""
        return self._take(list(self._runs))

    def _take(self, traces: Iterable[str]) -> list[list[Span]]:
        given = []
        for trace in traces:
            run = self._runs.pop(trace)
            self._parts -= len(run.parts)
            self._size = self._size - run.size if self._runs else 0.0
            if spans := joined(run.parts):
                given.append(spans)
        return given
