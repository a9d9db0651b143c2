"""Figures of a plan: rounded, and medians over its runs."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sealog_exporters.workflows.plans.observed import ObservedRun

__all__ = ["middle", "ms", "over_runs"]


def ms(value: float) -> float:
    """Round milliseconds to whole microseconds."""
    return round(value, 3)


def middle(values: Iterable[float | None]) -> float | None:
    """Give the median, None where one of the values is unknown."""
    known = list(values)
    return None if any(one is None for one in known) else ms(median(one for one in known if one is not None))


def over_runs(runs: Sequence[ObservedRun], seen: Sequence[tuple[ObservedRun, float | None]]) -> float | None:
    """Give the median of a saving over all runs, a run without the finding having none."""
    if any(value is None for _, value in seen):
        return None
    sums = {id(run): 0.0 for run in runs}
    for run, value in seen:
        sums[id(run)] += value or 0.0
    return ms(median(sums.values()))
