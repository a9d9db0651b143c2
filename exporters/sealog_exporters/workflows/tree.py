"""One trace as a tree of intervals that can be walked: every child overlaps its parent, every span has an end.

It works on indices into one list of spans and never recurses: a trace may be as deep as it has spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.workflows.span import Span

__all__ = ["ROOT", "Tree"]

ROOT = -1
"""Stands for the whole trace, above its roots."""

_NEAR = 16  # levels of spans that may stand between a span and what holds it


class Tree:
    """The spans of one trace. `parent`, `start`, `end` and the others are lists by a span's index.

    A child that lies outside of its parent (fire and forget, or a clock that is off) belongs to the nearest ancestor
    that it overlaps. `claimed` is the parent that the trace names, or `ROOT`. `until` is the last end of a span and of
    all below it. `endless` are spans without a usable end; they end with their last child.
    """

    def __init__(self, spans: list[Span]) -> None:
        self.spans = spans
        by_id = {span.span_id: index for index, span in reversed(list(enumerate(spans))) if span.span_id}
        self.claimed = [by_id.get(span.parent_id, ROOT) if span.parent_id else ROOT for span in spans]
        self.orphans = [i for i, span in enumerate(spans) if span.parent_id and self.claimed[i] == ROOT]
        self._break_cycles()
        order = self.order_claimed = self._downwards(self.claimed)
        self.start = [span.start_ns for span in spans]
        self.end = [max(span.start_ns, span.end_ns) for span in spans]
        self.endless = [i for i, span in enumerate(spans) if span.end_ns < span.start_ns or not span.end_ns]
        without = set(self.endless)
        for index in reversed(order):
            above = self.claimed[index]
            if above in without:
                self.end[above] = max(self.end[above], self.end[index])
        self.parent = list(self.claimed)
        for index in order:
            above = self.claimed[index]
            while above != ROOT and not self._overlaps(index, above):
                above = self.parent[above]
            self.parent[index] = above
        self.order = self._downwards(self.parent)
        self.until = list(self.end)
        self.children: list[list[int]] = [[] for _ in spans]
        self.roots: list[int] = []
        for index in reversed(self.order):
            above = self.parent[index]
            if above == ROOT:
                self.roots.append(index)
            else:
                self.until[above] = max(self.until[above], self.until[index])
                self.children[above].append(index)
        self.first = min(self.start)
        self.last = max(self.end)

    @property
    def entry(self) -> Span:
        """The span that the run began with."""
        return self.spans[min(self.roots, key=self.start.__getitem__)]

    @property
    def wall_ns(self) -> int:
        """From the first start to the last end."""
        return self.last - self.first

    def below(self, index: int) -> list[int]:
        """Give a span's children, the trace's roots for `ROOT`."""
        return self.roots if index == ROOT else self.children[index]

    def ancestors(self, index: int) -> list[int]:
        """Give the spans above one, the nearest first, as the trace names them."""
        found = []
        while (index := self.claimed[index]) != ROOT:
            found.append(index)
        return found

    def siblings(self, spans: Sequence[int]) -> list[int]:
        """Give the children of the nearest span above all of these that hold them, one for each; none if it is far."""
        lines = [[index, *self._above(index)] for index in spans]
        for above in lines[0][1:]:
            if all(above in line for line in lines):
                return [line[line.index(above) - 1] for line in lines]
        return []

    def _above(self, index: int) -> list[int]:
        found: list[int] = []
        while index != ROOT and len(found) < _NEAR:
            index = self.parent[index]
            found.append(index)
        return found

    def _overlaps(self, index: int, above: int) -> bool:
        return self.start[index] <= self.end[above] and self.end[index] >= self.start[above]

    def _break_cycles(self) -> None:
        done = [0] * len(self.spans)  # the walk that saw a span
        for begin in range(len(self.spans)):
            index = begin
            while index != ROOT and not done[index]:
                done[index] = begin + 1
                if (above := self.claimed[index]) != ROOT and done[above] == begin + 1:
                    self.claimed[index] = ROOT
                index = self.claimed[index]

    def _downwards(self, parent: list[int]) -> list[int]:
        children: list[list[int]] = [[] for _ in parent]
        waiting: list[int] = []
        for index, above in enumerate(parent):
            (waiting if above == ROOT else children[above]).append(index)
        order = []
        while waiting:
            index = waiting.pop()
            order.append(index)
            waiting += children[index]
        return order
