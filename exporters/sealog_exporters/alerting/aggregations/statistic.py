"""`value`: a statistic of a numeric field over a window: sum, avg, min, max or a percentile. Keeps no records."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.kind.evaluation import PerBucket
from sealog_exporters.alerting.aggregations.kind.threshold_fields import LEAST, ThresholdMap
from sealog_exporters.alerting.aggregations.windows.dedup import MAX_RECENT
from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState
from sealog_exporters.alerting.aggregations.windows.time_buckets import TimeBuckets
from sealog_exporters.alerting.matching.field import number_of, reader
from sealog_exporters.alerting.model.aggregation import NEVER, AggregationType
from sealog_exporters.alerting.syntax.json_schema import said
from sealog_exporters.alerting.syntax.typed_map import TEXT, Value, needed, optional, real
from sealog_exporters.alerting.syntax.yaml_node import YamlNode

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.threshold import Threshold
    from sealog_exporters.event import Event

STATS: Final = ("sum", "avg", "min", "max")
_LARGEST: Final = 1e15

ACCURACY: Final = 0.01
"""Relative error of a percentile: buckets grow by (1 + a) / (1 - a) (DDSketch, Masson et al., VLDB 2019)."""

_LOG_GAMMA = math.log((1 + ACCURACY) / (1 - ACCURACY))
_SMALLEST = 1e-9  # what is nearer to zero is zero


@dataclass(frozen=True, slots=True)
class Statistic(PerBucket):
    """`stat` of `field` (`sum`, `avg`, `min`, `max`), or without it the `percentile`, from `least` records on."""

    field: str
    stat: str
    percentile: float
    threshold: Threshold
    least: int
    is_gauge: bool = True
    eager: bool = False
    max_values: int = MAX_RECENT

    @property
    def state_identity(self) -> str:
        """State depends on the field, and on whether buckets are kept."""
        return f"value {self.field} {'stat' if self.stat else 'percentile'}"

    def extractor(self) -> Callable[[Event], float | None]:
        """Return the function that reads the number; a record without one does not count."""
        read = reader(self.field)
        return lambda event: number_of(read(event))

    def new_state(self, window_ns: int, counters: Counters) -> GaugeState:  # noqa: ARG002 - slots give nothing up
        """Make the state of a new series."""
        return GaugeState(StatisticGauge(window_ns, self), self.threshold, window_ns)


@dataclass(slots=True)
class _Cell:
    """The content of a time bucket: number, sum, smallest, largest, and the value buckets if a percentile is wanted."""

    number: int = 0
    total: float = 0.0
    lowest: float = math.inf
    highest: float = -math.inf
    buckets: dict[int, int] | None = None


class StatisticGauge:
    """Sums a time bucket, and over all time buckets of the window one table of buckets."""

    __slots__ = ("_buckets", "_measure", "_slots")

    def __init__(self, span_ns: int, aggregation: Statistic) -> None:
        self._measure = aggregation
        self._buckets: dict[int, int] = {}
        self._slots: TimeBuckets[_Cell] = TimeBuckets(span_ns, _Cell, self._dropped)

    def take(self, time_ns: int, item: float) -> None:
        """Take a number."""
        cell = self._slots.at(time_ns)
        cell.number += 1
        cell.total += item
        cell.lowest = min(cell.lowest, item)
        cell.highest = max(cell.highest, item)
        if not self._measure.stat:
            bucket = bucket_of(item)
            self._note(cell, bucket, 1)

    def advance(self, now_ns: int) -> None:
        """Learn nothing: a time bucket that left is dropped where it is read."""

    def read(self, now_ns: int, *, held: bool) -> float | None:  # noqa: ARG002 - a number is a number
        """Return the statistic of the window's numbers."""
        cells = self._slots.window(now_ns)
        number = sum(cell.number for cell in cells)
        if number < self._measure.least:
            return None
        stat = self._measure.stat
        if stat == "min":
            return min(cell.lowest for cell in cells)
        if stat == "max":
            return max(cell.highest for cell in cells)
        if stat:
            total = math.fsum(cell.total for cell in cells)
            return total / number if stat == "avg" else total
        return self._percentile(number)

    def turn_back(self, now_ns: int) -> None:
        """Drop what lies ahead of `now_ns`, after the clock was set back."""
        self._slots.turn_back(now_ns)

    def records(self, now_ns: int) -> int:
        """Count the numbers."""
        return sum(cell.number for cell in self._slots.window(now_ns))

    def changes_ns(self, read_ns: int, threshold: Threshold) -> int:  # noqa: ARG002 - any statistic may go up and down
        """Return when the next time bucket leaves; never while there are too few records."""
        return self._slots.leaves_ns() if self.records(read_ns) >= self._measure.least else NEVER

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {
            "slots": [
                [start, cell.number, cell.total, cell.lowest, cell.highest, list((cell.buckets or {}).items())]
                for start, cell in self._slots.items()
                if cell.number
            ]
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        for start, number, total, lowest, highest, buckets in state["slots"]:
            cell = self._slots.at(start)
            cell.number += number
            cell.total += total
            cell.lowest, cell.highest = min(cell.lowest, lowest), max(cell.highest, highest)
            for bucket, count in buckets:
                self._note(cell, bucket, count)

    def _percentile(self, number: int) -> float:
        """Return the middle of the bucket that holds the number of that rank (nearest rank)."""
        rank = max(math.ceil(self._measure.percentile / 100 * number), 1)
        for bucket in sorted(self._buckets):
            rank -= self._buckets[bucket]
            if rank <= 0:
                return middle_of(bucket)
        return 0.0  # not reached: the buckets hold `number` numbers

    def _note(self, cell: _Cell, bucket: int, number: int) -> None:
        """Count numbers of a bucket, in their time bucket and in the table."""
        if cell.buckets is None:
            cell.buckets = {}
        cell.buckets[bucket] = cell.buckets.get(bucket, 0) + number
        self._buckets[bucket] = self._buckets.get(bucket, 0) + number

    def _dropped(self, cell: _Cell) -> None:
        """Remove a time bucket that left the window from the table."""
        for bucket, number in (cell.buckets or {}).items():
            self._buckets[bucket] -= number
            if not self._buckets[bucket]:
                del self._buckets[bucket]


_OFFSET = 4096


def bucket_of(number: float) -> int:
    """Return the bucket of a number: 0 for zero, sorted as the numbers are."""
    size = abs(number)
    if size < _SMALLEST:
        return 0
    bucket = _OFFSET + max(math.ceil(math.log(size) / _LOG_GAMMA), 1 - _OFFSET)
    return bucket if number > 0 else -bucket


def middle_of(bucket: int) -> float:
    """Return the number that is at most `ACCURACY` (relative) away from every number of the bucket."""
    if not bucket:
        return 0.0
    upper = math.exp((abs(bucket) - _OFFSET) * _LOG_GAMMA)
    return math.copysign(upper * (1 - ACCURACY), bucket)


class _Keys(ThresholdMap):
    field = needed(TEXT, "The field with the numbers.")
    stat = optional(Value(YamlNode.text, {"enum": list(STATS)}), "Which statistic; or give `percentile`.", "")
    percentile = optional(real(0, 100), "Which percentile, 0 to 100; or give `stat`.", 0.0)
    least = optional(LEAST, "With fewer numbers in the window it does not fire; default 1.", 1)


def _read(node: YamlNode, _rule: RuleContext) -> Statistic:
    """Read `{field: F, stat: avg, gte: 1}` or `{field: F, percentile: 95, gte: 1}`."""
    given = _Keys(node)
    if ("stat" in given.given) == ("percentile" in given.given):
        raise node.error("needs either `stat` or `percentile`")
    stat = given.stat
    if stat and stat not in STATS:
        raise given.given["stat"].error(f"must be one of {', '.join(STATS)}")
    return Statistic(given.field, stat, given.percentile, given.threshold(-_LARGEST, _LARGEST), given.least)


AGGREGATION = AggregationType("value", _read, said("Fires by a statistic of a field's numbers.", _Keys.schema()))
