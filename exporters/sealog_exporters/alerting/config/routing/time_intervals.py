"""Reads the time intervals of a rule file, in Alertmanager's shape."""

from __future__ import annotations

import re
from datetime import timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sealog_exporters.alerting.model.routing.time_interval import Interval, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from sealog_exporters.alerting.model.routing.time_interval import Ranges
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

_SPAN = ("times", "weekdays", "days_of_month", "months", "years", "location")
_WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_CLOCK = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])", re.ASCII)
_MINUTES = 1_440
_YEARS = (1970, 9999)
_DAYS = 31


def read_interval(node: YamlNode) -> Interval:
    """Read a named interval with its spans."""
    keys = node.keys(("name", "time_intervals"))
    for name in ("name", "time_intervals"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    return Interval(keys["name"].text(), tuple(_span(item) for item in keys["time_intervals"].items()))


def _span(node: YamlNode) -> Span:
    keys = node.keys(_SPAN)
    if not set(keys) - {"location"}:
        raise node.error("names no time; a span needs one of times, weekdays, days_of_month, months, years")
    read: dict[str, Callable[[str], int | None]] = {
        "weekdays": lambda text: _index(text, _WEEKDAYS),
        "days_of_month": _day,
        "months": _month,
        "years": lambda text: _number(text, *_YEARS),
    }
    ranges = {name: _ranges(keys[name], of) if name in keys else () for name, of in read.items()}
    return Span(
        times=tuple(_times(item) for item in keys["times"].items()) if "times" in keys else (),
        weekdays=ranges["weekdays"],
        days=ranges["days_of_month"],
        months=ranges["months"],
        years=ranges["years"],
        zone=_zone(keys["location"]) if "location" in keys else timezone.utc,
    )


def _times(node: YamlNode) -> tuple[int, int]:
    """Read `{start_time: "18:00", end_time: "24:00"}`, in minutes of the day."""
    keys = node.keys(("start_time", "end_time"))
    for name in ("start_time", "end_time"):
        if name not in keys:
            raise node.error(f"has no `{name}`")
    start, end = _minute(keys["start_time"]), _minute(keys["end_time"])
    if start >= end:
        raise node.error("must begin before it ends; a night is two ranges, to 24:00 and from 00:00")
    return start, end


def _minute(node: YamlNode) -> int:
    found = _CLOCK.fullmatch(node.literal())
    minute = int(found[1]) * 60 + int(found[2]) if found else _MINUTES + 1
    if minute > _MINUTES:
        raise node.error("must be a time of the day such as '09:30', at most '24:00', in quotes")
    return minute


def _ranges(node: YamlNode, read: Callable[[str], int | None]) -> Ranges:
    """Read `monday:friday` or `monday`, one or a list."""
    found = []
    for item in node.one_or_more():
        first, colon, last = item.literal().lower().partition(":")
        start = read(first.strip())
        end = read(last.strip()) if colon else start
        if start is None or end is None or (start > end and start > 0 < end):
            raise item.error("must be a value, or first:last in this order, such as monday:friday, 1:5 or -3:-1")
        found.append((start, end))
    return tuple(found)


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
