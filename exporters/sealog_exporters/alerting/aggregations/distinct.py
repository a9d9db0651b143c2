"""`distinct`: the number of different values of a field in a window. Keeps digests, no values.

Below `SAMPLED_FROM` it is exact. Above, it keeps one value in 2^k, chosen by its digest, and their number times 2^k is
the result (distinct sampling: Gibbons, VLDB 2001). With 2048 or more kept values at the threshold the standard error is
2.2 %. Unlike HyperLogLog, a sample has exact event times, late records and repetitions.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.kind.evaluation import PerRecord
from sealog_exporters.alerting.aggregations.kind.threshold_fields import clear_count
from sealog_exporters.alerting.aggregations.windows.int_array import pack, unpack
from sealog_exporters.alerting.matching.field import reader, text_of
from sealog_exporters.alerting.model.aggregation import LATE, AggregationType
from sealog_exporters.alerting.model.threshold import Threshold
from sealog_exporters.alerting.syntax.json_schema import said
from sealog_exporters.alerting.syntax.typed_map import TEXT, Map, integer, needed, optional

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import AttributeValue, Event

MAX_DISTINCT: Final = 1_000_000
SAMPLED_FROM: Final = 4_096
_REACH = 2  # A record up to so many spans behind the newest is placed exactly.
_PRUNE_AT = 64


def value_digests(value: AttributeValue) -> tuple[int, ...] | None:
    """Return 64 bits (signed) for a value, or for each element of a list; `None` where there is none."""
    if value is None:
        return None
    parts = value if isinstance(value, (list, tuple)) else (value,)
    return tuple([_digest(text_of(part)) for part in parts]) or None


@dataclass(frozen=True, slots=True)
class Distinct(PerRecord):
    """`gte` different values of `field` in a window fire; with `clear`, it goes on until there are fewer."""

    field: str
    gte: int
    clear: int | None = None
    is_gauge: bool = False
    eager: bool = False

    @property
    def state_identity(self) -> str:
        """State depends on the field, and on which of its values are kept."""
        return f"distinct {self.field}" + (f" 1/{1 << self.shift}" if self.shift else "")

    @property
    def shift(self) -> int:
        """Return k if one value in 2^k is kept, so that 2048 to 4095 of them make the threshold; 0: all."""
        return (self.gte // SAMPLED_FROM).bit_length()

    @property
    def threshold(self) -> Threshold:
        """That many values."""
        return Threshold("gte", self.gte, self.clear)

    @property
    def max_values(self) -> int:
        """Most values that one series keeps."""
        return max(4 * (self.gte >> self.shift), 1024)

    def extractor(self) -> Callable[[Event], tuple[int, ...] | None]:
        """Return the function that gives a record's values as digests."""
        read = reader(self.field)
        unfollowed = (1 << self.shift) - 1
        if not unfollowed:
            return lambda event: value_digests(read(event))

        def followed(event: Event) -> tuple[int, ...] | None:
            values = value_digests(read(event))
            return values and tuple([value for value in values if not value & unfollowed])

        return followed

    def new_state(self, window_ns: int, counters: Counters) -> DistinctState:
        """Make the state of a new series."""
        return DistinctState(self.gte, window_ns, self.clear, self.max_values, counters, self.shift)


class DistinctState:
    """Value digest to the sorted times that matter.

    Of three consecutive times of a value, the middle one is not needed if the outer ones are at most a span apart:
    every window that holds it holds one of them. So a value has some six times at most, however often it comes, and a
    repeated record changes nothing. Beyond `max_values`, the values unseen for longest are dropped and counted.

    Args:
        threshold: values at which it begins.
        span_ns: the window.
        clear: values below which it ends, by default the threshold.
        max_values: most values that are kept.
        counters: count the values that were dropped.
        shift: k where each value that is given stands for 2^k.
    """

    __slots__ = (
        "_clear",
        "_counters",
        "_ends",
        "_floor",
        "_missing",
        "_newest",
        "_prune_at",
        "_room",
        "_shift",
        "_span",
        "_threshold",
        "_times",
    )

    def __init__(
        self, threshold: int, span_ns: int, clear: int | None, room: int, counters: Counters, shift: int = 0
    ) -> None:
        self._threshold = -(-threshold >> shift)
        self._clear = -(-(clear or threshold) >> shift)
        self._shift = shift
        self._missing = 0
        self._span = span_ns
        self._room = room
        self._counters = counters
        self._times: dict[int, list[int]] = {}
        self._newest = 0
        self._floor = 0
        self._ends = 0
        self._prune_at = _PRUNE_AT

    def add(self, time_ns: int, digest: int, item: Sequence[int], *, moved: bool = False) -> int:  # noqa: ARG002 - a repetition changes nothing
        """Note a record's values; return its time as the place where one of them is new, 0 otherwise, or `LATE`."""
        if time_ns <= max(self._floor, self._newest - _REACH * self._span):
            return LATE
        matters = [self._note(value, time_ns) for value in item]
        self._newest = max(self._newest, time_ns)
        self._missing -= sum(matters)
        if len(self._times) > self._prune_at:
            self._prune()
        return time_ns if any(matters) else 0

    def fires_at(self, place: int, now_ns: int) -> int | None:  # noqa: ARG002 - event time decides
        """Return the end of the first window that holds the record at `place` and enough values, or `None`."""
        if not place or len(self._times) < self._threshold:
            return None
        if place == self._newest:
            # A later window holds at most as many more values as came since: no need to count for each of them.
            if self._missing <= 0:
                self._missing = self._threshold - self._count(place)
            return place if self._missing <= 0 else None
        ends = {place}
        ends.update(time for times in self._times.values() for time in times if place < time < place + self._span)
        return next((end for end in sorted(ends) if self._count(end) >= self._threshold), None)

    def clears_at(self, now_ns: int) -> int:
        """Return the moment from which on fewer than `clear` values are in the window that ends there."""
        if self._ends <= now_ns:  # what came since can only have moved it on, so a later one is good enough
            newest = sorted([times[-1] for times in self._times.values()], reverse=True)
            self._ends = newest[self._clear - 1] + self._span if len(newest) >= self._clear else 0
        return self._ends

    def value(self, until_ns: int) -> float:
        """Count the values of the last span before `until_ns`, those ahead of it included (clocks differ)."""
        oldest = until_ns - self._span
        return sum(times[-1] > oldest for times in self._times.values()) << self._shift

    def value_at_start(self, reached_ns: int) -> tuple[float, int]:
        """Count the values of the one span that ends there; each stands for at least one record."""
        count = self._count(reached_ns) << self._shift
        return count, count

    def turn_back(self, now_ns: int) -> None:
        """Move times ahead of `now_ns` back to it, after the clock was set back."""
        self._newest = min(self._newest, now_ns)
        self._floor = min(self._floor, now_ns - self._span)

    def close(self, floor_ns: int) -> None:
        """Drop what is not newer than `floor_ns`, and accept nothing that old any more."""
        self._drop(floor_ns)
        self._floor = max(floor_ns, self._floor)
        self._ends = 0

    def kept(self) -> int:
        """Count the numbers that are kept."""
        return len(self._times)

    def dump(self) -> dict[str, Any]:
        """Return everything as JSON can hold it: two packed columns, (value, time)."""
        rows = [(value, time) for value, times in self._times.items() for time in times]
        return {
            "values": pack(value for value, _ in rows),
            "times": pack(time for _, time in rows),
            "newest": self._newest,
            "floor": self._floor,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned, also under another threshold or span."""
        for value, time_ns in zip(unpack(state["values"]), unpack(state["times"]), strict=True):
            self._times.setdefault(value, []).append(time_ns)
        self._newest, self._floor = state["newest"], state["floor"]

    def _note(self, value: int, time_ns: int) -> bool:
        """Put a time in its place among those of its value; tell whether it may complete a window."""
        times = self._times.get(value)
        if times is None:
            self._times[value] = [time_ns]
            return True
        place = bisect_left(times, time_ns)
        if place == len(times):
            gap = time_ns - times[-1]
            times.append(time_ns)
            if len(times) > 2 and time_ns - times[-3] <= self._span:  # noqa: PLR2004 - two neighbours and the middle
                del times[-2]
            return gap >= self._span or time_ns < self._newest
        if times[place] == time_ns:
            return False
        times.insert(place, time_ns)
        for middle in (place + 1, place, place - 1):
            if 0 < middle < len(times) - 1 and times[middle + 1] - times[middle - 1] <= self._span:
                del times[middle]
        return True

    def _count(self, end_ns: int) -> int:
        """Count the values with a time in the window that ends with `end_ns`."""
        oldest = end_ns - self._span
        found = 0
        for times in self._times.values():
            place = bisect_right(times, end_ns)
            found += place > 0 and times[place - 1] > oldest
        return found

    def _prune(self) -> None:
        """Drop the times that no future record can share a window with, then those beyond the limit."""
        self._drop(self._newest - (_REACH + 1) * self._span)
        extra = len(self._times) - self._room
        if extra > 0:
            for value in sorted(self._times, key=lambda value: self._times[value][-1])[:extra]:
                del self._times[value]
            self._counters.evicted_values += extra
            self._ends = 0
        self._prune_at = min(max(2 * len(self._times), _PRUNE_AT), self._room)

    def _drop(self, floor_ns: int) -> None:
        """Drop all times that are not newer."""
        for value, times in list(self._times.items()):
            if times[-1] <= floor_ns:
                del self._times[value]
            elif times[0] <= floor_ns:
                del times[: bisect_right(times, floor_ns)]


def _digest(text: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little", signed=True
    )


class _Keys(Map):
    field = needed(TEXT, "The field whose values are counted.")
    gte = needed(integer(1, MAX_DISTINCT), "Fires at this number of different values.")
    clear = optional(integer(1, MAX_DISTINCT), "Ends only below this number of values; default: the threshold.")


def _read(node: YamlNode, _rule: RuleContext) -> Distinct:
    """Read `{field: F, gte: N, clear: M}`."""
    given = _Keys(node)
    return Distinct(given.field, given.gte, clear_count(given, given.gte))


AGGREGATION = AggregationType(
    "distinct", _read, said("Fires by the number of different values of a field.", _Keys.schema())
)
