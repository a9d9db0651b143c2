"""Stragglers: calls that took far longer than calls of the same kind do."""

from __future__ import annotations

from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from sealog_exporters.workflows.findings.finding import MOST, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.workflows.findings.run import Run

__all__ = ["stragglers"]

_ENOUGH = 20  # calls that say what is usual
_FAR = 3  # times the typical duration
_WORTH = 0.05  # of the wall time
_LARGER = 2  # a call that gave, or was given, so many times more may well take longer


def stragglers(run: Run) -> Iterator[Finding]:
    """Find calls that took longer than 99 of 100 before them, and three times as long as is usual.

    What is usual comes from twenty calls or more: of earlier runs (`Run.usual`), otherwise of this run.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in (*run.calls, *run.models):
        if run.meanings[index].name and not run.tree.spans[index].failed:
            groups[run.meanings[index].kind, run.meanings[index].name].append(index)
    told = 0
    for (kind, name), calls in groups.items():
        lengths = {index: run.tree.end[index] - run.tree.start[index] for index in calls}
        earlier = run.usual(kind, name) if run.usual is not None else None
        usual = earlier[:2] if earlier is not None and earlier[2] >= _ENOUGH else None
        if usual is None and len(calls) > _ENOUGH:
            ordered = sorted(lengths.values())
            usual = int(median(ordered)), ordered[-2]  # of the others, at most one of which is a straggler too
        if usual is None:
            continue
        typical, most = usual
        sizes = median(_size(run, index) for index in calls)
        for index, length in lengths.items():
            if (
                length <= most
                or length < _FAR * typical
                or length - typical < _WORTH * run.tree.wall_ns
                or told == MOST
            ):
                continue
            if len(calls) > 1 and _size(run, index) > _LARGER * sizes:
                continue
            saves = run.saved(lasting={index: typical})
            if saves is not None and saves < _WORTH * run.tree.wall_ns:
                continue
            told += 1
            advice = f"{name} took {length / 1e9:.3g} s once, {typical / 1e9:.3g} s as a rule; give it a time-out"
            evidence = {kind: name, "took_ms": length / 1e6, "usual_ms": typical / 1e6, "p99_ms": most / 1e6}
            yield Finding("straggler", "likely", (index,), advice, evidence, saves, 0, 0.0)


def _size(run: Run, index: int) -> int:
    one = run.meanings[index]
    if one.output_tokens is not None:
        return (one.input_tokens or 0) + 10 * one.output_tokens  # a model takes its time for what it writes
    return len(one.given or "") + len(one.gave or "")
