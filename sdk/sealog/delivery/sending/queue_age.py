"""Tells how long the oldest queued record has waited, from times noted for some record counts."""

from __future__ import annotations

from collections import deque

_MOST_MARKS = 512


class QueueAge:
    """Notes how many records had come at which times; for one thread. Seconds are those of one clock, in order.

    A record's age is that of the next note: exact to half a second for the newest records, coarser for older ones.
    """

    def __init__(self) -> None:
        self._marks: deque[tuple[int, float]] = deque()

    def mark(self, come: int, now: float) -> None:
        """Note that `come` records in all had come by `now`."""
        if self._marks and self._marks[-1][0] == come:
            return
        if len(self._marks) >= _MOST_MARKS:  # every other one goes, never the oldest
            self._marks = deque(list(self._marks)[::2])
        self._marks.append((come, now))

    def oldest(self, gone: int, now: float) -> float:
        """Give the age of the oldest of those that come behind the first `gone`; 0 where none was marked."""
        while self._marks and self._marks[0][0] <= gone:
            self._marks.popleft()
        return now - self._marks[0][1] if self._marks else 0.0
