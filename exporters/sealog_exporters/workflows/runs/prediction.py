"""Puts a plan's predictions beside what runs with it took, and withdraws what missed by more than a tenth."""

from __future__ import annotations

import json
from collections import Counter
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sealog_exporters.workflows.plans.observed import ObservedRun

__all__ = ["check_plan"]

_MISS = 0.1
_NS = 1e6


def check_plan(plan: Mapping[str, Any], runs: Sequence[ObservedRun]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Compare a plan with runs that followed it; give one row for each prediction, and the plan without what missed.

    Rows are `{item, predicted_ms, measured_ms, miss, withdrawn}`; the first is the whole plan's. `miss` is a share of
    the prediction, and above zero where the runs took longer; None where nothing was measured. An item is withdrawn by
    its own miss. If only the whole plan missed, everything that changes the order or caches is withdrawn, since nobody
    can tell which of it was at fault.
    """
    timed = [run for run in runs if run.analysis.times_trusted]
    whole = _row("plan", (plan.get("predicted") or {}).get("wall_ms"), [run.analysis.wall_ms for run in timed])
    rows = [whole]
    for group in plan.get("parallel_groups", []):
        measured = [extent for run in timed if (extent := _extent(run, group["nodes"])) is not None]
        rows.append(_row(group["id"], (group.get("predicted") or {}).get("after_ms"), measured))
    rows += [_cache_row(call, runs) for call in plan.get("calls", []) if "cache" in call]
    items = [row for row in rows[1:] if row["withdrawn"]]
    if whole["withdrawn"] and not items:
        for row in rows[1:]:
            row["withdrawn"] = True
        items = rows[1:]
    return rows, _without(plan, whole if whole["withdrawn"] else None, items)


def _row(item: str, predicted: float | None, measured: Sequence[float]) -> dict[str, Any]:
    took = median(measured) if measured else None
    miss = None if not predicted or took is None else took / predicted - 1
    return {
        "item": item,
        "predicted_ms": predicted,
        "measured_ms": None if took is None else round(took, 3),
        "miss": None if miss is None else round(miss, 4),
        "withdrawn": miss is not None and abs(miss) > _MISS,
    }


def _extent(run: ObservedRun, nodes: Sequence[str]) -> float | None:
    """Give the time from the first start to the last end of some nodes of a run, in ms."""
    steps = [step for step in run.steps if step.id in nodes]
    if len(steps) < len(nodes):
        return None
    return (max(step.end for step in steps) - min(step.start for step in steps)) / _NS


def _cache_row(call: Mapping[str, Any], runs: Sequence[ObservedRun]) -> dict[str, Any]:
    """Judge a cache by what it was for: that no run makes an equal call twice. It has no time of its own."""
    again = 0
    for run in runs:
        made = Counter(
            run.meanings[one.index].same_arguments
            for one in run.calls
            if (one.kind, one.name) == (call["kind"], call["name"]) and not one.failed
        )
        again += sum(times - 1 for arguments, times in made.items() if arguments is not None)
    item = call["cache"].get("id", f"cache: {call['name']}")
    return {"item": item, "predicted_ms": None, "measured_ms": None, "miss": None, "withdrawn": again > 0}


def _without(plan: Mapping[str, Any], whole: dict[str, Any] | None, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    kept: dict[str, Any] = json.loads(json.dumps(plan))
    names = {row["item"] for row in rows}
    kept["parallel_groups"] = [one for one in kept.get("parallel_groups", []) if one["id"] not in names]
    for call in kept.get("calls", []):
        if "cache" in call and call["cache"].get("id", f"cache: {call['name']}") in names:
            del call["cache"]
    kept["calls"] = [call for call in kept.get("calls", []) if len(call) > 2]  # noqa: PLR2004 - kind and name
    for row in [*([whole] if whole else []), *rows]:
        reason = "equal calls were made again" if row["miss"] is None else f"missed by {row['miss']:+.0%}"
        if row["miss"] is not None and abs(row["miss"]) <= _MISS:
            reason = "the plan as a whole missed its prediction"
        times = {"predicted_ms": row["predicted_ms"], "measured_ms": row["measured_ms"]}
        kept.setdefault("withdrawn", []).append({"item": row["item"], "reason": reason, **times})
    if names or whole:
        kept.pop("predicted", None)
    return kept
