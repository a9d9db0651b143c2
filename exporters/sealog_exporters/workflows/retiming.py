"""Re-timing: how long the run would have taken without some calls, or with them in parallel.

A span starts a fixed lag after the last sibling that had ended before it, and ends a fixed lag after the last child
that had ended by then. With nothing changed that gives the wall time exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.workflows.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sealog_exporters.workflows.tree import Tree

__all__ = ["Retiming"]

_MOST_WORK = 100_000  # spans timed again, by all questions together; a fifth of a second


class Retiming:
    """Answers what-if questions about one trace. Each costs the children of the ancestors of what changes."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        # A span's duration, and how long what is below it lasts, both from its start.
        self._own = [tree.end[i] - tree.start[i] for i in range(len(tree.spans))]
        self._all = [tree.until[i] - tree.start[i] for i in range(len(tree.spans))]
        self._left = _MOST_WORK
        self._sorted: dict[int, tuple[list[int], list[int]]] = {}
        self._depth = [0] * len(tree.spans)
        for index in tree.order:
            above = tree.parent[index]
            self._depth[index] = 0 if above == ROOT else self._depth[above] + 1

    def wall_ns(
        self,
        without: Collection[int] = (),
        together: Sequence[int] = (),
        groups: Sequence[Sequence[int]] = (),
        *,
        lasting: Mapping[int, int] | None = None,
    ) -> int | None:
        """Give the wall time where the spans `without` take no time, and the siblings `together` start at once.

        `groups` are further groups of siblings, each of which starts at once; no span is in two groups. The spans
        `lasting` take so many ns. None if earlier questions have used up the work allowed for one trace.
        """
        tree = self._tree
        all_groups = [group for group in (together, *groups) if group]
        group_of = {index: number for number, group in enumerate(all_groups) for index in group}
        own = {**dict.fromkeys(without, 0), **(lasting or {})}
        below = dict(own)
        changed: set[int] = set()
        for index in (*own, *(group[0] for group in all_groups)):
            above = tree.parent[index]
            while above != ROOT and above not in changed:
                changed.add(above)
                above = tree.parent[above]
        self._left -= len(tree.roots) + sum(1 + len(tree.children[index]) for index in changed)
        if self._left < 0:
            return None
        for index in sorted(changed, key=self._depth.__getitem__, reverse=True):
            if index not in own:
                own[index], below[index] = self._timed(index, below, group_of)
        return self._timed(ROOT, below, group_of)[1]

    def _timed(self, index: int, changed: dict[int, int], group_of: dict[int, int]) -> tuple[int, int]:
        """Give how long a span takes, and how long what is below it, where some of its children changed."""
        tree = self._tree
        start, until, lasts = tree.start, tree.until, self._all
        begin, finish = (tree.first, tree.last) if index == ROOT else (start[index], tree.end[index])
        children, by_end = self._children(index)
        new_end: dict[int, int] = {}
        old_last, new_last, place = begin, 0, 0
        group_start: dict[
            int, tuple[int, int, int]
        ] = {}  # of the last of a group: its new start, old start, what it waited for
        for child in children:
            while place < len(by_end) and until[by_end[place]] <= start[child] and by_end[place] in new_end:
                ended = by_end[place]
                old_last = until[ended]
                new_last = max(new_last, new_end[ended])
                place += 1
            starts = new_last + start[child] - old_last
            if group_of and (group := group_of.get(child, ROOT)) != ROOT:
                if group in group_start:
                    before, old_start, waited_for = group_start[group]
                    # What it takes to start a call is not saved.
                    starts = before + max(0, start[child] - (old_start if waited_for == old_last else old_last))
                group_start[group] = starts, start[child], old_last
            new_end[child] = starts + (changed[child] if child in changed else lasts[child])
        old_last, new_last = begin, 0
        for child in children:
            if until[child] <= finish:
                old_last = max(old_last, until[child])
                new_last = max(new_last, new_end[child])
        own = new_last + finish - old_last
        return own, max(own, max(new_end.values(), default=0))

    def _children(self, index: int) -> tuple[list[int], list[int]]:
        """Give a span's children by their starts, and by their ends. They are sorted once."""
        if index not in self._sorted:
            children = sorted(self._tree.below(index), key=self._tree.start.__getitem__)
            self._sorted[index] = children, sorted(children, key=self._tree.until.__getitem__)
        return self._sorted[index]
