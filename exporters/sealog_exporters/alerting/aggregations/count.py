"""`count`: how many records lie in a window. The counting itself is `window.Window`'s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.windows.sliding_window import Window, capacity
from sealog_exporters.alerting.model.threshold import Bound
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.counters import Counters
    from sealog_exporters.event import Event

FORGET_NS = 3_600 * NS
"""A quiet group that nothing came for is forgotten after this, or after its window if that is longer."""


@dataclass(frozen=True, slots=True)
class Count:
    """The `gte`-th record in a window fires; with `clear`, it goes on until fewer than so many are in it."""

    gte: int
    clear: int | None = None
    by_level: bool = False
    eager: bool = False

    @property
    def counted(self) -> str:
        """Only what the rule matches matters."""
        return "count"

    @property
    def threshold(self) -> float:
        """The number of records."""
        return self.gte

    @property
    def bound(self) -> Bound:
        """So many records."""
        return Bound("gte", self.gte, self.clear)

    @property
    def room(self) -> int:
        """Most event times that one group keeps."""
        return capacity(self.gte)

    def keeps_ns(self, window_ns: int) -> int:
        """Return for how long a group is kept that nothing comes for."""
        return max(FORGET_NS, window_ns)

    def step_ns(self, window_ns: int) -> int:
        """Say that time alone never makes a count."""
        return window_ns

    def sense(self) -> Callable[[Event], bool]:
        """Return a function that takes every record."""
        return lambda _: True

    def meter(self, window_ns: int, counters: Counters) -> Window:  # noqa: ARG002 - a window gives nothing up
        """Make the state of a new group."""
        return Window(self.gte, window_ns, self.clear)
