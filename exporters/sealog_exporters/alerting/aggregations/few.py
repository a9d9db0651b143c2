"""`count` with `lt` or `lte`: too few records in a window, none among them. It counts in slots of the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.kind.evaluation import WhenMissing
from sealog_exporters.alerting.aggregations.windows.dedup import MAX_RECENT
from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState, ObservingGauge
from sealog_exporters.alerting.aggregations.windows.time_buckets import TimeBuckets, bucket_ns
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.threshold import Threshold
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode


_DAY_NS: Final = 86_400 * NS


@dataclass(frozen=True, slots=True)
class Few(WhenMissing):
    """Fewer records than the bound in a window that was watched whole; a group silent for `forget_ns` is given up."""

    threshold: Threshold
    forget_ns: int
    is_gauge: bool = True
    eager: bool = True
    max_values: int = MAX_RECENT

    @property
    def state_identity(self) -> str:
        """Only what the rule matches matters."""
        return "few"

    @property
    def firing_level(self) -> float:
        """The number of records."""
        return self.threshold.level

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return a slot: the count falls as slots leave the window."""
        return bucket_ns(window_ns)

    def new_state(self, window_ns: int, counters: Counters) -> GaugeState:  # noqa: ARG002 - slots give nothing up
        """Make the state of a new group."""
        return GaugeState(FewGauge(window_ns), self.threshold, window_ns)


def _none() -> list[int]:
    """Make an empty slot: one function for all groups, where a lambda would be one for each."""
    return [0]


class FewGauge(ObservingGauge):
    """The number of records a slot, and since when this process looks.

    Before it has looked for a whole window it can't say that there were few; an alert that was on goes on.
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
        """Give the count, `None` before a whole window was watched."""
        if not held and now_ns - (self._since or now_ns) < self._span:
            return None
        return self.records(now_ns)

    def records(self, now_ns: int) -> int:
        """Count the window's records."""
        return sum(cell[0] for cell in self._slots.window(now_ns))

    def changes_ns(self, read_ns: int, threshold: Threshold) -> int:  # noqa: ARG002 - a slot that leaves may take it below
        """Return when a whole window was watched, and then when the next slot leaves."""
        if not self._since:
            return 0
        watched_ns = self._since + self._span
        return watched_ns if read_ns < watched_ns else self._slots.leaves_ns()

    def turn_back(self, now_ns: int) -> None:
        """Let go of what lies ahead, and look for a whole window anew: the clock was set back to `now_ns`."""
        self._slots.turn_back(now_ns)
        self._since = now_ns

    def dump(self) -> dict[str, Any]:
        """Give everything as JSON can hold it; since when was looked belongs to a process, see `observing_since`."""
        return {"slots": [[start, *cell] for start, cell in self._slots.items()], "since": self._since}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what `dump` gave."""
        for start, count in state["slots"]:
            self._slots.at(start)[0] += count
        self._since = state["since"]


def forget_ns_of(keys: Mapping[str, YamlNode], window_ns: int) -> int:
    """Read `forget`: after how long a silent series is given up; default one day, or two windows if that is longer."""
    forget_ns = keys["forget"].duration(NS) if "forget" in keys else max(_DAY_NS, 2 * window_ns)
    if forget_ns <= window_ns:
        raise keys["forget"].error("must be longer than the rule's window")
    return forget_ns
