"""Calls that wait without need: one after the other, or behind a limit of calls at once."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from sealog_exporters.workflows.findings.finding import MOST, Finding
from sealog_exporters.workflows.independence import is_independent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.workflows.findings.run import Run

__all__ = ["fan_out_limits", "serial"]

_MOST_SERIAL = 64  # calls between two model calls
_WORTH = 0.01  # of the wall time
_MANY = 8  # calls of one tool in one turn
_MOST_LIMITED = 2_000
_START = 0.1  # of a call's length, between its end and the start of the one that waited for it


def serial(run: Run) -> Iterator[Finding]:
    """Find calls made one after the other, without a model call between, that don't need each other's results."""
    told = 0
    for group in (group for chain in _chains(run) for group in _independent(run, chain)):
        lifted = run.lifted(group) if len(group) > 1 and not _is_fanned_out(run, group) else []
        if told == MOST:
            return  # comparing all the others would take most of the time that a large trace takes
        if len(lifted) < 2:  # noqa: PLR2004 - one call can't run beside itself
            continue
        saves = run.saved(together=lifted)
        if saves is not None and saves < _WORTH * run.tree.wall_ns:
            continue
        told += 1
        known = [run.known_to_read(index) for index in group]
        names = sorted({run.meanings[index].name for index in group})
        confidence = "certain" if all(known) else "likely" if run.look_like_reads(group) else "weak"
        yield Finding(
            "serial_independent_calls",
            confidence,
            tuple(group),
            f"start {', '.join(names)} at once: none of their arguments comes from another's result",
            {"tools": names, "calls": len(group), "known_to_read": sum(one is True for one in known)},
            saves,
            0,
            0.0,
        )


def fan_out_limits(run: Run) -> Iterator[Finding]:
    """Find calls of one tool that were started as fast as a limit of calls at once let them.

    It shows by each start: it follows at once on the end of the call, or the batch, that made room for it.
    """
    groups: dict[tuple[int, str], list[int]] = defaultdict(list)
    for index in run.calls:
        groups[run.tree.parent[index], run.meanings[index].name].append(index)
    told = 0
    for (_, name), calls in groups.items():
        limit = _limit(run, calls) if _MANY <= len(calls) <= _MOST_LIMITED else 0
        if limit < 2 or told == MOST or run.turns(calls)[1:]:  # noqa: PLR2004 - one at a time is a chain
            continue
        saves = run.saved(together=calls)
        if saves is not None and saves < _WORTH * run.tree.wall_ns:
            continue
        told += 1
        confidence = "likely" if run.look_like_reads(calls) else "weak"
        advice = f"{len(calls)} calls of {name} ran {limit} at once; allow more, if what it calls can take them"
        evidence = {"tool": name, "calls": len(calls), "at_once": limit}
        yield Finding("fan_out_limit", confidence, tuple(calls), advice, evidence, saves, 0, 0.0)


def _limit(run: Run, calls: list[int]) -> int:
    """Give the limit of calls at once that these show; 0 if they show none, or may need each other's results."""
    start, end = run.tree.start, run.tree.end
    ends = sorted(end[index] for index in calls)
    limit = 1
    while limit < len(calls) and start[calls[limit]] < ends[0]:
        limit += 1
    if limit > len(calls) // 2:
        return 0
    by_end = sorted(calls, key=end.__getitem__)
    for number, index in enumerate(calls[limit:], limit):
        ended = bisect_right(ends, start[index])
        last = by_end[ended - 1]  # what it waited for, of a batch the slowest
        if number - ended >= limit or start[index] - end[last] > _START * (end[last] - start[last]):
            return 0
        if not is_independent(run.meanings[index], (run.meanings[one] for one in by_end[ended - limit : ended])):
            return 0
    return limit


def _chains(run: Run) -> Iterator[list[int]]:
    """Give runs of calls, each after the one before it has ended, with no model call from the first to the last."""
    chain: list[int] = []
    start, end = run.tree.start, run.tree.end
    models = [start[model] for model in run.models]
    place = 0
    for index in run.calls:
        turned = False
        while place < len(models) and models[place] <= start[index]:
            turned = not chain or models[place] >= start[chain[0]] or turned
            place += 1
        if chain and (turned or start[index] < end[chain[-1]] or len(chain) == _MOST_SERIAL):
            yield chain
            chain = []
        chain.append(index)
    yield chain


def _independent(run: Run, chain: list[int]) -> Iterator[list[int]]:
    """Cut a chain into groups of calls that are each shown not to need another of their group."""
    group: list[int] = []
    for index in chain:
        if not _are_apart(run, group, index):
            yield group
            group = []
        group.append(index)
    yield group


def _is_fanned_out(run: Run, group: list[int]) -> bool:
    """Tell whether calls of one tool ran beside others of theirs: then a limit, and no order, holds them back."""
    start, end, meanings = run.tree.start, run.tree.end, run.meanings
    place = bisect_left(run.calls, start[group[0]], key=start.__getitem__)
    near = run.calls[max(0, place - _MOST_SERIAL) : place + len(group) + _MOST_SERIAL]
    names = {meanings[index].name for index in group}
    return len(names) == 1 and any(
        index not in group
        and meanings[index].name in names
        and run.tree.parent[index] == run.tree.parent[group[0]]
        and start[index] < end[group[-1]]
        and end[index] > start[group[0]]
        for index in near
    )


def _are_apart(run: Run, group: list[int], after: int) -> bool:
    spans = run.tree.spans
    if group and (spans[after].failed or any(spans[before].failed for before in group)):
        return False
    return is_independent(run.meanings[after], (run.meanings[before] for before in group))
