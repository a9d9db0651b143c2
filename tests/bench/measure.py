"""How a figure is taken on a noisy machine: contestants in turn, several rounds, the median of the rounds."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROUNDS = 9


@dataclass(frozen=True)
class Figure:
    """One figure of the report. `ratio` is ours / theirs, where there is somebody to compare with."""

    name: str
    value: float
    unit: str
    against: str
    ratio: float | None
    what: str


def microseconds(contestants: Mapping[str, Callable[[], tuple[Callable[[], object], int]]]) -> dict[str, list[float]]:
    """Time each contestant once a round; gives µs an item for each round.

    A contestant makes what it works on outside the time taken, and gives (work, number of items).
    """
    rounds: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(ROUNDS):
        for name, prepare in contestants.items():
            work, items = prepare()
            gc.collect()
            start = time.perf_counter()
            work()
            rounds[name].append((time.perf_counter() - start) / items * 1e6)
    return rounds


def each_call(
    contestants: Mapping[str, Callable[[], tuple[Callable[[Any], object], Sequence[Any]]]], rounds: int = ROUNDS
) -> dict[str, list[list[float]]]:
    """Time every call of each contestant once a round; gives the sorted µs of the calls of each round.

    A contestant makes what it works on outside the time taken, and gives (work, what to call it with). The median of
    single calls is what the caller pays: turns of other threads fall on few of them.
    """
    found: dict[str, list[list[float]]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, prepare in contestants.items():
            work, items = prepare()
            gc.collect()
            times = []
            for item in items:
                start = time.perf_counter_ns()
                work(item)
                times.append((time.perf_counter_ns() - start) / 1000)
            found[name].append(sorted(times))
    return found


def quantile(ordered: Sequence[float], share: float) -> float:
    """Give the smallest of some sorted numbers that is not below `share` of them."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def compare(name: str, unit: str, ours: list[float], theirs: list[float], against: str, what: str) -> Figure:
    """Make a figure of two contestants: the median of ours, and of the ratios pair by pair."""
    ratios = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return Figure(name, statistics.median(ours), unit, against, statistics.median(ratios), what)
