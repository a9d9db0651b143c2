"""Time intervals of the calendar, such as nights and weekends, by Alertmanager's rules. Reads no clock.

Source: Alertmanager's documentation, "Configuration", `<time_interval_spec>`.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import datetime, timezone, tzinfo
from typing import TYPE_CHECKING

from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterable

    Ranges = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Span:
    """A time is in it if it is in each of the parts that are given; an empty part allows all.

    Ranges have both ends in them, except `times`: minutes of the day, from the first to before the second, up to
    1440. `weekdays` are 0 (Sunday) to 6, `days` 1 to 31 or -31 to -1 from the month's end, `months` 1 to 12.
    """

    times: Ranges = ()
    weekdays: Ranges = ()
    days: Ranges = ()
    months: Ranges = ()
    years: Ranges = ()
    zone: tzinfo = timezone.utc

    def holds(self, now_ns: int) -> bool:
        """Return whether `now_ns` (since the epoch) is in it."""
        now = datetime.fromtimestamp(now_ns // NS, self.zone)
        minute = now.hour * 60 + now.minute
        return (
            _within(self.times, minute, inclusive=False)
            and _within(self.weekdays, now.isoweekday() % 7)
            and _within(_from_month_end(self.days, monthrange(now.year, now.month)[1]), now.day)
            and _within(self.months, now.month)
            and _within(self.years, now.year)
        )


@dataclass(frozen=True, slots=True)
class Interval:
    """A named set of spans, as routes refer to it; a time is in it if it is in any span."""

    name: str
    spans: tuple[Span, ...]

    def holds(self, now_ns: int) -> bool:
        """Return whether `now_ns` (since the epoch) is in it."""
        return any(span.holds(now_ns) for span in self.spans)


def _within(ranges: Iterable[tuple[int, int]], value: int, *, inclusive: bool = True) -> bool:
    ranges = tuple(ranges)
    return not ranges or any(first <= value < last + inclusive for first, last in ranges)


def _from_month_end(days: Ranges, length: int) -> Ranges:
    """Count negative days from the end of a month of `length` days; a range is cut to the month."""
    counted = ((_day(first, length), _day(last, length)) for first, last in days)
    return tuple((max(first, 1), min(last, length)) for first, last in counted)


def _day(day: int, length: int) -> int:
    return day if day > 0 else length + 1 + day
