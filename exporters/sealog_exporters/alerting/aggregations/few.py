"""`count` with `lt` or `lte`: fires when a window holds too few records, or none. It counts in time buckets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.kind.evaluation import WhenMissing
from sealog_exporters.alerting.aggregations.windows.dedup import MAX_RECENT
from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState, ObservingGauge
from sealog_exporters.alerting.aggregations.windows.time_buckets import TimeBuckets, bucket_ns
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.json_schema import DURATION
from sealog_exporters.alerting.syntax.typed_map import as_it_is

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.threshold import Threshold
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode


_DAY_NS: Final = 86_400 * NS


@dataclass(frozen=True, slots=True)
class Few(WhenMissing):
    """Fires on fewer records than the threshold in a window that was observed whole; drops series after `forget_ns`."""

    threshold: Threshold
    forget_ns: int
    is_gauge: bool = True
    eager: bool = True
    max_values: int = MAX_RECENT

    @property
    def state_identity(self) -> str:
        """Only what the rule matches matters."""
        return "few"

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return a time bucket: the count falls as time buckets leave the window."""
        return bucket_ns(window_ns)

    def new_state(self, window_ns: int, counters: Counters) -> GaugeState:  # noqa: ARG002 - slots give nothing up
        """Make the state of a new series."""
        return GaugeState(FewGauge(window_ns), self.threshold, window_ns)


def _none() -> list[int]:
    """Make an empty time bucket. A function, because a lambda would be one object for each series."""
    return [0]


class FewGauge(ObservingGauge):
    """The number of records a time bucket, and since when this process observes.

    Before a whole window was observed the number is unknown; an alert that fired before goes on.
    """

    __slots__ = ("_slots", "_span")

    def __init__(self, span_ns: int) -> None:
        super().__init__()
        self._span = span_ns
        self._slots: TimeBuckets[list[int]] = TimeBuckets(span_ns, _none)

    def take(self, time_ns: int, item: bool) -> None:  # noqa: ARG002 - every record counts
        """Count a record."""
        self._slots.at(time_ns)[0] += 1

    def read(self, now_ns: int, *, held: bool) -> float | None:
        """Return the count, or `None` before a whole window was observed."""
        if not held and now_ns - (self._since or now_ns) < self._span:
            return None
        return self.records(now_ns)

    def records(self, now_ns: int) -> int:
        """Count the window's records."""
        return sum(cell[0] for cell in self._slots.window(now_ns))

    def changes_ns(self, read_ns: int, threshold: Threshold) -> int:  # noqa: ARG002 - a slot that leaves may take it below
        """Return when a whole window will be observed, and later when the next time bucket leaves."""
        if not self._since:
            return 0
        watched_ns = self._since + self._span
        return watched_ns if read_ns < watched_ns else self._slots.leaves_ns()

    def turn_back(self, now_ns: int) -> None:
        """Drop what is in the future of `now_ns`, after the clock was set back, and observe a whole window again."""
        self._slots.turn_back(now_ns)
        self._since = now_ns

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it; since when a process observes is set by `observing_since`."""
        return {"slots": [[start, *cell] for start, cell in self._slots.items()], "since": self._since}

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        for start, count in state["slots"]:
            self._slots.at(start)[0] += count
        self._since = state["since"]


FORGET: Final = as_it_is(DURATION)
"""The type of `forget`: after how long a silent series is given up."""


def forget_ns_of(node: YamlNode | None, window_ns: int) -> int:
    """Read `forget`; default one day, or two windows if that is longer."""
    if node is None:
        return max(_DAY_NS, 2 * window_ns)
    forget_ns = node.duration(NS)
    if forget_ns <= window_ns:
        raise node.error("must be longer than the rule's window")
    return forget_ns
