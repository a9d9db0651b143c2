"""Counts the records of templates as time series of a bounded number: the most frequent ones, and `other`.

Every record is counted in exactly one series, and no series ever falls. One that loses its place ends with its count.
"""

from __future__ import annotations

from collections import Counter
from threading import Lock
from typing import TYPE_CHECKING, Final, NamedTuple

from sealog_exporters.templates.template import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["MAX_SERIES", "Meter", "Point", "Series"]

MAX_SERIES: Final = 200
"""Series of templates at a time; `other` has one for each service and level beside."""

MAX_WAITING: Final = 5_000
"""Combinations that may become a series; what comes beyond is `other` at once."""

MAX_SERVICES: Final = 100
_TIMES_AS_MANY: Final = 2
_ERROR: Final = 17


class Series(NamedTuple):
    """What tells a series apart. `level` is `error` from severity number 17 on, else `other`."""

    template: str
    service: str
    level: str


class Point(NamedTuple):
    """A series with all that it counted."""

    series: Series
    records: int
    size: int


class Meter:
    """Counts records; one thread counts, another may collect.

    A template gets a series of its own at the first collection at which it is among the most frequent since the last.
    Where there are as many series as there may be, it takes the place of the least frequent one, once it came twice as
    often: records of that one are `other` from then on.
    """

    def __init__(self, max_series: int = MAX_SERIES) -> None:
        self._max_series = max_series
        self._records: Counter[Series] = Counter()
        self._sizes: Counter[Series] = Counter()
        self._recent: Counter[Series] = Counter()  # since the last collection
        self._own: set[Series] = set()
        self._services: set[str] = set()
        self._lock = Lock()

    def count(self, template: str, service: str, severity: int, size: int) -> None:
        """Count a record with the bytes of its body."""
        with self._lock:
            if service not in self._services:
                if len(self._services) >= MAX_SERVICES:
                    service = ""
                self._services.add(service)
            series = Series(template, service, "error" if severity >= _ERROR else "other")
            if series in self._recent or len(self._recent) < MAX_WAITING:
                self._recent[series] += 1
            if series not in self._own:
                series = series._replace(template=OTHER)
            self._records[series] += 1
            self._sizes[series] += size

    def collect(self) -> list[Point]:
        """Give all series, and let the most frequent templates since the last collection have one from now on."""
        with self._lock:
            points = [Point(one, self._records[one], self._sizes[one]) for one in sorted(self._records)]
            self._admit(self._recent.most_common(self._max_series))
            self._recent.clear()
        return points

    def _admit(self, frequent: Iterable[tuple[Series, int]]) -> None:
        least = sorted(self._own, key=lambda one: self._recent[one], reverse=True)
        for one, count in frequent:
            if one in self._own or one.template == OTHER:
                continue
            if len(self._own) >= self._max_series:
                last = least.pop()
                if count < _TIMES_AS_MANY * max(self._recent[last], 1):
                    return
                self._own.discard(last)
                del self._records[last], self._sizes[last]
            self._own.add(one)
            self._records[one] = self._sizes[one] = 0
