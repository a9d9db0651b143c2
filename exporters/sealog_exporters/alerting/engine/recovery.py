"""Brings series back: from stored states, and from what the write-ahead log says was counted since. Stores nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.engine.wal.log import latest

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any

    from sealog_exporters.alerting.engine.evaluator import RuleEvaluator
    from sealog_exporters.alerting.engine.wal.log import Page, SeriesId


def restore(
    evaluators: Mapping[str, RuleEvaluator],
    groups: Iterable[Mapping[str, Any]],
    pages: Iterable[Page],
    since_ns: int,
    only: Collection[str] | None,
) -> int:
    """Restore series into evaluators by rule identity; see `Engine.restore`.

    Returns:
        How many series were left out because no rule counts what they counted.
    """
    counted = latest(pages, only)
    bases: dict[SeriesId, Mapping[str, Any]] = {}
    left_out = 0
    for group in groups:
        key = tuple(group["key"])
        evaluator = evaluators.get(group["rule"])
        if evaluator is None:
            counted.pop((group["rule"], key), None)
            left_out += 1
        elif counted and (group["rule"], key) in counted:
            bases[group["rule"], key] = group
        else:
            evaluator.restore(key, group, since_ns=since_ns)
    for place, entries in counted.items():
        evaluator, base = evaluators.get(place[0]), bases.get(place)
        if evaluator is None:
            left_out += 1
        else:
            since = base["page"] if base else 0
            evaluator.restore(place[1], base, [entry for entry in entries if entry.number > since], since_ns)
    return left_out


def revert(
    evaluators: Mapping[str, RuleEvaluator],
    touched: Collection[SeriesId],
    stored: Iterable[Mapping[str, Any]],
    pages: Iterable[Page],
    since_ns: int,
) -> None:
    """Take series back to what is stored of them; see `Engine.revert`. `touched` are all that are not as stored."""
    bases = {(group["rule"], tuple(group["key"])): group for group in stored}
    counted = latest(pages, {rule for rule, _ in touched})
    for evaluator in evaluators.values():
        evaluator.drop_dirty()
    for place in touched:
        base, entries = bases.get(place), counted.get(place, [])
        if base is not None or entries:
            upto = base["page"] if base else 0
            kept = [entry for entry in entries if entry.number > upto]
            evaluators[place[0]].restore(place[1], base, kept, since_ns)
