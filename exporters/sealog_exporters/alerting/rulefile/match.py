"""Reads a rule's `match`: which records count. Compiles nothing that it keeps; a wrong pattern fails here.

Keys are `severity`, or a field with an optional modifier, `body|contains`; see `fields.reader` for the fields.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import re2

from sealog_exporters.alerting.defaults import SEVERITIES
from sealog_exporters.alerting.match import MODIFIERS, Condition, compile_pattern
from sealog_exporters.alerting.severity import ALL, HIGHEST, NAMES

if TYPE_CHECKING:
    from sealog_exporters.alerting.rulefile.spot import Spot

_BOUNDS = ("gte", "gt", "lte", "lt")
_LATER_MODIFIERS = frozenset({"all", "base64", "cidr", "exists", "gt", "gte", "lt", "lte", "not"})
_LATER_FIELDS = frozenset({"template.id", "template"})


def read_match(match: Spot | None) -> tuple[frozenset[int], tuple[Condition, ...]]:
    """Read the accepted severity numbers (ERROR and above where none are given) and the other conditions."""
    severities = SEVERITIES
    conditions = []
    for key, spot in (match.entries() if match else {}).items():
        if key == "severity":
            severities = _severities(spot)
        else:
            conditions.append(_condition(key, spot))
    return severities, tuple(conditions)


def _severities(spot: Spot) -> frozenset[int]:
    """Read `any`, a name, a list of names, or bounds such as `{gte: WARN, lt: FATAL}`."""
    if not spot.is_map:
        if not spot.is_list and spot.literal().lower() == "any":
            return ALL
        return frozenset(_severity(item) for item in spot.one_or_more())
    bounds = {name: _severity(bound) for name, bound in spot.keys(_BOUNDS).items()}
    lowest = max(bounds.get("gte", 1), bounds.get("gt", 0) + 1)
    highest = min(bounds.get("lte", HIGHEST), bounds.get("lt", HIGHEST + 1) - 1)
    if not bounds or lowest > highest:
        raise spot.error("no severity lies within these bounds")
    return frozenset(range(lowest, highest + 1))


def _severity(spot: Spot) -> int:
    """Read a severity's name."""
    number = NAMES.get(spot.literal().upper())
    if number is None:
        raise spot.error("must be TRACE, DEBUG, INFO, WARN, ERROR or FATAL, each also with 2, 3 or 4 behind it")
    return number


def _condition(key: str, spot: Spot) -> Condition:
    """Read one line: the key's field and modifier, and one text or a list of which any is enough."""
    field, bar, named = key.partition("|")
    modifier = named if bar else "equals"
    if not field:
        raise spot.error("names no field")
    if field in _LATER_FIELDS:
        raise spot.error(f"the field `{field}` is not supported in this version")
    if set(modifier.split("|")) & _LATER_MODIFIERS or modifier.count("|"):
        raise spot.error(f"the modifier `{modifier}` is not supported in this version")
    if modifier not in MODIFIERS:
        raise spot.error(f"unknown modifier `{modifier}`; allowed: {', '.join(MODIFIERS)}")
    any_of = tuple(_pattern(item) if modifier == "re" else item.literal() for item in spot.one_or_more())
    return Condition(field, modifier, any_of)


def _pattern(spot: Spot) -> str:
    """Read a regular expression that RE2 understands."""
    pattern = spot.literal()
    try:
        compile_pattern(pattern)
    except re2.error as error:
        problem = error.args[0] if error.args else ""
        why = problem.decode("utf-8", "replace") if isinstance(problem, bytes) else str(problem)
        raise spot.error(f"is not a regular expression of RE2 ({why})") from None
    return pattern
