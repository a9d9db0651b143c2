"""Converts one Sigma correlation into a rule. Source: Sigma specification 2.1, "Correlation rules"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.alerting.sigma.detection import any_of
from sealog_exporters.alerting.sigma.problem import NotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.sigma.detection import Match

_KNOWN: Final = frozenset({"type", "rules", "group-by", "timespan", "condition", "generate"})
_COUNTS: Final = frozenset({"gte", "gt"})
_VALUES: Final[dict[str, dict[str, Any]]] = {
    "value_sum": {"stat": "sum"},
    "value_avg": {"stat": "avg"},
    "value_median": {"percentile": 50},
    "value_percentile": {},
}
_TIMESPAN = re.compile(r"[1-9][0-9]{0,8}[smhd]", re.ASCII)


def correlated(correlation: Any, matches: Mapping[str, Match]) -> dict[str, Any]:
    """Turn a correlation into a rule.

    Args:
        correlation: what stands under `correlation`.
        matches: the rules that were understood, by name, id and title.

    Raises:
        NotUnderstoodError: a part of it has no counterpart.
    """
    if not isinstance(correlation, dict):
        raise NotUnderstoodError("a correlation that is no map")
    for key in correlation:
        if key not in _KNOWN:
            raise NotUnderstoodError(f"`{key}` of the correlation")
    named = correlation.get("rules") or []
    names = [str(name) for name in (named if isinstance(named, list) else [named])]
    for name in names:
        if name not in matches:
            raise NotUnderstoodError(f"the rule `{name}`, which is missing, a correlation, or not understood itself")
    if not names:
        raise NotUnderstoodError("a correlation without rules")
    return {
        **_measured(correlation, [matches[name] for name in names]),
        "window": _window(correlation.get("timespan")),
        "group_by": [str(field) for field in _list(correlation.get("group-by"))],
    }


def _measured(correlation: dict[str, Any], matches: list[Match]) -> dict[str, Any]:
    """Return match and aggregation."""
    kind = str(correlation.get("type"))
    wanted = correlation.get("condition")
    if kind in {"temporal", "temporal_ordered"}:
        if wanted is not None:
            raise NotUnderstoodError(f"a condition of `{kind}`")
        if len(matches) == 1:
            raise NotUnderstoodError(f"`{kind}` of one rule")
        return {"sequence": {"steps": matches, "ordered": kind == "temporal_ordered"}}
    if not isinstance(wanted, dict):
        raise NotUnderstoodError(f"`{kind}` without a condition")
    bounds = {name: value for name, value in wanted.items() if name not in {"field", "percentile"}}
    if len(bounds) != 1:
        raise NotUnderstoodError("a condition that is not one comparison")
    ((comparison, level),) = bounds.items()
    if isinstance(level, bool) or not isinstance(level, (int, float)):
        raise NotUnderstoodError("a condition whose bound is no number")
    match = any_of(matches)
    if kind in {"event_count", "value_count"}:
        return {"match": match, **_counted(kind, wanted, comparison, level)}
    if kind in _VALUES:
        return {"match": match, "value": _statistic(kind, wanted, comparison, level)}
    raise NotUnderstoodError(f"the correlation type `{kind}`")


def _statistic(kind: str, wanted: dict[str, Any], comparison: str, level: float) -> dict[str, Any]:
    """Return the numbers of `value`."""
    if comparison not in {"gte", "gt", "lte", "lt"}:
        raise NotUnderstoodError(f"`{comparison}` in the condition of `{kind}`")
    how = {"percentile": wanted.get("percentile", 50)} if kind == "value_percentile" else _VALUES[kind]
    return {"field": _field(wanted), **how, comparison: level}


def _counted(kind: str, wanted: dict[str, Any], comparison: str, level: float) -> dict[str, Any]:
    """Return `count` or `distinct`; fewer than so many, or exactly so many, have no counterpart."""
    if comparison not in _COUNTS or level != int(level):
        raise NotUnderstoodError(f"`{comparison}` in the condition of `{kind}`")
    gte = int(level) + (comparison == "gt")
    if kind == "event_count":
        return {"count": {"gte": gte}}
    return {"distinct": {"field": _field(wanted), "gte": gte}}


def _field(wanted: dict[str, Any]) -> str:
    fields = _list(wanted.get("field"))
    if len(fields) != 1:
        raise NotUnderstoodError("a condition that does not name one field")
    return str(fields[0])


def _window(timespan: Any) -> str:
    if not isinstance(timespan, str) or not _TIMESPAN.fullmatch(timespan):
        raise NotUnderstoodError("a timespan that is not in seconds, minutes, hours or days")
    return timespan


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
