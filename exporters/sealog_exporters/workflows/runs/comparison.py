"""Compares runs before a change with runs after it. What lies within the noise between runs is not credited."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING, Any

from sealog_exporters.workflows.runs.noise import shift

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.workflows.plans.observed import ObservedRun

__all__ = ["compare"]

_LEVEL = 0.05
_WHOLE = ("wall_ms", "tokens", "cost")
_MOST_CALLS = 200  # names of calls that are compared


def compare(before: Sequence[ObservedRun], after: Sequence[ObservedRun]) -> dict[str, Any]:
    """Compare two sets of runs of one workflow, as values of JSON; `docs/workflows.md` describes them.

    Raises:
        ValueError: one of them is empty.
    """
    if not before or not after:
        raise ValueError("runs before and after a change are compared")
    whole = [_difference(what, _whole(before, what), _whole(after, what), _LEVEL) for what in _WHOLE]
    mine, theirs = _calls(before), _calls(after)
    both = sorted(mine.keys() & theirs.keys())[:_MOST_CALLS]
    # With many tools, one is slower by chance: the level is shared by all that are compared (Bonferroni).
    level = _LEVEL / max(1, 2 * len(both))
    calls = []
    for kind, name in both:
        for what in ("ms", "failure_rate"):
            one = _difference(what, mine[kind, name][what], theirs[kind, name][what], level)
            if one is not None:
                calls.append({"kind": kind, "name": name, **one})
    versions = [_versions(before), _versions(after)]
    return {
        "before": {"runs": len(before), "versions": versions[0]},
        "after": {"runs": len(after), "versions": versions[1]},
        "whole": [one for one in whole if one is not None],
        "calls": calls,
        "new_calls": [{"kind": kind, "name": name} for kind, name in sorted(theirs.keys() - mine.keys())],
        "gone_calls": [{"kind": kind, "name": name} for kind, name in sorted(mine.keys() - theirs.keys())],
        "regressions": _regressions(whole, calls, versions),
    }


def _whole(runs: Sequence[ObservedRun], what: str) -> list[float]:
    values = [getattr(run.analysis, what) for run in runs if what != "wall_ms" or run.analysis.times_trusted]
    return [float(value) for value in values if value is not None]


def _calls(runs: Sequence[ObservedRun]) -> dict[tuple[str, str], dict[str, list[float]]]:
    """Give the median duration and the failure rate of calls by name, one value a run: calls of one run are alike."""
    found: defaultdict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: {"ms": [], "failure_rate": []})
    for run in runs:
        by_name: defaultdict[tuple[str, str], list[Any]] = defaultdict(list)
        for call in run.calls:
            by_name[call.kind, call.name].append(call)
        for key, calls in by_name.items():
            good = [call.ms for call in calls if not call.failed]
            if good and run.analysis.times_trusted:
                found[key]["ms"].append(median(good))
            found[key]["failure_rate"].append(1 - len(good) / len(calls))
    return found


def _difference(what: str, before: list[float], after: list[float], level: float) -> dict[str, Any] | None:
    if not before or not after:
        return None
    found = shift(before, after, level)
    verdict = "too_few_runs"
    if found.enough:
        verdict = "within_noise" if not found.shown else "less" if found.shown < 0 else "more"
    return {
        "what": what,
        "before": round(median(before), 3),
        "after": round(median(after), 3),
        "credited": round(found.shown, 3),
        "verdict": verdict,
        "p": round(found.p, 4),
    }


def _versions(runs: Sequence[ObservedRun]) -> list[str]:
    return sorted({run.version for run in runs if run.version})


def _regressions(
    whole: Sequence[dict[str, Any] | None], calls: Sequence[dict[str, Any]], versions: list[list[str]]
) -> list[dict[str, Any]]:
    found = []
    for one in (*whole, *calls):
        if one is not None and one["verdict"] == "more":
            item: dict[str, Any] = {key: one[key] for key in ("kind", "name", "what", "credited") if key in one}
            if versions[0] and versions[1] and versions[0] != versions[1]:
                item |= {"from_version": ", ".join(versions[0]), "to_version": ", ".join(versions[1])}
            found.append(item)
    return found
