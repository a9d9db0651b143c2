"""The edges of a sliding window: records inside it, late ones, and ones without a place of their own."""

from __future__ import annotations

import pytest

from sealog_exporters.alerting.aggregations.windows.gauge import GaugeState
from sealog_exporters.alerting.aggregations.windows.sliding_window import SlidingWindow, capacity, digest_of
from sealog_exporters.alerting.model.aggregation import CROWDED, DUPLICATE, LATE
from sealog_exporters.alerting.model.threshold import Threshold

SPAN = 6_400
STEP = SPAN // 64
FULL = capacity(1)


def window(*times: int, threshold: int = 2, clear: int | None = None) -> SlidingWindow:
    made = SlidingWindow(threshold, SPAN, clear)
    for number, time_ns in enumerate(times):
        assert made.add(time_ns, number + 1) >= 0
    return made


def full(newest: int = 100_000) -> SlidingWindow:
    """Make a window of the threshold 1 with all the times that it keeps, a nanosecond apart."""
    return window(*range(newest - FULL + 1, newest + 1), threshold=1)


@pytest.mark.parametrize(("apart", "fires"), [(SPAN - 1, True), (SPAN, False)])
def test_two_records_a_span_apart_are_in_no_window_together(apart: int, fires: bool) -> None:
    made = window(10, 10 + apart)
    assert made.fires_at(1, 0) == (10 + apart if fires else None)
    assert made.fires_at(0, 0) == (10 + apart if fires else None)


def test_as_many_records_as_the_threshold_must_be_within_a_span() -> None:
    assert window(10, 10 + SPAN, 11 + SPAN, threshold=3).fires_at(2, 0) is None
    assert window(12, 10 + SPAN, 11 + SPAN, threshold=3).fires_at(2, 0) == 11 + SPAN
    assert window(12, 10 + SPAN, 11 + SPAN, threshold=3).fires_at(0, 0) == 11 + SPAN


def test_the_newest_window_that_a_late_record_completes_is_the_one_that_fires() -> None:
    made = window(10, 10 + SPAN)
    place = made.add(20, 9)
    assert place == 1
    assert made.fires_at(place, 0) == 20
    assert made.fires_at(2, 0) == 10 + SPAN


@pytest.mark.parametrize(("until", "value"), [(109, 0), (110, 1), (110 + SPAN - 1, 1), (110 + SPAN, 0)])
def test_a_window_includes_its_end_and_not_its_beginning(until: int, value: int) -> None:
    made = window(110)
    assert made.value_at_start(until) == (value, value)
    assert made.value(max(until, 110)) == (value or until < 110)


def test_a_record_ahead_of_the_window_counts_in_its_value() -> None:
    assert window(500).value(400) == 1


@pytest.mark.parametrize(("clear", "ends"), [(None, 20 + SPAN), (3, 10 + SPAN), (1, 30 + SPAN)])
def test_an_alert_ends_a_span_behind_the_record_that_clears_it(clear: int | None, ends: int) -> None:
    assert window(10, 20, 30, clear=clear).clears_at(0) == ends


def test_a_window_with_too_few_records_is_over() -> None:
    assert window(10).clears_at(0) == 0


@pytest.mark.parametrize(("behind", "outcome"), [(SPAN, LATE), (SPAN - 1, CROWDED), (FULL, CROWDED)])
def test_a_full_window_tells_late_from_crowded_by_its_span(behind: int, outcome: int) -> None:
    assert full().add(100_000 - behind, 0) == outcome


def test_a_crowded_record_counts_and_a_late_one_does_not() -> None:
    made = full()
    made.add(100_000 - SPAN, 0)
    assert made.value(100_000) == FULL
    made.add(100_000 - FULL, 0)
    assert made.value(100_000) == FULL + 1


def test_a_record_as_old_as_the_oldest_has_a_place_in_a_full_window() -> None:
    assert full().add(100_000 - FULL + 1, 0) == 1


def test_a_window_that_is_not_full_takes_records_of_any_age() -> None:
    assert window(*range(100_001 - FULL + 1, 100_001), threshold=1).add(1, 0) == 0


@pytest.mark.parametrize(("time_ns", "taken"), [(50, False), (51, True)])
def test_a_record_at_the_floor_belongs_to_the_alert_that_ended(time_ns: int, taken: bool) -> None:
    made = window(40, 50, 60)
    made.close(50)
    assert made.kept() == 1
    assert (made.add(time_ns, 9) == 0) is taken
    assert made.add(time_ns, 10) == (1 if taken else LATE)


def test_a_floor_never_moves_back() -> None:
    made = window(60)
    made.close(50)
    made.close(20)
    assert made.add(50, 9) == LATE


def test_records_that_were_cut_off_count_until_their_step_leaves() -> None:
    made = full(100 * STEP)
    assert made.add(80 * STEP + 1, 0) == CROWDED
    last = 80 * STEP + SPAN - 1
    assert [made.value(until) - FULL for until in (100 * STEP, last, last + 1)] == [1, 1, 0]


def test_a_set_back_clock_takes_what_lies_ahead_for_now() -> None:
    made = window(100, 200, 300, 400)
    made.close(50)
    made.turn_back(200)
    assert [made.value_at_start(until)[0] for until in (99, 100, 199, 200)] == [0, 1, 1, 4]
    assert made.add(200 - SPAN, 9) == LATE
    assert made.add(201 - SPAN, 9) == 0


def test_the_capacity_is_twice_the_threshold_and_never_small() -> None:
    assert (capacity(1), capacity(128), capacity(129)) == (256, 256, 258)


def test_a_record_without_a_uid_has_no_digest() -> None:
    assert digest_of("") == 0
    assert digest_of("a") != digest_of("b")


def test_a_record_within_a_burst_keeps_its_place_when_the_oldest_are_cut() -> None:
    made = window(*range(1_000, 1_000 + 2 * (FULL + 32), 2), threshold=1)
    place = made.add(1_000 + 2 * FULL + 1, 9_999)
    assert place == FULL - 31
    assert made.fires_at(place, 0) == 1_000 + 2 * FULL + 1


def test_a_burst_beyond_the_capacity_is_counted_whole() -> None:
    made = window(threshold=1)
    for number in range(3 * FULL):
        assert made.add(1_000 + number, number + 1) >= 0
    assert made.value(1_000 + 3 * FULL) == 3 * FULL
    assert made.kept() <= FULL + 32


@pytest.mark.parametrize(
    ("time_ns", "digest", "repeated"), [(20, 2, True), (21, 2, False), (20, 9, False), (20, 0, False)]
)
def test_a_repetition_has_the_time_and_the_digest_of_its_record(time_ns: int, digest: int, repeated: bool) -> None:
    assert (window(10, 20, 30).add(time_ns, digest) == DUPLICATE) is repeated


def test_a_repetition_is_known_by_its_digest_once_a_time_was_moved() -> None:
    made = window(10)
    assert made.add(20, 7, moved=True) == 1
    assert made.add(30, 7) == DUPLICATE


@pytest.mark.parametrize(("time_ns", "outcome"), [(900, LATE), (901, 0)])
def test_a_gauge_takes_records_that_are_less_than_its_reach_behind(time_ns: int, outcome: int) -> None:
    state = GaugeState(Sum(), Threshold("gte", 1), 100)
    state.note_evaluation(1_000)
    assert state.add(time_ns, 0, 1) == outcome


class Sum:
    """A gauge of numbers, for what does not depend on one."""

    def __init__(self) -> None:
        self.total = 0

    def take(self, _time_ns: int, item: int) -> None:
        self.total += item

    def advance(self, now_ns: int) -> None:
        """Learn nothing."""

    def read(self, _now_ns: int, *, held: bool) -> float:  # noqa: ARG002 - a sum is a sum
        return self.total

    def records(self, _now_ns: int) -> int:
        return self.total

    def changes_ns(self, _read_ns: int, _threshold: Threshold) -> int:
        return 0

    def dump(self) -> dict[str, int]:
        return {}

    def load(self, _state: object) -> None:
        """Take nothing."""
