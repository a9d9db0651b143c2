"""Of overlapping findings one stays whole, and no part of the others is left in the clear."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sealog.detect.model.overlaps import resolve

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 12), st.integers(0, 5)).map(lambda s: (s[0], s[0] + s[1], s[2]))


def test_the_longest_stays_and_what_of_another_sticks_out_is_a_finding_too() -> None:
    assert resolve([(0, 6, 1), (4, 20, 2)]) == [(0, 4, 1), (4, 20, 2)]
    assert resolve([(0, 20, 2), (18, 22, 1)]) == [(0, 20, 2), (20, 22, 1)]


def test_what_lies_within_another_is_dropped() -> None:
    assert resolve([(0, 20, 2), (3, 9, 1)]) == [(0, 20, 2)]


@given(st.lists(SPANS, max_size=12))
def test_every_place_that_a_rule_found_is_in_one_finding(found: list[tuple[int, int, int]]) -> None:
    resolved = resolve(sorted(found))
    places = [place for start, end, _ in resolved for place in range(start, end)]
    assert places == sorted(set(places))
    assert set(places) == {place for start, end, _ in found for place in range(start, end)}
