"""The timeline of a run: its spans as rows, and which stretches of them the run waited for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from typing import TYPE_CHECKING

from sealog_exporters.workflows.critical_path import critical_path
from sealog_exporters.workflows.tree import Tree

if TYPE_CHECKING:
    from sealog_exporters.workflows.span import Span

__all__ = ["Row", "Timeline", "timeline"]

_MS = 1e6


@dataclass(frozen=True)
class Row:
    """One span: how deep it lies, when it ran, and its stretches of the critical path; in ms from the first start."""

    name: str
    depth: int
    start_ms: float
    end_ms: float
    failed: bool
    on_path: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Timeline:
    """Rows from the top down, children in order of their start. `left_out` counts spans that have no row."""

    wall_ms: float
    rows: list[Row]
    left_out: int


def timeline(spans: list[Span], most: int) -> Timeline:
    """Lay out a run's spans. Of more than `most`, those that the run waited for longest have a row, then the longest.

    Raises:
        ValueError: there are no spans.
    """
    if not spans:
        raise ValueError("a timeline has one span at least")
    tree = Tree(spans)
    stretches: defaultdict[int, list[tuple[float, float]]] = defaultdict(list)
    waited: defaultdict[int, int] = defaultdict(int)
    for segment in critical_path(tree):
        begin, end = (segment.start_ns - tree.first) / _MS, (segment.end_ns - tree.first) / _MS
        stretches[segment.index].append((begin, end))
        waited[segment.index] += segment.end_ns - segment.start_ns
    every = range(len(spans))
    shown = set(every)
    if len(spans) > most:
        shown = set(nlargest(most, every, key=lambda i: (waited.get(i, 0), tree.end[i] - tree.start[i], -i)))
    rows = []
    waiting = [(index, 0) for index in _backwards(tree, tree.roots)]
    while waiting:
        index, depth = waiting.pop()
        if index in shown:
            rows.append(
                Row(
                    name=spans[index].name,
                    depth=depth,
                    start_ms=(tree.start[index] - tree.first) / _MS,
                    end_ms=(tree.end[index] - tree.first) / _MS,
                    failed=spans[index].failed,
                    on_path=tuple(stretches.get(index, ())),
                )
            )
        waiting += [(child, depth + (index in shown)) for child in _backwards(tree, tree.below(index))]
    return Timeline(tree.wall_ns / _MS, rows, len(spans) - len(rows))


def _backwards(tree: Tree, spans: list[int]) -> list[int]:
    return sorted(spans, key=lambda index: (tree.start[index], index), reverse=True)
