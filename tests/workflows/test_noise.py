"""Differences between samples, and what is noise. Random samples come from fixed seeds."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from sealog_exporters.workflows.runs.noise import _at_most, shift


def test_the_chances_are_those_of_all_orders() -> None:
    """Counts each way to choose which ranks are the first sample's, for 3 and 4 values."""
    totals = [sum(ranks) - 6 for ranks in combinations(range(1, 8), 3)]
    for u in range(13):
        assert _at_most(u, 3, 4) == pytest.approx(sum(one <= u for one in totals) / len(totals))


def test_the_normal_distribution_is_near_where_counting_takes_too_long() -> None:
    exact = _at_most(700, 40, 40)
    assert _at_most(70_000, 400, 400) == pytest.approx(0.00115, abs=0.0005)
    assert exact == pytest.approx(0.169, abs=0.005)


def test_three_runs_each_show_nothing_and_four_can() -> None:
    three = shift([10, 11, 12], [1, 2, 3])
    assert (three.enough, three.shown) == (False, 0)
    four = shift([10, 11, 12, 13], [1, 2, 3, 4])
    assert four.enough
    assert four.p == pytest.approx(2 / 70)
    assert four.shown == -6


def test_one_run_each_and_equal_runs_show_nothing() -> None:
    assert shift([100], [1]).shown == 0
    assert shift([5] * 10, [5] * 10).shown == 0


def test_what_is_credited_is_less_than_the_difference_of_medians() -> None:
    random = Random(1)
    before = [random.gauss(1_000, 50) for _ in range(12)]
    after = [random.gauss(700, 50) for _ in range(12)]
    found = shift(before, after)
    assert found.low < found.median < found.high < 0
    assert found.shown == found.high


@pytest.mark.parametrize("sizes", [(4, 4), (6, 9), (12, 12), (3, 20)])
def test_runs_without_a_change_are_rarely_credited(sizes: tuple[int, int]) -> None:
    """Five in a hundred is the level; ties and skew must not raise it."""
    random = Random(7)
    credited = 0
    for _ in range(2_000):
        one, two = ([round(random.lognormvariate(5, 0.5), -1) for _ in range(size)] for size in sizes)
        credited += shift(one, two).shown != 0
    assert credited <= 0.06 * 2_000


def test_large_samples_are_thinned_and_still_found_apart() -> None:
    random = Random(3)
    before = [random.gauss(100, 10) for _ in range(5_000)]
    assert shift(before, [one + 5 for one in before]).shown > 3
    with pytest.raises(ValueError, match="one value at least"):
        shift([], before)
