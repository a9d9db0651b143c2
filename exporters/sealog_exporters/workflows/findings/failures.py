"""Failures: calls that were made again, and work that a failure made worthless."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

from sealog_exporters.workflows.findings.finding import MOST, Finding
from sealog_exporters.workflows.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.workflows.findings.run import Run

__all__ = ["paid_failures", "retries"]


def retries(run: Run) -> Iterator[Finding]:
    """Find calls that failed and were made again with equal arguments."""
    groups: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index in (*run.calls, *run.models):
        one = run.meanings[index]
        if one.same_arguments is not None and one.name:
            groups[one.kind, one.name, one.same_arguments].append(index)
    spans, start, end = run.tree.spans, run.tree.start, run.tree.end
    told = 0
    for (kind, name, _), calls in groups.items():
        failed = [index for index, after in pairwise(calls) if spans[index].failed and start[after] >= end[index]]
        if not failed or told == MOST:
            continue
        told += 1
        again = calls[calls.index(failed[-1]) + 1]
        outcome = "failed in the end" if spans[again].failed else "succeeded in the end"
        advice = f"{name} failed {len(failed)} times before it {outcome}; mend the cause, or bound its retries"
        evidence = {kind: name, "failed": len(failed), "failed_ms": sum(end[i] - start[i] for i in failed) / 1e6}
        yield run.finding("retry", "certain", (*failed, again), failed, advice, evidence)


def paid_failures(run: Run) -> Iterator[Finding]:
    """Find agents and steps that failed after model calls below them had been paid for.

    A call's own failure is a retry's business, and one that an agent recovered from leaves its work worth something.
    """
    tree, spans = run.tree, run.tree.spans
    is_inside = [False] * len(spans)
    told = 0
    for index in tree.order_claimed:
        above = tree.claimed[index]
        if above != ROOT and is_inside[above]:
            is_inside[index] = True
            continue
        if not spans[index].failed or run.meanings[index].kind in {"model", "embedding"} or told == MOST:
            continue
        is_inside[index] = True
        tokens, cost = run.spent([index])
        if not tokens:
            continue
        told += 1
        models = [
            model
            for model in run.models
            if tree.start[index] <= tree.start[model] <= tree.end[index] and index in tree.ancestors(model)
        ]
        name = run.meanings[index].name or spans[index].name
        is_whole = above == ROOT
        advice = f"{name} failed after {len(models)} model calls, whose work was lost; check what made it fail first"
        saves = None if is_whole else run.saved(without=[index])
        evidence = {"span": name, "model_calls": len(models), "whole_run": is_whole}
        yield Finding("paid_failure", "certain", (index, *models), advice, evidence, saves, tokens, cost)
