"""The window state of gauges: aggregations with a present value, and since when that is beyond the threshold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from sealog_exporters.alerting.aggregations.windows.dedup import Recent
from sealog_exporters.alerting.model.aggregation import DUPLICATE, LATE, ClockAdjustable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.threshold import Threshold


class Gauge(Protocol):
    """The source of a gauge's value. The same records in any order give the same value."""

    def take(self, time_ns: int, item: Any) -> None:
        """Take a record's item at its event time."""
        ...

    def advance(self, now_ns: int) -> None:
        """Learn what can be learned now; only a reading for a decision does so."""
        ...

    def read(self, now_ns: int, *, held: bool) -> float | None:
        """Return the value now, `None` while there is too little to judge; `held` says that an alert is on."""
        ...

    def records(self, now_ns: int) -> int:
        """Count the records that the value is made of."""
        ...

    def changes_ns(self, read_ns: int, threshold: Threshold) -> int:
        """Return the first moment, or one before, from which it may read beyond the threshold if nothing comes.

        `NEVER` where there is none; `read_ns` is when it was last read.
        """
        ...

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        ...

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        ...


@runtime_checkable
class Watching(Protocol):
    """A gauge of missing records, which depends on since when this process observes."""

    def observing_since(self, since_ns: int) -> None:
        """Note that nothing was observed before `since_ns`; 0: before the next evaluation."""
        ...


class ObservingGauge:
    """The part of a gauge of missing records that knows since when this process observes."""

    __slots__ = ("_since",)

    def __init__(self) -> None:
        self._since = 0

    def advance(self, now_ns: int) -> None:
        """Note the first look."""
        self._since = self._since or now_ns

    def observing_since(self, since_ns: int) -> None:
        """Note that nothing was observed before `since_ns`; 0: before the next evaluation."""
        self._since = max(self._since, since_ns) if since_ns else 0


class GaugeState:
    """A gauge against a threshold; records with the uid of one of the last thousand of the series don't count again.

    Args:
        gauge: what is read.
        bound: what it is compared with.
        reach_ns: how far behind the time of the last reading a record may be and still count.
    """

    __slots__ = ("_gauge", "_held", "_held_ns", "_reach_ns", "_read_ns", "_recent", "_threshold", "_unjudged")

    def __init__(self, gauge: Gauge, threshold: Threshold, reach_ns: int) -> None:
        self._gauge = gauge
        self._threshold = threshold
        self._reach_ns = reach_ns
        self._recent = Recent()
        self._held = False
        self._held_ns = 0
        self._read_ns = 0
        self._unjudged = False

    def add(self, time_ns: int, digest: int, item: Any, *, moved: bool = False) -> int:  # noqa: ARG002 - no time is compared
        """Add a record to the gauge."""
        if time_ns <= self._read_ns - self._reach_ns:
            return LATE
        if not self._recent.note(digest):
            return DUPLICATE
        self._gauge.take(time_ns, item)
        return 0

    def fires_at(self, place: int, now_ns: int) -> int | None:  # noqa: ARG002 - a level has no places
        """Return `now_ns` if the value is beyond the threshold."""
        value = self.reading(now_ns, held=self._held)
        if value is None or not self._threshold.met(value):
            return None
        self._held, self._held_ns = True, now_ns
        return now_ns

    def clears_at(self, now_ns: int) -> int:
        """Return a moment ahead while it holds, otherwise the last at which it was seen to hold."""
        value = self.reading(now_ns, held=self._held)
        self._held = value is not None and (self._threshold.kept(value) if self._held else self._threshold.met(value))
        if self._held:
            self._held_ns = now_ns
            return now_ns + 1
        return self._held_ns

    def note_evaluation(self, now_ns: int) -> None:
        """Read it, for what reading learns."""
        self.reading(now_ns, held=self._held)

    def next_wake_ns(self) -> int:
        """Return when time alone may take the value beyond the threshold; at once if it was read without a decision."""
        return 0 if self._unjudged else self._gauge.changes_ns(self._read_ns, self._threshold)

    def observing_since(self, since_ns: int) -> None:
        """Note that before `since_ns` nobody looked, where that matters."""
        if isinstance(self._gauge, Watching):
            self._gauge.observing_since(since_ns)

    def reading(self, now_ns: int, *, held: bool) -> float | None:
        """Return the value now, `None` while there is too little to judge; `held` says that an alert is on."""
        self._read_ns = max(now_ns, self._read_ns)
        self._unjudged = False
        self._gauge.advance(now_ns)
        return self._gauge.read(now_ns, held=held)

    def glance(self, now_ns: int, *, held: bool) -> float | None:
        """Return the value of `reading` for display: without a decision, and without learning."""
        self._unjudged = True
        return self._gauge.read(now_ns, held=held)

    def value(self, until_ns: int) -> float:
        """Return the present value; 0 while there are too few records."""
        return self.glance(until_ns, held=self._held) or 0

    def value_at_start(self, reached_ns: int) -> tuple[float, int]:
        """Return value and number of records."""
        return self.value(reached_ns), self._gauge.records(reached_ns)

    def close(self, floor_ns: int) -> None:  # noqa: ARG002 - a level that was left has to be reached again by itself
        """Note that the alert is over."""
        self._held = False

    def turn_back(self, now_ns: int) -> None:
        """Move times ahead of `now_ns` back to it, after the clock was set back."""
        self._read_ns = min(self._read_ns, now_ns)
        self._held_ns = min(self._held_ns, now_ns)
        self._unjudged = True
        if isinstance(self._gauge, ClockAdjustable):
            self._gauge.turn_back(now_ns)

    def kept(self) -> int:
        """Count the uids that are kept."""
        return len(self._recent)

    def drop_dedup(self) -> None:
        """Forget by which uids repeated records would be known."""
        self._recent = Recent()

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {
            "gauge": self._gauge.dump(),
            "recent": self._recent.dump(),
            "held": self._held,
            "held_ns": self._held_ns,
            "read_ns": self._read_ns,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        self._gauge.load(state["gauge"])
        self._recent.load(state["recent"])
        self._held, self._held_ns, self._read_ns = state["held"], state["held_ns"], state["read_ns"]
