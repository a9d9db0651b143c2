"""Records how high a rule's counts went in a replay, for a chart.

Of `count` it is the most records of one group key in one window; of other aggregations, the number of records.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.engine.series.group_key import MAX_KEYS, key_function
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.matching.severity import number_of
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sealog_exporters.alerting.engine.series.series import GroupKey
    from sealog_exporters.alerting.model.rule import Rule
    from sealog_exporters.event import Event

_SLOTS: Final = 256  # A window is as exact as a picture needs it.
_MAX_GROUPS: Final = 10_000


@dataclass(frozen=True, slots=True)
class Peaks:
    """One height for every `bucket_ns`, from `start_ns` on; `threshold` is `None` where none can be drawn."""

    start_ns: int
    bucket_ns: int
    values: tuple[int, ...]
    threshold: int | None


class Recorder:
    """Counts the records of one rule in buckets that grow with time, at most twice `buckets` of them."""

    def __init__(self, rule: Rule, buckets: int) -> None:
        self._rule = rule
        self._accepts = compile_match(rule.match)
        self._sense = rule.aggregation.extractor()
        self._key_of = key_function(rule.group_by)
        self._gte = rule.aggregation.gte if isinstance(rule.aggregation, Count) else None
        self._slot_ns = max(rule.window_ns // _SLOTS, 1)
        self._groups: dict[tuple[str, ...], _Sliding] = {}
        self._most = buckets * 2
        self._bucket_ns = NS
        self._heights: dict[int, int] = {}

    def take(self, event: Event) -> None:
        """Take one record."""
        if number_of(event) not in self._rule.severities or not self._accepts(event) or self._sense(event) is None:
            return
        bucket = event.time_unix_nano // self._bucket_ns
        peaks = self._heights
        if self._gte is None:
            peaks[bucket] = peaks.get(bucket, 0) + 1
        else:
            slot = event.time_unix_nano // self._slot_ns
            height = max(group.add(slot) for group in self._groups_of(event))
            if height > peaks.get(bucket, 0):
                peaks[bucket] = height
        if len(peaks) > 1 and max(peaks) - min(peaks) >= self._most:
            self._widen()

    def peaks(self) -> Peaks:
        """Return what was seen so far."""
        if not self._heights:
            return Peaks(0, self._bucket_ns, (), self._gte)
        first, last = min(self._heights), max(self._heights)
        values = tuple(self._heights.get(bucket, 0) for bucket in range(first, last + 1))
        return Peaks(first * self._bucket_ns, self._bucket_ns, values, self._gte)

    def _groups_of(self, event: Event) -> list[_Sliding]:
        keys = self._key_of(event)
        return [self._group(key) for key in ([keys] if isinstance(keys, tuple) else keys[:MAX_KEYS])]

    def _group(self, key: GroupKey) -> _Sliding:
        group = self._groups.get(key)
        if group is None:
            if len(self._groups) >= _MAX_GROUPS:
                del self._groups[next(iter(self._groups))]
            group = self._groups[key] = _Sliding()
        return group

    def _widen(self) -> None:
        """Double the buckets until they are few enough again."""
        while max(self._heights) - min(self._heights) >= self._most:
            self._bucket_ns *= 2
            joined: dict[int, int] = {}
            for bucket, height in self._heights.items():
                before = joined.get(bucket // 2, 0)
                joined[bucket // 2] = before + height if self._gte is None else max(before, height)
            self._heights = joined


class _Sliding:
    """How many records of one group key are in the last window, in time buckets."""

    __slots__ = ("_slots", "_sum")

    def __init__(self) -> None:
        self._slots: deque[list[int]] = deque()
        self._sum = 0

    def add(self, slot: int) -> int:
        """Count a record; one that is late counts with the newest."""
        slots = self._slots
        if not slots or slot > slots[-1][0]:
            slots.append([slot, 0])
        slots[-1][1] += 1
        self._sum += 1
        while slots[0][0] <= slots[-1][0] - _SLOTS:
            self._sum -= slots.popleft()[1]
        return self._sum


def recording(events: Iterable[Event], recorders: Iterable[Recorder]) -> Iterator[Event]:
    """Yield events after each recorder has taken them."""
    takes = tuple(recorder.take for recorder in recorders)
    for event in events:
        for take in takes:
            take(event)
        yield event
