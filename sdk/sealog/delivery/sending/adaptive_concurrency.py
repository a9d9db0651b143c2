"""Decides how many requests may be in flight, and how long records wait for a batch.

The window follows Vector's adaptive request concurrency: one more for each round that was as fast as before, a tenth
fewer when the endpoint pushes back or slows down.
"""

from __future__ import annotations

from typing import NamedTuple

MOST_AT_ONCE = 8

_SMOOTHING = 0.4
_SHRINK = 0.9
_SLOWED = 2.0
_SLACK = 0.05

_SHORTEST_LINGER = 0.05
_LONGEST_LINGER = 0.5


class AdaptiveConcurrency(NamedTuple):
    """The state of the connection to one endpoint.

    `window`: requests that may be in flight. `latency`: seconds a request takes, smoothed; 0 before the first answer.
    `failures`: consecutive tries that the endpoint pushed back.
    """

    window: float = 2.0
    latency: float = 0.0
    failures: int = 0

    @property
    def at_once(self) -> int:
        """How many requests may be in flight now."""
        return int(self.window)

    def taken(self, seconds: float, *, full: bool) -> AdaptiveConcurrency:
        """Note a request that took `seconds`; `full` if as many as allowed were in flight."""
        known = self.latency or seconds
        latency = known + _SMOOTHING * (seconds - known)
        if seconds > _SLOWED * known + _SLACK:
            window = max(1.0, self.window * _SHRINK)
        elif full:
            window = min(float(MOST_AT_ONCE), self.window + 1.0 / self.window)
        else:
            window = self.window
        return AdaptiveConcurrency(window, latency, 0)

    def pushed_back(self) -> AdaptiveConcurrency:
        """Note that the endpoint would not or could not take a request."""
        return self._replace(window=max(1.0, self.window * _SHRINK), failures=self.failures + 1)

    @property
    def linger(self) -> float:
        """How many seconds records are collected for a batch: as long as a request takes."""
        return min(_LONGEST_LINGER, max(_SHORTEST_LINGER, self.latency))
