"""`all` and `any`: several measures of the same records in one rule. They are looked at together, at the same moment.

It measures nothing itself. What is read is each part's value of the window that ends now, so a burst that comes late,
when its window is over, does not fire here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.aggregations.gauge import Level
from sealog_exporters.alerting.aggregations.windows.time_buckets import slot_ns
from sealog_exporters.alerting.model.aggregation import DUPLICATE, LATE, NEVER, Light, Turning
from sealog_exporters.alerting.model.alert.decision import tidy
from sealog_exporters.alerting.model.threshold import Bound

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sealog_exporters.alerting.model.aggregation import Measure, Meter
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.event import Event

MAX_PARTS: Final = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One measure, by its name in the rule file."""

    kind: str
    measure: Measure


@dataclass(frozen=True, slots=True)
class Combined:
    """Fires while `every` one of the parts is beyond its bound, or without `every` while at least one is."""

    parts: tuple[Part, ...]
    every: bool
    by_level: bool = True

    @property
    def counted(self) -> str:
        """State depends on that of the parts, in their order."""
        return f"combined {[(part.kind, part.measure.counted) for part in self.parts]!r}"

    @property
    def threshold(self) -> float:
        """How many of the parts must be beyond their bounds."""
        return len(self.parts) if self.every else 1

    @property
    def bound(self) -> Bound:
        """So many of them."""
        return Bound("gte", self.threshold)

    @property
    def eager(self) -> bool:
        """A part that misses records does so from the start."""
        return any(part.measure.eager for part in self.parts)

    @property
    def room(self) -> int:
        """What all parts keep."""
        return sum(part.measure.room for part in self.parts)

    def keeps_ns(self, window_ns: int) -> int:
        """Keep a group for as long as the part that needs it longest."""
        return max(part.measure.keeps_ns(window_ns) for part in self.parts)

    def step_ns(self, window_ns: int) -> int:
        """Return a slot, or less where a part changes quicker."""
        return min(slot_ns(window_ns), *(part.measure.step_ns(window_ns) for part in self.parts))

    def sense(self) -> Callable[[Event], tuple[Any, ...] | None]:
        """Return the function that gives what each part makes of a record; `None` where no part takes it."""
        senses = tuple(part.measure.sense() for part in self.parts)

        def items(event: Event) -> tuple[Any, ...] | None:
            found = tuple([sense(event) for sense in senses])
            return None if all(item is None for item in found) else found

        return items

    def meter(self, window_ns: int, counters: Counters) -> CombinedMeter:
        """Make the state of a new group."""
        return CombinedMeter(self, [part.measure.meter(window_ns, counters) for part in self.parts])


class CombinedMeter:
    """The meters of all parts. An alert goes on for as long as enough parts hold, each by its own `clear`."""

    __slots__ = ("_bounds", "_enough", "_held", "_held_ns", "_meters")

    def __init__(self, measure: Combined, meters: list[Meter]) -> None:
        self._enough = measure.threshold
        self._bounds = tuple((part.kind, part.measure.bound) for part in measure.parts)
        self._meters = meters
        self._held = False
        self._held_ns = 0

    def add(self, time_ns: int, digest: int, item: tuple[Any, ...], *, moved: bool = False) -> int:
        """Give each part that takes it the record; it counts where it counts for any of them."""
        outcomes = [
            meter.add(time_ns, digest, one, moved=moved)
            for meter, one in zip(self._meters, item, strict=True)
            if one is not None
        ]
        if all(outcome in {DUPLICATE, LATE} for outcome in outcomes):
            return outcomes[0]
        return 0

    def begins(self, place: int, now_ns: int) -> int | None:  # noqa: ARG002 - the moment decides
        """Return `now_ns` if enough parts are beyond their bounds."""
        self._held = self._holding(now_ns, judged=True) >= self._enough
        if not self._held:
            return None
        self._held_ns = now_ns
        return now_ns

    def ends(self, now_ns: int) -> int:
        """Return a moment ahead while enough parts hold, otherwise the last at which they were seen to."""
        self._held = self._holding(now_ns, judged=True) >= self._enough
        if self._held:
            self._held_ns = now_ns
            return now_ns + 1
        return self._held_ns

    def look(self, now_ns: int) -> None:
        """Read the parts that learn by it. They are not judged: what came since may hold for a moment that is over."""
        for meter in self._meters:
            if isinstance(meter, Level):
                meter.look(now_ns)

    def wakes_ns(self) -> int:
        """Return when time alone may take a part beyond its bound: of those counted record by record, it takes none."""
        return min([meter.wakes_ns() for meter in self._meters if isinstance(meter, Level)], default=NEVER)

    def watched(self, since_ns: int) -> None:
        """Tell the parts that miss records since when somebody looks."""
        for meter in self._meters:
            if isinstance(meter, Level):
                meter.watched(since_ns)

    def value(self, until_ns: int) -> float:
        """Count the parts that hold."""
        return self._holding(until_ns, judged=False)

    def begun(self, reached_ns: int) -> tuple[float, int]:
        """Count the parts that hold, and the records of the part that has most."""
        return self.value(reached_ns), max(meter.begun(reached_ns)[1] for meter in self._meters)

    def close(self, floor_ns: int) -> None:  # noqa: ARG002 - what a part counted may still be in its window
        """Note that the alert is over."""
        self._held = False

    def spelled(self, now_ns: int) -> str:
        """Say each part's value and bound, as in `count 12 (gte 10), ratio 0.5 (gte 0.1)`."""
        return ", ".join(
            f"{kind} {'-' if reading is None else tidy(reading)} ({bound.comparison} {tidy(bound.level)})"
            for kind, bound, reading in self._readings(now_ns, judged=False)
        )

    def turn_back(self, now_ns: int) -> None:
        """Tell every part that the clock was set back to `now_ns`."""
        self._held_ns = min(self._held_ns, now_ns)
        for meter in self._meters:
            if isinstance(meter, Turning):
                meter.turn_back(now_ns)

    def kept(self) -> int:
        """Count the numbers that the parts keep."""
        return sum(meter.kept() for meter in self._meters)

    def lighten(self) -> None:
        """Let the parts forget their uids."""
        for meter in self._meters:
            if isinstance(meter, Light):
                meter.lighten()

    def dump(self) -> dict[str, Any]:
        """Give everything as JSON can hold it."""
        return {"parts": [meter.dump() for meter in self._meters], "held": self._held, "held_ns": self._held_ns}

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what `dump` gave."""
        for meter, part in zip(self._meters, state["parts"], strict=True):
            meter.load(part)
        self._held, self._held_ns = state["held"], state["held_ns"]

    def _holding(self, now_ns: int, *, judged: bool) -> int:
        """Count the parts that hold."""
        return sum(
            reading is not None and (bound.kept(reading) if self._held else bound.met(reading))
            for _, bound, reading in self._readings(now_ns, judged=judged)
        )

    def _readings(self, now_ns: int, *, judged: bool) -> list[tuple[str, Bound, float | None]]:
        """List what each part reads against its bound; `None` where it has too little to judge."""
        held = self._held
        return [
            (kind, bound, _read(meter, now_ns, held, judged))
            for (kind, bound), meter in zip(self._bounds, self._meters, strict=True)
        ]


def _read(meter: Meter, now_ns: int, held: bool, judged: bool) -> float | None:
    """Read a part: what is not judged by it is only glanced at."""
    if not isinstance(meter, Level):
        return meter.value(now_ns)
    return meter.reading(now_ns, held=held) if judged else meter.glance(now_ns, held=held)
