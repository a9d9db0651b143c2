"""Compares the counts of templates in two periods: new, gone, more, less."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Difference", "differences"]


@dataclass(frozen=True)
class Difference:
    """How one template differs. `ratio` is `after` by `expected`; `None` where it is new or gone.

    `before` and `after` are counts of records. `expected` is what `after` would be if only the traffic had changed.
    """

    kind: Literal["new", "gone", "more", "less"]
    id: str
    before: int
    after: int
    expected: float
    ratio: float | None


def differences(before: Mapping[str, int], after: Mapping[str, int], *, floor: int, ratio: float) -> list[Difference]:
    """Give the templates that differ, the strongest difference first; counts are by template id.

    A new template is reported whatever its count. One is gone if it had `floor` records, and as many are expected now.
    Others are reported where there are `floor` records before or after, and `ratio` times what is expected, or less.
    """
    traffic = _traffic(before, after)
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, 0), after.get(name, 0)
        expected = old * traffic
        if not old and new:
            found.append(Difference("new", name, 0, new, 0, None))
        elif old and not new:
            if old >= floor and expected >= floor:
                found.append(Difference("gone", name, old, 0, expected, None))
        elif old and max(old, new) >= floor:
            change = new / expected
            if change >= ratio:
                found.append(Difference("more", name, old, new, expected, change))
            elif change <= 1 / ratio:
                found.append(Difference("less", name, old, new, expected, change))
    return sorted(found, key=lambda one: (-_strength(one), one.id))


def _traffic(before: Mapping[str, int], after: Mapping[str, int]) -> float:
    """Give how many times as much there is to log: the weighted median change of the templates in both periods.

    One template that multiplies would make all others look rarer in shares of the whole; it moves a median little.
    Weights are the smaller counts, so that neither what multiplies nor what nearly vanishes decides. Source: the size
    factors of Anders and Huber 2010, which are the median of ratios. Of two medians, the one nearer to 1 is taken.
    """
    both = sorted((after[name] / old, min(old, after[name])) for name, old in before.items() if old and after.get(name))
    if not both:
        return (sum(after.values()) or 1) / (sum(before.values()) or 1)
    half = sum(weight for _, weight in both) / 2
    upto = list(accumulate(weight for _, weight in both))
    lower, upper = both[bisect_left(upto, half)][0], both[bisect_right(upto, half)][0]
    return min(lower, upper, key=lambda change: abs(math.log(change)))


def _strength(one: Difference) -> float:
    if one.ratio is None:
        return 1_000.0 * max(one.before, one.after)
    return max(one.ratio, 1 / one.ratio) * max(one.before, one.after)
