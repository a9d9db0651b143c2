"""`spike`: fires on many more records than usual, or far fewer. It learns the usual number before it fires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.kind.evaluation import PerBucket, every_record
from sealog_exporters.alerting.aggregations.kind.threshold_fields import LEAST, ThresholdMap
from sealog_exporters.alerting.aggregations.windows.baseline import Baseline
from sealog_exporters.alerting.aggregations.windows.dedup import MAX_RECENT
from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState
from sealog_exporters.alerting.aggregations.windows.time_buckets import TimeBuckets
from sealog_exporters.alerting.model.aggregation import NEVER, AggregationType
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.json_schema import said
from sealog_exporters.alerting.syntax.typed_map import FLAG, integer, optional

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.model.aggregation import RuleContext
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.threshold import Threshold
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import Event

_KEEPS_NS: Final = 28 * 86_400 * NS  # A week's table needs weeks.
_MAX_GAP: Final = 4_096  # Empty windows that are learned after a pause; a longer one starts anew.


@dataclass(frozen=True, slots=True)
class Spike(PerBucket):
    """The window's count as a multiple of the usual one.

    The usual count is an exponentially weighted average of whole windows, and, with `weekly`, that of the hour of the
    week (UTC) once two weeks are known. A rise needs `least` records in the window; a fall needs `least` as the usual
    count. An unusual window changes the average only as far as the threshold.
    """

    threshold: Threshold
    least: int
    warmup: int
    weekly: bool
    is_gauge: bool = True
    eager: bool = False
    max_values: int = MAX_RECENT

    @property
    def state_identity(self) -> str:
        """Only what the rule matches matters."""
        return "spike"

    @property
    def rises(self) -> bool:
        """Whether more than usual is looked for."""
        return self.threshold.comparison in {"gte", "gt"}

    def tamed(self, count: float, usual: float) -> float:
        """Bring an unusual count back to where the threshold begins."""
        allowed = max(usual, 1.0) * self.threshold.level
        return min(count, allowed) if self.rises else max(count, allowed)

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long a series without records is kept; what it learned is dropped with it."""
        return max(_KEEPS_NS, window_ns)

    def extractor(self) -> Callable[[Event], bool]:
        """Return a function that takes every record."""
        return every_record

    def new_state(self, window_ns: int, counters: Counters) -> GaugeState:  # noqa: ARG002 - slots give nothing up
        """Make the state of a new series."""
        return GaugeState(SpikeGauge(window_ns, self), self.threshold, 2 * window_ns)


def _none() -> list[int]:
    """Make an empty time bucket. A function, because a lambda would be one object for each series."""
    return [0]


class SpikeGauge:
    """The count of the sliding window in time buckets, and whole windows that wait to be learned.

    A window is learned one window after its end, so that late records are in it.
    """

    __slots__ = ("_baseline", "_measure", "_next", "_slots", "_span", "_whole")

    def __init__(self, span_ns: int, aggregation: Spike) -> None:
        self._span = span_ns
        self._measure = aggregation
        self._slots: TimeBuckets[list[int]] = TimeBuckets(span_ns, _none)
        self._whole: dict[int, int] = {}
        self._next = 0  # number of the first window that is not learned yet; 0 before there is one
        self._baseline = Baseline(aggregation.warmup, weekly=aggregation.weekly)

    def take(self, time_ns: int, item: bool) -> None:  # noqa: ARG002 - every record counts
        """Count a record."""
        self._slots.at(time_ns)[0] += 1
        number = time_ns // self._span
        if not self._next:
            self._next = number + 1  # the first window was looked at in part only
        if number >= self._next:
            self._whole[number] = self._whole.get(number, 0) + 1

    def advance(self, now_ns: int) -> None:
        """Learn the windows that are over for one window."""
        self._learn(now_ns // self._span - 2)

    def read(self, now_ns: int, *, held: bool) -> float | None:  # noqa: ARG002 - a count is a count
        """Return the count as a multiple of the usual one."""
        usual = self._baseline.expected(now_ns)
        if usual is None:
            return None
        count = self.records(now_ns)
        if (count if self._measure.rises else usual) < self._measure.least:
            return None
        return count / max(usual, 1.0)

    def turn_back(self, now_ns: int) -> None:
        """Drop what lies ahead of `now_ns`, after the clock was set back."""
        self._slots.turn_back(now_ns)
        self._whole.clear()
        self._next = min(self._next, now_ns // self._span + 1) if self._next else 0

    def records(self, now_ns: int) -> int:
        """Count the window's records."""
        return sum(cell[0] for cell in self._slots.window(now_ns))

    def changes_ns(self, read_ns: int, threshold: Threshold) -> int:
        """Return when a bucket leaves, a window is learned or another hour begins, if that may make it unusual.

        A rise needs more records. A fall needs a usual count of at least `least`, and an average is never above all
        numbers it is made of. In any case the gauge is read before so many windows wait to be learned that some would
        be skipped.
        """
        if not self._next:
            return NEVER  # nothing is learned without a record
        learns_ns = (self._next + 2) * self._span
        if self._measure.rises:
            possible = self.records(read_ns) >= self._measure.least
        else:
            possible = (
                threshold.level > 1 or max(self._baseline.highest, 1.0, *self._whole.values()) >= self._measure.least
            )
        if not possible:
            return learns_ns + _MAX_GAP // 2 * self._span
        return min(self._slots.leaves_ns(), learns_ns, self._baseline.changes_ns(read_ns))

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {
            "slots": [[start, *cell] for start, cell in self._slots.items()],
            "span": self._span,
            "whole": list(self._whole.items()),
            "next": self._next,
            "baseline": self._baseline.dump(),
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what `dump` gave; under another window what was usual is learned anew."""
        for start, count in state["slots"]:
            self._slots.at(start)[0] += count
        if state["span"] == self._span:
            self._whole, self._next = dict(state["whole"]), state["next"]
            self._baseline.load(state["baseline"])

    def _learn(self, last: int) -> None:
        """Learn all windows up to number `last`, the empty ones too."""
        if not self._next:
            return
        self._next = max(self._next, last - _MAX_GAP)
        while self._next <= last:
            at_ns = self._next * self._span
            count = self._whole.pop(self._next, 0)
            self._baseline.learn(at_ns, count, self._measure.tamed)
            self._next += 1


class _Keys(ThresholdMap):
    least = optional(
        LEAST, "A rise needs so many records in the window; a fall needs so many as the usual count; default 10.", 10
    )
    warmup = optional(integer(2, 10_000), "Windows that are learned before anything fires; default 12.", 12)
    weekly = optional(
        FLAG, "Whether the hour of the week has its own usual number after two weeks; default true.", default=True
    )


def _read(node: YamlNode, _rule: RuleContext) -> Spike:
    """Read `{gte: 3, least: 10, warmup: 12, weekly: true}`."""
    given = _Keys(node)
    return Spike(given.threshold(0, 1_000), least=given.least, warmup=given.warmup, weekly=given.weekly)


AGGREGATION = AggregationType(
    "spike", _read, said("Fires when there are many times more or fewer records than usual.", _Keys.schema())
)
