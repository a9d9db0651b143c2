"""`all` and `any`: combine several aggregations of the same records, evaluated at the same moment.

Each part is read over the window that ends now. A burst that comes late, after its window, does not fire.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState
from sealog_exporters.alerting.aggregations.windows.time_buckets import bucket_ns
from sealog_exporters.alerting.model.aggregation import DUPLICATE, LATE, NEVER, ClockAdjustable, Shrinkable
from sealog_exporters.alerting.model.alert.decision import round_significant
from sealog_exporters.alerting.model.threshold import Threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.model.aggregation import Aggregation, WindowState
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.event import Event

MAX_PARTS: Final = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One aggregation, by its name in the rule file."""

    kind: str
    aggregation: Aggregation


@dataclass(frozen=True, slots=True)
class Composite:
    """Fires while all parts are beyond their thresholds, or without `every` while at least one is."""

    parts: tuple[Part, ...]
    every: bool
    is_gauge: bool = True

    @property
    def state_identity(self) -> str:
        """State depends on that of the parts, in their order."""
        return f"combined {[(part.kind, part.aggregation.state_identity) for part in self.parts]!r}"

    @property
    def threshold(self) -> Threshold:
        """That many parts."""
        return Threshold("gte", len(self.parts) if self.every else 1)

    @property
    def eager(self) -> bool:
        """Whether a part fires on missing records, from the start."""
        return any(part.aggregation.eager for part in self.parts)

    @property
    def max_values(self) -> int:
        """Most records or values that all parts keep together."""
        return sum(part.aggregation.max_values for part in self.parts)

    def retention_ns(self, window_ns: int) -> int:
        """Keep a series for as long as the part that needs it longest."""
        return max(part.aggregation.retention_ns(window_ns) for part in self.parts)

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return a time bucket, or less if a part changes faster."""
        return min(bucket_ns(window_ns), *(part.aggregation.evaluation_interval_ns(window_ns) for part in self.parts))

    def extractor(self) -> Callable[[Event], tuple[Any, ...] | None]:
        """Return a function that makes the items of all parts, or `None` if no part takes the record."""
        extractors = tuple(part.aggregation.extractor() for part in self.parts)

        def items(event: Event) -> tuple[Any, ...] | None:
            found = tuple([extract(event) for extract in extractors])
            return None if all(item is None for item in found) else found

        return items

    def new_state(self, window_ns: int, counters: Counters) -> CompositeState:
        """Make the state of a new series."""
        return CompositeState(self, [part.aggregation.new_state(window_ns, counters) for part in self.parts])


class CompositeState:
    """The window states of all parts. An alert goes on for as long as enough parts hold, each by its own `clear`."""

    __slots__ = ("_enough", "_held", "_held_ns", "_thresholds", "_windows")

    def __init__(self, aggregation: Composite, windows: list[WindowState]) -> None:
        self._enough = aggregation.threshold.level
        self._thresholds = tuple((part.kind, part.aggregation.threshold) for part in aggregation.parts)
        self._windows = windows
        self._held = False
        self._held_ns = 0

    def add(self, time_ns: int, digest: int, item: tuple[Any, ...], *, moved: bool = False) -> int:
        """Add a record to each part that takes it; it counts if it counts for any of them."""
        outcomes = [
            window.add(time_ns, digest, one, moved=moved)
            for window, one in zip(self._windows, item, strict=True)
            if one is not None
        ]
        if all(outcome in {DUPLICATE, LATE} for outcome in outcomes):
            return outcomes[0]
        return 0

    def fires_at(self, place: int, now_ns: int) -> int | None:  # noqa: ARG002 - the moment decides
        """Return `now_ns` if enough parts are beyond their thresholds."""
        self._held = self._holding(now_ns, judged=True) >= self._enough
        if not self._held:
            return None
        self._held_ns = now_ns
        return now_ns

    def clears_at(self, now_ns: int) -> int:
        """Return a moment ahead while enough parts hold, otherwise the last at which they were seen to."""
        self._held = self._holding(now_ns, judged=True) >= self._enough
        if self._held:
            self._held_ns = now_ns
            return now_ns + 1
        return self._held_ns

    def note_evaluation(self, now_ns: int) -> None:
        """Read the parts that learn by reading, without a decision: a condition that held meanwhile may be over."""
        for window in self._windows:
            if isinstance(window, GaugeState):
                window.note_evaluation(now_ns)

    def next_wake_ns(self) -> int:
        """Return when time alone may take a gauge among the parts past its threshold."""
        return min([window.next_wake_ns() for window in self._windows if isinstance(window, GaugeState)], default=NEVER)

    def observing_since(self, since_ns: int) -> None:
        """Set since when this process observes, in the gauges among the parts."""
        for window in self._windows:
            if isinstance(window, GaugeState):
                window.observing_since(since_ns)

    def value(self, until_ns: int) -> float:
        """Count the parts that hold."""
        return self._holding(until_ns, judged=False)

    def value_at_start(self, reached_ns: int) -> tuple[float, int]:
        """Count the parts that hold, and the records of the part that has most."""
        return self.value(reached_ns), max(window.value_at_start(reached_ns)[1] for window in self._windows)

    def close(self, floor_ns: int) -> None:  # noqa: ARG002 - what a part counted may still be in its window
        """Note that the alert is over."""
        self._held = False

    def describe(self, now_ns: int) -> str:
        """Describe each part's value and threshold, as in `count 12 (gte 10), ratio 0.5 (gte 0.1)`."""
        return ", ".join(
            f"{kind} {_number(reading)} ({threshold.comparison} {_number(threshold.level)})"
            for kind, threshold, reading in self._readings(now_ns, judged=False)
        )

    def turn_back(self, now_ns: int) -> None:
        """Tell every part that the clock was set back to `now_ns`."""
        self._held_ns = min(self._held_ns, now_ns)
        for window in self._windows:
            if isinstance(window, ClockAdjustable):
                window.turn_back(now_ns)

    def kept(self) -> int:
        """Count the numbers that the parts keep."""
        return sum(window.kept() for window in self._windows)

    def drop_dedup(self) -> None:
        """Drop the uids of the parts."""
        for window in self._windows:
            if isinstance(window, Shrinkable):
                window.drop_dedup()

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {"parts": [window.dump() for window in self._windows], "held": self._held, "held_ns": self._held_ns}

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        for window, part in zip(self._windows, state["parts"], strict=True):
            window.load(part)
        self._held, self._held_ns = state["held"], state["held_ns"]

    def _holding(self, now_ns: int, *, judged: bool) -> int:
        """Count the parts that hold."""
        return sum(
            reading is not None and (threshold.kept(reading) if self._held else threshold.met(reading))
            for _, threshold, reading in self._readings(now_ns, judged=judged)
        )

    def _readings(self, now_ns: int, *, judged: bool) -> list[tuple[str, Threshold, float | None]]:
        """List each part's value that is compared with its threshold; `None` if it has too few records."""
        held = self._held
        return [
            (kind, threshold, _read(window, now_ns, held, judged))
            for (kind, threshold), window in zip(self._thresholds, self._windows, strict=True)
        ]


def _read(window: WindowState, now_ns: int, held: bool, judged: bool) -> float | None:
    """Read a part, or only glance at it if it is not judged."""
    if not isinstance(window, GaugeState):
        return window.value(now_ns)
    return window.reading(now_ns, held=held) if judged else window.glance(now_ns, held=held)


def _number(value: float | None) -> str:
    """Format a number for people, `-` where there is none."""
    return "-" if value is None else str(round_significant(value))
