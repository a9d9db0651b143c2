"""What measures over the slots of a window share: a bound, and when time alone changes them. It reads no record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.count import FORGET_NS
from sealog_exporters.alerting.aggregations.windows.time_buckets import bucket_ns

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.threshold import Threshold


class Bucketed:
    """The part of a `Aggregation` that follows from a bound on the slots of a window."""

    __slots__ = ()
    threshold: Threshold

    @property
    def firing_level(self) -> float:
        """The value at which it fires."""
        return self.threshold.level

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long a group is kept that nothing comes for."""
        return max(FORGET_NS, window_ns)

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return a slot: the value changes as slots leave the window."""
        return bucket_ns(window_ns)
