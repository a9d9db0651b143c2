"""What a kind of rule must give: a `Measure`, fixed at start, and its `Meter`, one a group. Holds no state itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.threshold import Bound
    from sealog_exporters.event import Event

NEVER: Final = (1 << 63) - 1
"""A moment that does not come."""

DUPLICATE: Final = -1
"""`Meter.add`: a record with this uid is there already."""

LATE: Final = -2
"""`Meter.add`: the record is older than everything that the meter still knows; it is not counted."""

CROWDED: Final = -3
"""`Meter.add`: counted, but too many newer records came since for it to have a place of its own."""

KNOWN: Final = -4
"""`Meter.add`: counted, and nothing changed that would have to be stored."""


class Meter(Protocol):
    """The measured state of one group. Times are event times, ns since the epoch; one thread only."""

    def add(self, time_ns: int, digest: int, item: Any, *, moved: bool = False) -> int:
        """Take a record; return its place (0 or more), or one of the outcomes above.

        Args:
            time_ns: event time.
            digest: of the record's uid (`sliding_window.digest_of`), 0 without one.
            item: what the measure's `sense` made of the record.
            moved: `time_ns` is not the record's own, so a repetition will come with another one.
        """
        ...

    def begins(self, place: int, now_ns: int) -> int | None:
        """Return since when the condition holds because of the record at `place` (or of the time), or `None`."""
        ...

    def ends(self, now_ns: int) -> int:
        """Return the moment from which on the condition does not hold, were nothing more to come."""
        ...

    def value(self, until_ns: int) -> float:
        """Give the measured value of the window that ends at `until_ns`."""
        ...

    def begun(self, reached_ns: int) -> tuple[float, int]:
        """Give value and number of records at the moment that `begins` returned."""
        ...

    def close(self, floor_ns: int) -> None:
        """Forget what is not newer than `floor_ns`, as far as it belongs to an alert that ended."""
        ...

    def kept(self) -> int:
        """Count the numbers that are kept."""
        ...

    def dump(self) -> dict[str, Any]:
        """Give everything as JSON can hold it, under the same names in the same order each time."""
        ...

    def load(self, state: Mapping[str, Any]) -> None:
        """Take what `dump` gave, also under another threshold or window."""
        ...


@runtime_checkable
class Timed(Protocol):
    """A meter that time alone may fire."""

    def look(self, now_ns: int) -> None:
        """Note that it was looked at then, which may be before what came last, and did not fire."""
        ...

    def wakes_ns(self) -> int:
        """Return the first moment, or one before, at which time alone may make the condition hold; `NEVER` if none.

        Up to it, `look` may be left out and made up for later: once, for the last moment.
        """
        ...

    def watched(self, since_ns: int) -> None:
        """Note that before `since_ns` nobody looked, where that matters; 0: before the next look."""
        ...


@runtime_checkable
class Turning(Protocol):
    """What keeps moments of our own clock, or times that came by it."""

    def turn_back(self, now_ns: int) -> None:
        """Take what lies ahead for what is now: the clock was set back to `now_ns`."""
        ...


@runtime_checkable
class Light(Protocol):
    """A meter that keeps more than it measures with."""

    def lighten(self) -> None:
        """Forget by which uids repeated records would be known."""
        ...


@runtime_checkable
class InParts(Protocol):
    """A meter of several values."""

    def spelled(self, now_ns: int) -> str:
        """Say each value and its bound, in one line."""
        ...


class Measure(Protocol):
    """One kind of rule with its numbers: a frozen value."""

    @property
    def counted(self) -> str:
        """Name what the stored state depends on; the numbers that may change without losing it are not in it."""
        ...

    @property
    def threshold(self) -> float:
        """The value at which the rule fires, as people are told."""
        ...

    @property
    def bound(self) -> Bound:
        """The bound on `Meter.value`, for a rule that combines measures."""
        ...

    @property
    def by_level(self) -> bool:
        """Whether it is judged once a batch and as time passes, rather than record by record."""
        ...

    @property
    def eager(self) -> bool:
        """Whether a rule without group fields has its one group from the start."""
        ...

    @property
    def room(self) -> int:
        """Most records or values that one group keeps."""
        ...

    def keeps_ns(self, window_ns: int) -> int:
        """Return for how long a group is kept that nothing comes for."""
        ...

    def step_ns(self, window_ns: int) -> int:
        """Return how often time alone may change the answer; looked at by `by_level` measures only."""
        ...

    def sense(self) -> Callable[[Event], Any]:
        """Return the function that makes of a record what `Meter.add` takes, `None` for one that does not count."""
        ...

    def meter(self, window_ns: int, counters: Counters) -> Meter:
        """Make the state of a new group."""
        ...
