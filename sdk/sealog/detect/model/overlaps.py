"""Chooses among overlapping findings: the longest stays, then the one whose rule comes first.

The part of another finding that sticks out is kept as a finding too: otherwise half a value would leave in the clear.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

Ranked: TypeAlias = "tuple[int, int, int]"
"""Start, end and the number of the rule, lower numbers first in rank."""


def resolve(found: list[Ranked]) -> list[Ranked]:
    """Choose among overlapping findings. `found` is sorted by start; so is the answer, and it is disjoint."""
    end = 0
    for ranked in found:
        if ranked[0] < end:
            return [ranked for cluster in _clusters(found) for ranked in _choose(cluster)]
        end = ranked[1]
    return found


def _clusters(found: list[Ranked]) -> Iterator[list[Ranked]]:
    """Split into groups of findings that overlap: nearly always each alone."""
    cluster: list[Ranked] = []
    end = 0
    for ranked in found:
        if cluster and ranked[0] >= end:
            yield cluster
            cluster = []
        cluster.append(ranked)
        end = max(end, ranked[1])
    if cluster:
        yield cluster


def _choose(cluster: list[Ranked]) -> list[Ranked]:
    if len(cluster) == 1:
        return cluster
    chosen: list[Ranked] = []
    others: list[Ranked] = []
    for ranked in sorted(cluster, key=lambda ranked: (ranked[0] - ranked[1], ranked[2], ranked[0])):
        place = bisect_left(chosen, ranked)
        free_left = place == 0 or chosen[place - 1][1] <= ranked[0]
        free_right = place == len(chosen) or ranked[1] <= chosen[place][0]
        if free_left and free_right:
            chosen.insert(place, ranked)
        else:
            others.append(ranked)
    for ranked in others:
        for rest in _sticking_out(ranked, chosen):
            insort(chosen, rest)
    return chosen


def _sticking_out(ranked: Ranked, chosen: list[Ranked]) -> list[Ranked]:
    """Give the parts of a finding that no chosen one covers, without those that hold only a gap."""
    start, end, rank = ranked
    parts: list[Ranked] = []
    at = start
    place = bisect_left(chosen, ranked)
    for other_start, other_end, _ in chosen[max(0, place - 1) :]:
        if other_start >= end:
            break
        if other_end > at:
            if at < other_start:
                parts.append((at, other_start, rank))
            at = other_end
    if at < end:
        parts.append((at, end, rank))
    return parts
