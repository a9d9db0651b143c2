"""Tells a difference between two samples from noise: the Mann-Whitney test, exact for small samples.

H. B. Mann, D. R. Whitney, "On a test of whether one of two random variables is stochastically larger than the other",
1947. The shift is that of Hodges and Lehmann, 1963; its interval goes by the same distribution.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from statistics import NormalDist, median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Shift", "shift"]

_EXACT = 500_000  # steps that counting the orders may take; above that the normal distribution is close enough
_MOST = 400  # values of a sample that are compared; of more, as many that are spread evenly


@dataclass(frozen=True)
class Shift:
    """How far the second sample lies above the first. `p` is two-sided; `low` and `high` bound the shift.

    Where the samples are too small for the level, whatever their values, `enough` is false and nothing can be said.
    """

    median: float
    low: float
    high: float
    p: float
    enough: bool

    @property
    def shown(self) -> float:
        """What is beyond noise: the bound that is nearer to zero, and 0 where the interval holds zero."""
        if not self.enough or self.low <= 0 <= self.high:
            return 0.0
        return self.low if self.low > 0 else self.high


def shift(before: Sequence[float], after: Sequence[float], level: float = 0.05) -> Shift:
    """Compare two samples.

    Raises:
        ValueError: one of them is empty.
    """
    if not before or not after:
        raise ValueError("two samples of one value at least are compared")
    one, two = _thinned(before), _thinned(after)
    m, n = len(one), len(two)
    differences = sorted(b - a for a in one for b in two)
    above = sum(d > 0 for d in differences) + sum(d == 0 for d in differences) / 2
    p = min(1.0, 2 * _at_most(min(above, m * n - above), m, n))
    # The largest k for which at most half the level lies below the k-th difference.
    k = 0
    while 2 * _at_most(k, m, n) <= level:
        k += 1
    enough = k > 0
    low, high = (differences[k - 1], differences[m * n - k]) if enough else (-math.inf, math.inf)
    return Shift(median(differences), low, high, p, enough)


def _thinned(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    if len(ordered) <= _MOST:
        return ordered
    return [ordered[round(i * (len(ordered) - 1) / (_MOST - 1))] for i in range(_MOST)]


def _at_most(u: float, m: int, n: int) -> float:
    """Give the chance that U is at most `u` for two samples of one distribution."""
    m, n = sorted((m, n))
    if m * m * n <= _EXACT:
        counts = _counts(m, n)
        return sum(counts[: math.floor(u) + 1]) / math.comb(m + n, m)
    deviation = math.sqrt(m * n * (m + n + 1) / 12)
    return NormalDist(m * n / 2, deviation).cdf(u + 0.5)


@lru_cache(maxsize=64)
def _counts(m: int, n: int) -> tuple[int, ...]:
    """Count the orders of m and n values by U: the coefficients of the Gaussian binomial."""
    counts = [0] * (m * n + 1)
    counts[0] = 1
    for i in range(1, m + 1):
        for u in range(m * n, n + i - 1, -1):
            counts[u] -= counts[u - n - i]
        for u in range(i, m * n + 1):
            counts[u] += counts[u - i]
    return tuple(counts)
