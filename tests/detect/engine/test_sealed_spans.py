"""What is left of findings beside sealed values, place by place."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealed_values import foreign
from sealog.crypto.authenticity import brought
from sealog.crypto.spelling import SealedKey, parse_sealed_value
from sealog.detect.engine.sealed_spans import believed, cover, free, outside

SIZE = 12
spans = st.sets(st.integers(0, SIZE), max_size=6).map(
    lambda cuts: list(zip(sorted(cuts)[::2], sorted(cuts)[1::2], strict=False))
)


def places(some: list[tuple[int, int]]) -> set[int]:
    return {place for start, end in some for place in range(start, end)}


@given(spans)
def test_a_covered_text_has_stars_in_place_of_the_spans_and_is_as_long(taken: list[tuple[int, int]]) -> None:
    text = "abcdefghijkl"
    expected = "".join("*" if place in places(taken) else letter for place, letter in enumerate(text))
    assert cover(text, taken) == expected


@given(st.integers(0, SIZE), st.integers(0, SIZE), spans)
def test_what_is_free_is_every_place_that_is_not_taken_in_whole_pieces(
    start: int, length: int, taken: list[tuple[int, int]]
) -> None:
    left = list(free(start, start + length, taken))
    assert places(left) == set(range(start, start + length)) - places(taken)
    assert all(first < last for first, last in left)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(left))


def test_a_finding_around_a_sealed_value_becomes_two_of_its_entity() -> None:
    assert outside([("a", "g", 0, 10), ("b", "h", 11, 12)], [(2, 5)]) == [
        ("a", "g", 0, 2),
        ("a", "g", 5, 10),
        ("b", "h", 11, 12),
    ]


@pytest.mark.parametrize(
    ("start", "end", "stays"),
    [
        ("before", "before", True),
        ("after", "after", True),
        ("before", "after", True),
        ("begin", "end", True),
        ("begin", "tilde", True),
        ("begin", "within", True),
        ("quote", "within", True),
        ("before", "within", False),
        ("within", "after", False),
        ("within", "end", False),
    ],
)
def test_a_sealed_value_without_a_proof_is_no_cover_for_a_value_that_ends_within_it(
    start: str, end: str, stays: bool
) -> None:
    token = foreign()
    text = f'some "{token}~" text'
    span = 6, 6 + len(token) + 1
    at = {
        "before": 2,
        "quote": 5,
        "begin": span[0],
        "within": 20,
        "tilde": span[1] - 1,
        "end": span[1],
        "after": len(text),
    }
    sealed = parse_sealed_value(token)
    key = SealedKey(sealed.key_id + bytes(28), ((bytes(4), bytes(80)),))
    first = {"before": 0, "after": span[1] + 1}.get(start, at[start]) if start == end else at[start]
    found = [("phone_number", "phone", first, at[end])]
    with brought([str(key)]):
        assert believed(text, {"email_address"}, lambda _: found) == ([span] if stays else [])
