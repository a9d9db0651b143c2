"""Says when an aggregation is evaluated and for how long its series are kept, for several kinds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.aggregations.windows.time_buckets import bucket_ns
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.event import Event

RETENTION_NS: Final = 3_600 * NS
"""An inactive series is kept for this after its last record, or for its window if that is longer."""


class PerRecord:
    """An aggregation that only a record can take past its threshold."""

    __slots__ = ()

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long a series without records is kept."""
        return max(RETENTION_NS, window_ns)

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return the window: the passing of time never makes such an alert fire."""
        return window_ns


class PerBucket:
    """An aggregation over time buckets. Its value changes as buckets leave the window."""

    __slots__ = ()

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long a series without records is kept."""
        return max(RETENTION_NS, window_ns)

    def evaluation_interval_ns(self, window_ns: int) -> int:
        """Return the length of a bucket."""
        return bucket_ns(window_ns)


class WhenMissing:
    """An aggregation that fires because records are missing. Every record of the rule counts."""

    __slots__ = ()
    forget_ns: int

    def retention_ns(self, window_ns: int) -> int:
        """Return for how long records of a silent series are missed."""
        return max(self.forget_ns, window_ns)

    def extractor(self) -> Callable[[Event], bool]:
        """Return a function that takes every record."""
        return every_record


def every_record(_event: Event) -> bool:
    """Take a record, whatever it holds."""
    return True
