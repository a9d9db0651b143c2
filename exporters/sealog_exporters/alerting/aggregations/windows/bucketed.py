"""What measures over the slots of a window share: a bound, and when time alone changes them. It reads no record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.count import FORGET_NS
from sealog_exporters.alerting.aggregations.windows.time_buckets import slot_ns

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.threshold import Bound


class Sliding:
    """The part of a `Measure` that follows from a bound on the slots of a window."""

    __slots__ = ()
    bound: Bound

    @property
    def threshold(self) -> float:
        """The value at which it fires."""
        return self.bound.level

    def keeps_ns(self, window_ns: int) -> int:
        """Return for how long a group is kept that nothing comes for."""
        return max(FORGET_NS, window_ns)

    def step_ns(self, window_ns: int) -> int:
        """Return a slot: the value changes as slots leave the window."""
        return slot_ns(window_ns)
