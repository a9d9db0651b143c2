"""Reads the time intervals of a rule file, as in Alertmanager."""

from __future__ import annotations

import re
from datetime import timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sealog_exporters.alerting.model.routing.time_interval import Interval, Span
from sealog_exporters.alerting.syntax.json_schema import LITERAL, LITERALS
from sealog_exporters.alerting.syntax.typed_map import TEXT, Map, Value, needed, optional

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from sealog_exporters.alerting.model.routing.time_interval import Ranges
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)
_MINUTES = 1_440
_YEARS = (1970, 9999)
_DAYS = 31


def _minute(node: YamlNode) -> int:
    found = _CLOCK.fullmatch(node.literal())
    minute = int(found[1]) * 60 + int(found[2]) if found else _MINUTES + 1
    if minute > _MINUTES:
        raise node.error("must be a time of the day such as '09:30', at most '24:00', in quotes")
    return minute


def _ranges(read: Callable[[str], int | None]) -> Value[Ranges]:
    """Return the type of `monday:friday` or `monday`, one or a list."""

    def ranges(node: YamlNode) -> Ranges:
        found = []
        for item in node.one_or_more():
            first, colon, last = item.literal().lower().partition(":")
            start = read(first.strip())
            end = read(last.strip()) if colon else start
            if start is None or end is None or (start > end and start > 0 < end):
                raise item.error("must be a value, or first:last in this order, such as monday:friday, 1:5 or -3:-1")
            found.append((start, end))
        return tuple(found)

    return Value(ranges, LITERALS)


def _index(text: str, names: Sequence[str]) -> int | None:
    return names.index(text) if text in names else None


def _month(text: str) -> int | None:
    named = _index(text, _MONTHS)
    return _number(text, 1, len(_MONTHS)) if named is None else named + 1


def _day(text: str) -> int | None:
    return _number(text, -_DAYS, _DAYS) or None


def _number(text: str, lowest: int, highest: int) -> int | None:
    if not re.fullmatch(r"-?[0-9]{1,4}", text, re.ASCII):
        return None
    return int(text) if lowest <= int(text) <= highest else None


def _zone(node: YamlNode) -> tzinfo:
    try:
        return ZoneInfo(node.text())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise node.error("must be a time zone that this machine knows, such as Europe/Berlin") from None


_MINUTE = Value(_minute, LITERAL)


class _Times(Map, part="times"):
    """`{start_time: "18:00", end_time: "24:00"}`."""

    start_time = needed(_MINUTE, "The first minute, such as 22:00.")
    end_time = needed(_MINUTE, "The minute after the last, such as 24:00.")


class _Span(Map, part="span"):
    times = optional(_Times.as_value().items(), "Times of day.", ())
    weekdays = optional(_ranges(lambda text: _index(text, _WEEKDAYS)), "Days of the week, such as monday:friday.", ())
    days_of_month = optional(_ranges(_day), "Days of the month, such as 1:5; -1 is the last.", ())
    months = optional(_ranges(_month), "Months, such as january:march, or 1:3.", ())
    years = optional(_ranges(lambda text: _number(text, *_YEARS)), "Years, such as 2026:2027.", ())
    location = optional(Value(_zone, TEXT.schema), "A time zone, such as Europe/Berlin.", timezone.utc)


class IntervalMap(Map, part="interval"):
    """A named interval with its spans."""

    name = needed(TEXT, "The name by which routes call it.")
    time_intervals = needed(_Span.as_value().items(), "The spans of time; one that holds is enough.")


def read_interval(given: IntervalMap) -> Interval:
    """Read a named interval."""
    return Interval(given.name, tuple(_span(span) for span in given.time_intervals))


def _span(span: _Span) -> Span:
    if not set(span.given) - {"location"}:
        raise span.node.error("has no time; it needs one of times, weekdays, days_of_month, months, years")
    return Span(
        times=tuple(_minutes(times) for times in span.times),
        weekdays=span.weekdays,
        days=span.days_of_month,
        months=span.months,
        years=span.years,
        zone=span.location,
    )


def _minutes(times: _Times) -> tuple[int, int]:
    """Read minutes of the day."""
    start, end = times.start_time, times.end_time
    if start >= end:
        raise times.node.error("must begin before it ends; a night is two ranges, to 24:00 and from 00:00")
    return start, end
