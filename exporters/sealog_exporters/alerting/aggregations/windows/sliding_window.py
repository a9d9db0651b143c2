"""An exact sliding window of bounded size: the sorted event times of one series. Reads no clock.

A window is half-open, `(t - span, t]`: two records exactly one span apart are never in the same one (as in PromQL).
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from sealog_exporters.alerting.aggregations.windows.int_array import pack, unpack
from sealog_exporters.alerting.model.aggregation import CROWDED, DUPLICATE, LATE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_SLACK = 32  # Old times are cut off in blocks: cutting one by one would move the whole array per record.
_RECENT = 1024  # How far back a duplicate is sought whose time was moved, and can't be found by it.
_STEPS = 64  # Resolution, in parts of a span, of the count of times that were cut off.


def capacity(threshold: int) -> int:
    """Return how many times a window keeps.

    While no window holds `threshold` times, `2 * threshold` of them reach back at least one span behind the
    newest: a record up to one span late is placed exactly.
    """
    return max(2 * threshold, 256)


def digest_of(uid: str) -> int:
    """Return 64 bits (signed) that stand for a `sealog.uid`; 0 for a record without one, which is never a duplicate."""
    if not uid:
        return 0
    raw = hashlib.blake2b(uid.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(raw, "little", signed=True) or 1


class SlidingWindow:
    """Sorted event times (ns) with the digests of their records, at most `capacity(threshold)` and a few.

    Times that a burst pushes out are still counted, in steps of a 64th of the span, so that `value` stays right above
    the capacity; only repetitions of such records are no longer recognised. 16 bytes a record.
    """

    __slots__ = ("_capacity", "_clear", "_cut", "_digests", "_floor", "_moved", "_span", "_threshold", "_times")

    def __init__(self, threshold: int, span_ns: int, clear: int | None = None) -> None:
        self._threshold = threshold
        self._capacity = capacity(threshold)
        self._clear = clear or threshold
        self._span = span_ns
        self._times = array("q")
        self._digests = array("q")
        self._cut: dict[int, int] | None = None  # few series ever need it
        self._floor = 0
        self._moved = False

    def add(self, time_ns: int, digest: int, item: object = True, *, moved: bool = False) -> int:  # noqa: ARG002 - every record counts as one
        """Put a record in its place; return the place, or `DUPLICATE`, `LATE`, `CROWDED`.

        Args:
            time_ns: event time, ns since the epoch.
            digest: of the record's uid (`digest_of`).
            item: not looked at.
            moved: `time_ns` is not the record's own, so a repetition will come with another one.
        """
        times, digests = self._times, self._digests
        full = len(times) >= self._capacity
        if time_ns <= self._floor:
            return LATE
        if full and time_ns < times[0]:
            if time_ns <= times[-1] - self._span:
                return LATE
            self._count_cut(time_ns, 1)
            return CROWDED
        place = bisect_right(times, time_ns)
        if digest:
            self._moved = self._moved or moved
            same_time = place and times[place - 1] == time_ns
            if (same_time or self._moved) and self._holds_digest(digest, time_ns, place):
                return DUPLICATE
        if full and len(times) >= self._capacity + _SLACK:
            place = max(place - self._cut_oldest(), 0)
        times.insert(place, time_ns)
        digests.insert(place, digest)
        return place

    def fires_at(self, place: int, now_ns: int) -> int | None:  # noqa: ARG002 - event time decides
        """Return the newest time of a window that holds the record at `place` and `threshold` records, or `None`."""
        times, size = self._times, self._threshold
        for last in range(max(place, size - 1), min(place + size, len(times))):
            if times[last] - times[last - size + 1] < self._span:
                return times[last]
        return None

    def clears_at(self, now_ns: int) -> int:  # noqa: ARG002 - event time decides
        """Return the moment from which on the window ending there holds fewer than `clear` records."""
        return self._times[-self._clear] + self._span if len(self._times) >= self._clear else 0

    def value(self, until_ns: int) -> int:
        """Count the records of the last span before `until_ns`, those ahead of it included (clocks differ)."""
        oldest = until_ns - self._span
        kept = len(self._times) - bisect_right(self._times, oldest)
        if not self._cut:
            return kept
        step = self._step
        return kept + sum(n for index, n in self._cut.items() if index * step > oldest)

    def value_at_start(self, reached_ns: int) -> tuple[int, int]:
        """Count the kept records of the one span that ends with `reached_ns`, as value and as number of records."""
        count = bisect_right(self._times, reached_ns) - bisect_right(self._times, reached_ns - self._span)
        return count, count

    def close(self, floor_ns: int) -> None:
        """Forget what is not newer than `floor_ns`, and accept nothing that old any more."""
        gone = bisect_right(self._times, floor_ns)
        del self._times[:gone], self._digests[:gone]
        self._cut = None
        self._floor = max(floor_ns, self._floor)

    def turn_back(self, now_ns: int) -> None:
        """Move times ahead of `now_ns` back to it, after the clock was set back."""
        ahead = len(self._times) - bisect_right(self._times, now_ns)
        if ahead:
            self._times[-ahead:] = array("q", [now_ns]) * ahead
        self._cut = None
        self._floor = min(self._floor, now_ns - self._span)

    def kept(self) -> int:
        """Count the numbers that are kept."""
        return len(self._times)

    def dump(self) -> dict[str, Any]:
        """Return everything as JSON can hold it; times and digests are base64 of little-endian 64-bit numbers."""
        return {
            "times": pack(self._times),
            "digests": pack(self._digests),
            "cut": [[index * self._step, n] for index, n in self._cut.items()] if self._cut else [],
            "floor": self._floor,
            "moved": self._moved,
        }

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned, also under another threshold or span."""
        self._times, self._digests = unpack(state["times"]), unpack(state["digests"])
        for time_ns, n in state["cut"]:
            self._count_cut(time_ns, n)
        self._floor, self._moved = state["floor"], state["moved"]

    @property
    def _step(self) -> int:
        return max(self._span // _STEPS, 1)

    def _holds_digest(self, digest: int, time_ns: int, place: int) -> bool:
        """Return whether the record is there: among those of its time, or, once times were moved, the recent ones."""
        if self._moved and digest in self._digests[-_RECENT:]:
            return True
        return digest in self._digests[bisect_left(self._times, time_ns, 0, place) : place]

    def _cut_oldest(self) -> int:
        """Cut the window to its capacity, count what goes, and return how many that were."""
        gone = len(self._times) - self._capacity
        for time_ns in self._times[:gone]:
            self._count_cut(time_ns, 1)
        del self._times[:gone], self._digests[:gone]
        oldest = (self._times[-1] - self._span) // self._step
        self._cut = {index: n for index, n in (self._cut or {}).items() if index >= oldest}
        return gone

    def _count_cut(self, time_ns: int, number: int) -> None:
        """Note that so many records of a time have no place of their own."""
        if self._cut is None:
            self._cut = {}
        index = time_ns // self._step
        self._cut[index] = self._cut.get(index, 0) + number
