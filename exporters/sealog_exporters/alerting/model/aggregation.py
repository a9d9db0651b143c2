"""The interface of aggregations: an `Aggregation`, fixed at start, and its `WindowState`, one for each series."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from sealog_exporters.alerting.matching.condition import Node
    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.alerting.model.threshold import Threshold
    from sealog_exporters.alerting.syntax.json_schema import Schema
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode
    from sealog_exporters.event import Event

NEVER: Final = (1 << 63) - 1
"""A moment that never comes."""

DUPLICATE: Final = -1
"""`WindowState.add`: a record with this uid was counted already."""

LATE: Final = -2
"""`WindowState.add`: the record is older than everything that the window state still knows; it is not counted."""

CROWDED: Final = -3
"""`WindowState.add`: counted, but too many newer records came since for it to have a place of its own."""

KNOWN: Final = -4
"""`WindowState.add`: counted, and nothing changed that would have to be stored."""


class WindowState(Protocol):
    """The state of one series. Times are event times, ns since the epoch; one thread only."""

    def add(self, time_ns: int, digest: int, item: Any, *, moved: bool = False) -> int:
        """Take a record; return its place (0 or more), or one of the outcomes above.

        Args:
            time_ns: event time.
            digest: of the record's uid (`sliding_window.digest_of`), 0 without one.
            item: what the aggregation's `extractor` made of the record.
            moved: `time_ns` is not the record's own, so a repetition will come with another one.
        """
        ...

    def fires_at(self, place: int, now_ns: int) -> int | None:
        """Return since when the condition holds because of the record at `place` (or because of time), or `None`."""
        ...

    def clears_at(self, now_ns: int) -> int:
        """Return the moment from which on the condition would not hold if no further record came."""
        ...

    def value(self, until_ns: int) -> float:
        """Return the value of the window that ends at `until_ns`."""
        ...

    def value_at_start(self, reached_ns: int) -> tuple[float, int]:
        """Return value and number of records at the moment that `fires_at` returned."""
        ...

    def close(self, floor_ns: int) -> None:
        """Forget what is not newer than `floor_ns` and belongs to an alert that ended."""
        ...

    def kept(self) -> int:
        """Count the numbers that are kept."""
        ...

    def dump(self) -> dict[str, Any]:
        """Return everything as JSON can hold it, under the same names in the same order each time."""
        ...

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned, also under another threshold or window."""
        ...


@runtime_checkable
class TimeDriven(Protocol):
    """A window state that may fire because time passes."""

    def note_evaluation(self, now_ns: int) -> None:
        """Note that it was evaluated then, which may be before what came last, and did not fire."""
        ...

    def next_wake_ns(self) -> int:
        """Return the first moment, or one before, at which time alone may make the condition hold; `NEVER` if none.

        Up to it, calls of `note_evaluation` may be replaced by one for the last moment.
        """
        ...

    def observing_since(self, since_ns: int) -> None:
        """Note that nothing was observed before `since_ns`, if that matters; 0: before the next evaluation."""
        ...


@runtime_checkable
class ClockAdjustable(Protocol):
    """A state that keeps times of our own clock."""

    def turn_back(self, now_ns: int) -> None:
        """Move times ahead of `now_ns` back to it, after the clock was set back."""
        ...


@runtime_checkable
class Shrinkable(Protocol):
    """A window state that keeps more than its value needs."""

    def drop_dedup(self) -> None:
        """Drop the uids by which repeated records are recognised."""
        ...


@runtime_checkable
class MultiValue(Protocol):
    """A window state of several values."""

    def describe(self, now_ns: int) -> str:
        """Describe each value and its threshold, in one line."""
        ...


class Aggregation(Protocol):
    """A kind of aggregation with its settings: a frozen value."""

    @property
    def state_identity(self) -> str:
        """Names what the stored state depends on; settings that may change without losing it are left out."""
        ...

    @property
    def threshold(self) -> Threshold:
        """The threshold on `WindowState.value`."""
        ...

    @property
    def is_gauge(self) -> bool:
        """Whether it is evaluated once a batch and as time passes, instead of record by record."""
        ...

    @property
    def eager(self) -> bool:
        """Whether a rule without group fields has its one series from the start."""
        ...

    @property
    def max_values(self) -> int:
        """Most records or values that one series keeps."""
        ...

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long a series without records is kept."""
        ...

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return how often time alone may change the value; used for gauges only."""
        ...

    def extractor(self) -> Callable[[Event], Any]:
        """Return a function that makes the item of `WindowState.add` of a record, `None` if it does not count."""
        ...

    def new_state(self, window_ns: int, counters: Counters) -> WindowState:
        """Make the state of a new series."""
        ...


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What the reader of an aggregation may need of the rule around it.

    Args:
        window_ns: the rule's window.
        default_count: `count.gte` where the rule file does not give it.
        read_match: reads a match within the aggregation.
    """

    window_ns: int
    default_count: int
    read_match: Callable[[YamlNode], tuple[Node, ...]]


@dataclass(frozen=True, slots=True)
class AggregationType:
    """A kind of aggregation: how a rule file configures it.

    Args:
        kind: its key in a rule, such as `count`.
        read: reads the value of that key.
        schema: the JSON Schema of the value, with a description.
        definitions: further definitions that `schema` refers to.
    """

    kind: str
    read: Callable[[YamlNode, RuleContext], Aggregation]
    schema: Schema
    definitions: Mapping[str, Schema] = field(default_factory=dict)
