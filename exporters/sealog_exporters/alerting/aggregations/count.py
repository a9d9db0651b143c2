"""`count`: how many records lie in a window. The counting itself is `window.SlidingWindow`'s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.windows.sliding_window import SlidingWindow, capacity
from sealog_exporters.alerting.model.threshold import Threshold
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
    is_gauge: bool = False
    eager: bool = False

    @property
    def state_identity(self) -> str:
        """Only what the rule matches matters."""
        return "count"

    @property
    def firing_level(self) -> float:
        """The number of records."""
        return self.gte

    @property
    def threshold(self) -> Threshold:
        """So many records."""
        return Threshold("gte", self.gte, self.clear)

    @property
    def max_values(self) -> int:
        """Most event times that one group keeps."""
        return capacity(self.gte)

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long a group is kept that nothing comes for."""
        return max(FORGET_NS, window_ns)

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Say that time alone never makes a count."""
        return window_ns

    def extractor(self) -> Callable[[Event], bool]:
        """Return a function that takes every record."""
        return lambda _: True

    def new_state(self, window_ns: int, counters: Counters) -> SlidingWindow:  # noqa: ARG002 - a window gives nothing up
        """Make the state of a new group."""
        return SlidingWindow(self.gte, window_ns, self.clear)
