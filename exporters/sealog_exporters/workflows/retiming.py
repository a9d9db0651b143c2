"""Re-timing: how long the run would have taken without some calls, or with them in parallel.

A span starts a fixed lag after the last sibling that had ended before it, and ends a fixed lag after the last child
that had ended by then. With nothing changed that gives the wall time exactly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.workflows.tree import ROOT

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sealog_exporters.workflows.tree import Tree

__all__ = ["Retiming"]

_MOST_WORK = 100_000  # spans timed again, by all questions together; half a second


class Retiming:
    """Answers what-if questions about one trace. Each costs the children of the ancestors of what changes."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        # A span's duration, and how long what is below it lasts, both from its start.
        self._own = [tree.end[i] - tree.start[i] for i in range(len(tree.spans))]
        self._all = [tree.until[i] - tree.start[i] for i in range(len(tree.spans))]
        self._left = _MOST_WORK
        self._depth = [0] * len(tree.spans)
        for index in tree.order:
            above = tree.parent[index]
            self._depth[index] = 0 if above == ROOT else self._depth[above] + 1

    def wall_ns(
        self, without: Collection[int] = (), together: Sequence[int] = (), groups: Sequence[Sequence[int]] = ()
    ) -> int | None:
        """Give the wall time where the spans `without` take no time, and the siblings `together` start at once.

        `groups` are further groups of siblings, each of which starts at once; no span is in two groups. None if earlier
        questions have used up the work allowed for one trace.
        """
        tree = self._tree
        all_groups = [group for group in (together, *groups) if group]
        group_of = {index: number for number, group in enumerate(all_groups) for index in group}
        own = dict.fromkeys(without, 0)
        below = dict.fromkeys(without, 0)
        changed: set[int] = set()
        for index in (*without, *(group[0] for group in all_groups)):
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
        tree = self._tree
        begin, finish = (tree.first, tree.last) if index == ROOT else (tree.start[index], tree.end[index])
        children = sorted(tree.below(index), key=tree.start.__getitem__)
        by_end = sorted(children, key=tree.until.__getitem__)
        new_end: dict[int, int] = {}
        old_last, new_last, place = begin, 0, 0
        group_start: dict[int, int] = {}  # where the next of a group starts
        latest = 0
        for child in children:
            while place < len(by_end) and tree.until[by_end[place]] <= tree.start[child] and by_end[place] in new_end:
                old_last = max(old_last, tree.until[by_end[place]])
                new_last = max(new_last, new_end[by_end[place]])
                place += 1
            lag = tree.start[child] - old_last
            starts = new_last + lag
            if (group := group_of.get(child, ROOT)) != ROOT:
                if group in group_start:
                    starts = group_start[group] + max(lag, 0)  # what it takes to start a call is not saved
                group_start[group] = starts
            new_end[child] = starts + changed.get(child, self._all[child])
            latest = max(latest, new_end[child])
        inside = [child for child in children if tree.until[child] <= finish]
        old_last = max([begin, *(tree.until[child] for child in inside)])
        own = max([0, *(new_end[child] for child in inside)]) + finish - old_last
        return own, max(own, latest)
