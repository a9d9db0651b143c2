"""The critical path: which span the run waited for, at every moment. A backward walk without recursion.

From the last end backwards: the run waited for a span, before that for the last of its children to end, and so on. A
sibling that still ran when another one started is not on the path, since nothing waited for it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog_exporters.workflows.tree import ROOT

if TYPE_CHECKING:
    from sealog_exporters.workflows.tree import Tree

__all__ = ["Segment", "critical_path"]


@dataclass(frozen=True)
class Segment:
    """A stretch of the path in ns since the epoch. `index` is a span of the tree, or `ROOT` where no span ran."""

    index: int
    start_ns: int
    end_ns: int


class _Latest:
    """Tells which of some spans that began before a moment ends last, in logarithmic time."""

    def __init__(self, indices: list[int], start: list[int], end: list[int]) -> None:
        ordered = sorted(indices, key=lambda index: (start[index], end[index]))
        self._starts = [start[index] for index in ordered]
        self._best: list[int] = []
        for index in ordered:
            best = self._best[-1] if self._best else index
            self._best.append(index if end[index] >= end[best] else best)

    def before(self, moment: int) -> int:
        place = bisect_left(self._starts, moment)
        return self._best[place - 1] if place else ROOT


def critical_path(tree: Tree) -> list[Segment]:  # noqa: C901 - one walk; its cases share the moment and the stack
    """Give the path's segments, contiguous and in order of time, from the trace's first start to its last end."""
    until, start, end = tree.until, tree.start, tree.end
    waiting = [sorted(children, key=until.__getitem__) for children in tree.children]
    roots = _Latest(tree.roots, start, until)
    everything = _Latest(list(range(len(tree.spans))), start, end)
    backwards: list[Segment] = []

    def add(index: int, begin: int, finish: int) -> None:
        if begin == finish:
            return
        if backwards and backwards[-1].index == index:
            finish = backwards.pop().end_ns
        backwards.append(Segment(index, begin, finish))

    moment = tree.last
    stack: list[int] = []
    while moment > tree.first:
        if not stack:
            top = roots.before(moment)
            if top == ROOT or until[top] < moment:
                top = everything.before(moment)  # a clock that is off; there is one, since `first` is a span's start
                if end[top] >= moment:
                    add(top, start[top], moment)
                    moment = start[top]
                else:
                    add(ROOT, end[top], moment)
                    moment = end[top]
                continue
            stack.append(top)
        index = stack[-1]
        if moment <= start[index]:
            stack.pop()
        elif moment > end[index]:  # what it began goes on after its end
            stack.append(next(child for child in reversed(waiting[index]) if start[child] < moment <= until[child]))
        else:
            children = waiting[index]
            while children and until[children[-1]] > moment:
                children.pop()
            if children:
                child = children.pop()
                add(index, until[child], moment)
                moment = until[child]
                stack.append(child)
            else:
                add(index, start[index], moment)
                moment = start[index]
                stack.pop()
    return backwards[::-1]
