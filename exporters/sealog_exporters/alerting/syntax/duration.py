"""Parses and formats durations: `30s`, `5m`, `1h30m`, `2d`. No months, no calendar."""

from __future__ import annotations

import re

NS = 1_000_000_000
"""Nanoseconds in a second."""

_UNITS = {"w": 604_800 * NS, "d": 86_400 * NS, "h": 3_600 * NS, "m": 60 * NS, "s": NS, "ms": NS // 1_000}
_SPELLING = re.compile(
    r"(?:(?P<w>\d{1,9})w)?(?:(?P<d>\d{1,9})d)?(?:(?P<h>\d{1,9})h)?(?:(?P<m>\d{1,9})m)?"
    r"(?:(?P<s>\d{1,9})s)?(?:(?P<ms>\d{1,9})ms)?",
    re.ASCII,
)


def parse_duration(text: str) -> int | None:
    """Read a duration, in nanoseconds; `None` where the spelling is not Prometheus' (units once, descending)."""
    found = _SPELLING.fullmatch(text)
    if found is None or not text:
        return None
    return sum(int(count) * _UNITS[unit] for unit, count in found.groupdict(default="0").items())


def format_duration(ns: int) -> str:
    """Spell nanoseconds in the shortest exact way down to milliseconds; what is finer is cut off.

    `90 s` is `1m30s`, nothing is `0s`.
    """
    parts = []
    for unit, size in _UNITS.items():
        count, ns = divmod(ns, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"
