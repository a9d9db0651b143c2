"""Learns the usual value: an exponentially weighted average, and one for each hour of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.model.aggregation import NEVER
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_HOUR_NS: Final = 3_600 * NS
_WEEK_HOURS: Final = 168
_ENOUGH_WEEKS: Final = 2
_LEAST_WEIGHT: Final = 0.02  # of one window in its hour's average: four weeks of 5-minute windows


class Baseline:
    """Learns one number a window. After `warmup` of them it knows the usual one; with `weekly`, later for each hour.

    The weight of a new number is 1/n at first, so that an average is a plain one, and 2 / (2 * warmup + 1) at last.
    """

    __slots__ = ("_hours", "_learned", "_mean", "_warmup", "_weekly")

    def __init__(self, warmup: int, *, weekly: bool) -> None:
        self._warmup = warmup
        self._weekly = weekly
        self._mean = 0.0
        self._learned = 0
        self._hours: dict[int, tuple[float, int, int, int]] = {}  # mean, numbers, weeks, last week

    def expected(self, at_ns: int) -> float | None:
        """Return what is usual at a time, `None` while too little is known."""
        if self._weekly:
            mean, _, weeks, last = self._hours.get(at_ns // _HOUR_NS % _WEEK_HOURS, (0.0, 0, 0, -1))
            # The hour that goes on now counts as known only once it is over.
            if weeks - (last == at_ns // _HOUR_NS // _WEEK_HOURS) >= _ENOUGH_WEEKS:
                return mean
        return self._mean if self._learned >= self._warmup else None

    def learn(self, at_ns: int, number: float, tame: Callable[[float, float], float]) -> None:
        """Take the number of the window that began at `at_ns`; call it in the order of time.

        `tame(number, usual)` bounds how far one window may change an average that is known already.
        """
        self._learned += 1
        hourly = number
        if self._learned > self._warmup:
            number = tame(number, self._mean)
        self._mean += (number - self._mean) * max(1 / self._learned, 2 / (2 * self._warmup + 1))
        if self._weekly:
            week, hour = divmod(at_ns // _HOUR_NS, _WEEK_HOURS)
            mean, numbers, weeks, last = self._hours.get(hour, (0.0, 0, 0, -1))
            numbers += 1
            if weeks - (last == week) >= _ENOUGH_WEEKS:
                hourly = tame(hourly, mean)
            mean += (hourly - mean) * max(1 / numbers, _LEAST_WEIGHT)
            self._hours[hour] = (mean, numbers, weeks + (week != last), week)

    @property
    def highest(self) -> float:
        """The highest of all averages."""
        return max(self._mean, *(hour[0] for hour in self._hours.values()), 0.0)

    def changes_ns(self, at_ns: int) -> int:
        """Return when another hour begins, `NEVER` where hours make no difference."""
        return (at_ns // _HOUR_NS + 1) * _HOUR_NS if self._weekly else NEVER

    def dump(self) -> dict[str, Any]:
        """Return the state as JSON can hold it."""
        return {"mean": self._mean, "learned": self._learned, "hours": list(self._hours.items())}

    def load(self, state: Mapping[str, Any]) -> None:
        """Restore what `dump` returned."""
        self._mean, self._learned = state["mean"], state["learned"]
        self._hours = {hour: (mean, numbers, weeks, last) for hour, (mean, numbers, weeks, last) in state["hours"]}
