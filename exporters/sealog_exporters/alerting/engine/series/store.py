"""Holds the series of one rule within a bound. The longest unseen is evicted first, a firing one only as the last."""

from __future__ import annotations

from collections import OrderedDict
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from sealog_exporters.alerting.engine.series.compact_store import CompactSeriesStore
from sealog_exporters.alerting.engine.series.series import Phase
from sealog_exporters.alerting.model.aggregation import Shrinkable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from sealog_exporters.alerting.engine.series.series import GroupKey, Series

    Evicted: TypeAlias = list[tuple[GroupKey, Series | None]]
    """Keys of evicted series, with the series itself if its alert may have been notified."""

MAX_READY: Final = 100_000
"""Series of a rule that are kept in memory as objects, including firing ones; the others are compact."""

MAX_READY_TIMED: Final = 20_000
"""Inactive series kept as objects that may fire without a new record, for a rule that allows more than `MAX_READY`.

A rule that allows fewer has no compact ones: packing and rebuilding one costs as much as three records.
"""

MAX_COMPACT_BYTES: Final = 64 << 20
COMPACT_BYTES_PER_SERIES: Final = 256
COMPACT_BYTES_PER_TIMED_SERIES: Final = 4_096
"""Compact series of a rule may take `MAX_COMPACT_BYTES`, or this for each series that it allows if that is more."""

_BLOCKS = 1_024  # Of so many parts of the compact series, the oldest goes at once.


class SeriesStore:
    """Group key to series, at most `limit`, in order of last use; inactive ones apart from pending and firing ones.

    Args:
        limit: most series.
        max_ready: most series that are kept ready.
        make: makes the empty series of a key.
        step_ns: how often time alone may fire a series, 0 if it never does. If it may, series become compact
            in `evict_to_compact` only: what came for them has to be evaluated before.
    """

    __slots__ = (
        "_active",
        "_compact",
        "_inactive",
        "_limit",
        "_max_bytes",
        "_max_ready",
        "_max_ready_inactive",
        "_timed",
    )

    def __init__(self, limit: int, max_ready: int, make: Callable[[GroupKey], Series], step_ns: int = 0) -> None:
        self._limit = limit
        self._max_ready = max_ready
        self._timed = step_ns > 0
        self._max_ready_inactive = min(max_ready, MAX_READY_TIMED) if self._timed and limit > max_ready else max_ready
        each = COMPACT_BYTES_PER_TIMED_SERIES if self._timed else COMPACT_BYTES_PER_SERIES
        self._max_bytes = max(MAX_COMPACT_BYTES, each * limit)
        self._inactive: OrderedDict[GroupKey, Series] = OrderedDict()
        self._active: OrderedDict[GroupKey, Series] = OrderedDict()
        self._compact = CompactSeriesStore(make, step_ns)

    def __len__(self) -> int:
        return len(self._inactive) + len(self._active) + len(self._compact)

    def __iter__(self) -> Iterator[Series]:
        """Yield all series, the longest unseen first; a change to a compact one is lost."""
        yield from self._compact
        yield from self._inactive.values()
        yield from self._active.values()

    def __contains__(self, series: Series) -> bool:
        """Return whether this very series is there."""
        return (self._inactive.get(series.key) or self._active.get(series.key)) is series

    @property
    def ready(self) -> int:
        """Number of series that are not compact."""
        return len(self._inactive) + len(self._active)

    @property
    def compact_bytes(self) -> int:
        """Bytes of the compact series, without their keys."""
        return self._compact.size

    def get(self, key: GroupKey) -> Series | None:
        """Return the series and note that it was used."""
        series = self._inactive.get(key)
        if series is not None:
            self._inactive.move_to_end(key)
            return series
        series = self._active.get(key)
        if series is not None:
            self._active.move_to_end(key)
            return series
        series = self._compact.take(key) if self._compact.size else None
        if series is not None:
            self._inactive[key] = series
            if not self._timed and self.ready > self._max_ready and len(self._inactive) > 1:
                self._compact.put(self._inactive.popitem(last=False)[1])
        return series

    def peek(self, key: GroupKey) -> Series | None:
        """Return the series without noting a use; a change to a compact one is lost."""
        return self._inactive.get(key) or self._active.get(key) or self._compact.peek(key)

    def knows(self, key: GroupKey) -> bool:
        """Return whether there is such a series, without noting a use."""
        return key in self._inactive or key in self._active or key in self._compact

    def add(self, series: Series) -> Evicted:
        """Add a new series, and return those that were evicted for it."""
        ready = len(self._inactive) + len(self._active)
        gone = self._make_room() if ready >= self._limit or self._compact.size else []
        (self._inactive if series.phase is Phase.INACTIVE else self._active)[series.key] = series
        if not self._timed and ready >= self._max_ready:
            gone += self.evict_to_compact()
        return gone

    def moved(self, series: Series) -> None:
        """Move a series that is here to the side of its phase, as the one used last."""
        self._inactive.pop(series.key, None)
        self._active.pop(series.key, None)
        if self._timed:
            self._compact.drop([series.key])
        (self._inactive if series.phase is Phase.INACTIVE else self._active)[series.key] = series

    def due(self, now_ns: int) -> Iterator[Series]:
        """Yield the compact series that time alone may have fired; one that is not `moved` then stays compact."""
        for series in self._compact.due(now_ns):
            yield series
            if series.phase is Phase.INACTIVE:
                self._compact.put(series)
        self._compact.looked(now_ns)

    def newest_ns(self) -> int:
        """Return when a series was used last; compact ones are older than those that are ready."""
        return max((series.seen_ns for side in (self._inactive, self._active) for series in side.values()), default=0)

    def turn_back(self, now_ns: int) -> list[GroupKey]:
        """Move series that were used ahead of `now_ns` back to it, after the clock was set back; return their keys."""
        turned = self._compact.turn_back(now_ns)
        for series in (*self._inactive.values(), *self._active.values()):
            if series.seen_ns > now_ns or series.told_at_ns > now_ns or series.phase is not Phase.INACTIVE:
                series.turn_back(now_ns)
                turned.append(series.key)
        return turned

    def remove(self, key: GroupKey) -> None:
        """Remove a series, if it is there."""
        self._inactive.pop(key, None)
        self._active.pop(key, None)
        self._compact.drop([key])

    def evict_to_compact(self) -> Evicted:
        """Make the longest unseen inactive series compact where too many are ready, but never the one in use.

        Where too many are pending or firing, evict the longest unseen of them: those can't be compact.
        """
        quiet = self._inactive
        while len(quiet) > 1 and (len(quiet) > self._max_ready_inactive or self.ready > self._max_ready):
            series = quiet.popitem(last=False)[1]
            if self._timed and self._compact.size > self._max_bytes // 2 and isinstance(series.window, Shrinkable):
                series.window.drop_dedup()
            self._compact.put(series)
        gone: Evicted = []
        while len(self._active) > self._max_ready:
            gone.append(self._active.popitem(last=False))
        return gone

    def shrink(self, most: int) -> Evicted:
        """Keep at most `most` numbers in the series that are ready; return those that were evicted."""
        kept = sum(series.window.kept() for side in (self._inactive, self._active) for series in side.values())
        gone: Evicted = []
        while kept > most and self._inactive:
            series = self._inactive.popitem(last=False)[1]
            kept -= series.window.kept()
            self._compact.put(series)
        while kept > most and len(self._active) > 1:
            key, series = self._active.popitem(last=False)
            kept -= series.window.kept()
            gone.append((key, series))
        return gone + self._dropped(self._too_many_bytes())

    def drop_dedup(self, most: int) -> None:
        """Drop the uids of the longest unseen series, until at most `most` numbers are kept."""
        ready = [series for side in (self._inactive, self._active) for series in side.values()]
        kept = sum(series.window.kept() for series in ready)
        for series in sorted(ready, key=lambda series: series.seen_ns):
            if kept <= most:
                return
            if isinstance(series.window, Shrinkable):
                kept -= series.window.kept()
                series.window.drop_dedup()

    def active(self) -> list[Series]:
        """List the series that are pending or firing."""
        return list(self._active.values())

    def newest(self, most: int) -> Iterator[Series]:
        """Yield the pending and firing series, then the inactive ones that are ready, those used last first."""
        return islice(chain(reversed(self._active.values()), reversed(self._inactive.values())), most)

    def inactive(self) -> list[Series]:
        """List the series that are ready, and neither pending nor firing."""
        return list(self._inactive.values())

    def unseen_since(self, time_ns: int) -> Iterator[Series]:
        """Yield the inactive series that were last used at `time_ns` or before; remove none meanwhile."""
        yield from self._compact.unseen_since(time_ns)
        for series in self._inactive.values():
            if series.seen_ns > time_ns:
                return
            yield series

    def _make_room(self) -> Evicted:
        """Evict the longest unseen series if one more would be too many, or if they take too many bytes."""
        if len(self) < self._limit:
            return self._dropped(self._too_many_bytes())
        if len(self._compact):
            return self._dropped(max(self._limit // _BLOCKS, 1))
        return [(self._inactive or self._active).popitem(last=False)]

    def _too_many_bytes(self) -> int:
        """Return how many compact series to evict for their bytes."""
        return len(self._compact) // _BLOCKS + 1 if self._compact.size > self._max_bytes else 0

    def _dropped(self, number: int) -> Evicted:
        keys = self._compact.oldest(number) if number else []
        self._compact.drop(keys)
        return [(key, None) for key in keys]
