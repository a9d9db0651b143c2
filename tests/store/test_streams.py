"""Counting record ids: every gap and every double is seen, whatever the order."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from sealog.correlate.uid import UidSource
from sealog_exporters.store.streams import Stream, count

A, B = "a" * 13, "b" * 13


def ids(stream: str, *numbers: int) -> list[str]:
    return [f"{stream}-{number}" for number in numbers]


def test_a_whole_stream_lacks_nothing() -> None:
    source = UidSource()
    uids = [source.next() for _ in range(10_000)]
    (stream,) = count(reversed(uids)).streams
    assert (stream.first, stream.last, stream.count, stream.missing, stream.doubled) == (1, 10_000, 10_000, (), ())


def test_gaps_are_ranges_and_a_stream_begins_with_1() -> None:
    (stream,) = count(ids(A, 3, 4, 9, 5000)).streams
    assert stream == Stream(A, 3, 5000, 4, ((1, 2), (5, 8), (10, 4999)))
    assert stream.lost == 2 + 4 + 4990


def test_what_retention_took_is_not_missing_from_the_first_on() -> None:
    (stream,) = count(ids(A, 3, 5), from_first=True).streams
    assert stream.missing == ((4, 4),)


def test_doubled_ids_are_counted_and_hide_no_gap() -> None:
    (stream,) = count(ids(A, 1, 1, 3, 1, 3)).streams
    assert (stream.doubled, stream.missing, stream.count) == (((1, 3), (3, 2)), ((2, 2),), 2)


def test_streams_are_told_apart() -> None:
    assert [stream.id for stream in count(chain(ids(B, 1), ids(A, 1, 2), ids(B, 2))).streams] == [A, B]


def test_ids_of_another_spelling_are_counted_apart() -> None:
    counted = count(["u-1", f"{A}-0", f"{A}-01", f"{A}-x", f"{A.upper()}-1", f"{A}-{10**30}"])
    assert (counted.streams, counted.foreign) == ((), 6)


def test_a_huge_number_takes_no_memory_for_its_range() -> None:
    (stream,) = count(ids(A, 1, 10**18)).streams
    assert stream.missing == ((2, 10**18 - 1),)


@given(st.lists(st.integers(1, 9000), min_size=1))
def test_it_agrees_with_a_plain_count(numbers: list[int]) -> None:
    (stream,) = count(ids(A, *numbers)).streams
    there = set(numbers)
    missing = {number for start, end in stream.missing for number in range(start, end + 1)}
    assert missing == set(range(1, max(there))) - there
    assert dict(stream.doubled) == {number: numbers.count(number) for number in there if numbers.count(number) > 1}
