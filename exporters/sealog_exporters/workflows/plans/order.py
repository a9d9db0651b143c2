"""The order of a plan's nodes, and what it takes to run some of them at once."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from sealog.coordinator.plan import MAX_NODES
from sealog_exporters.workflows.plans.medians import ms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.workflows.plans.observed import ObservedRun
    from sealog_exporters.workflows.tree import Tree

__all__ = ["before_and_after", "ordered_nodes"]

_NS = 1e6


def ordered_nodes(runs: Sequence[ObservedRun]) -> tuple[list[dict[str, Any]], str]:
    """Give the steps with those that each followed in every run; none, and the reason, where none can be planned."""
    first = [step.id for step in runs[0].steps]
    if any({step.id for step in run.steps} != set(first) for run in runs):
        return [], "the runs differ in their steps, so no order is planned"
    if len(first) > MAX_NODES:
        return [], f"a run has {len(first)} steps; a plan holds {MAX_NODES}"
    placed = [{step.id: step for step in run.steps} for run in runs]
    # A step that overlapped or preceded another in one run does not wait for it.
    before = {
        one: {other for other in first if other != one and all(at[other].end <= at[one].start for at in placed)}
        for one in first
    }
    ordered = sorted(first, key=lambda one: (len(before[one]), first.index(one)))
    nodes = [
        {
            "id": one,
            "after": [
                other
                for other in ordered
                if other in before[one] and not any(other in before[between] for between in before[one])
            ],
        }
        for one in ordered
    ]
    return nodes, ""


def before_and_after(groups: Sequence[tuple[Tree, list[int]]]) -> dict[str, float]:
    """Give the median time that a group of spans took, one after the other, and what it takes at once."""
    before, after = [], []
    for tree, spans in groups:
        ordered = sorted(spans, key=tree.start.__getitem__)
        before.append((max(tree.until[i] for i in spans) - min(tree.start[i] for i in spans)) / _NS)
        # Each starts its own lag after the one before had ended; that lag stays.
        start, ends = 0, []
        for place, index in enumerate(ordered):
            if place:
                start += max(0, tree.start[index] - tree.until[ordered[place - 1]])
            ends.append(start + tree.until[index] - tree.start[index])
        after.append(max(ends) / _NS)
    return {"before_ms": ms(median(before)), "after_ms": ms(median(after))}
