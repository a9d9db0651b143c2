"""The storm limit: exact counts, whatever the threads and the time do."""

from __future__ import annotations

import threading
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.errors import SettingError
from sealog.storms.limit import MAX_TEMPLATES, StormLimit
from sealog.storms.setting import StormSetting, storm_setting


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_what_is_over_the_limit_is_held_back_and_told_with_the_next_window() -> None:
    clock = Clock()
    limit: StormLimit[str] = StormLimit(2, 10, clock)
    assert [limit.passes("a", f"record {number}")[0] for number in range(5)] == [True, True, False, False, False]
    clock.now = 10
    assert limit.passes("a", "later") == (True, [("record 4", 3)])
    assert limit.ended(all_windows=True) == []


def test_templates_have_limits_of_their_own() -> None:
    limit: StormLimit[int] = StormLimit(1, 10, Clock())
    assert [limit.passes(template, 0)[0] for template in "abab"] == [True, True, False, False]


def test_a_storm_that_is_over_is_told_without_another_record() -> None:
    clock = Clock()
    limit: StormLimit[str] = StormLimit(1, 10, clock)
    for _ in range(4):
        limit.passes("a", "x")
    assert limit.ended() == []
    clock.now = 11
    assert limit.ended() == [("x", 3)]
    assert limit.ended() == []


def test_forgetting_a_template_tells_what_it_held_back() -> None:
    limit: StormLimit[int] = StormLimit(1, 10, Clock())
    limit.passes("first", 0)
    limit.passes("first", 0)
    told = [one for number in range(MAX_TEMPLATES) for one in limit.passes(number, number)[1]]
    assert told == [(0, 1)]


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 20)), max_size=60), st.integers(1, 3))
def test_every_record_passes_or_is_counted(records: list[tuple[int, float]], most: int) -> None:
    clock = Clock()
    limit: StormLimit[int] = StormLimit(most, 10, clock)
    passed = held = 0
    for template, pause in records:
        clock.now += pause
        passes, told = limit.passes(template, template)
        passed += passes
        held += sum(number for _, number in told)
    held += sum(number for _, number in limit.ended(all_windows=True))
    assert passed + held == len(records)


def test_counts_are_exact_among_threads() -> None:
    limit: StormLimit[int] = StormLimit(10, 10, Clock())
    passed = count()
    threads = [
        threading.Thread(target=lambda: [next(passed) for _ in range(2000) if limit.passes("a", 0)[0]])
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (next(passed), limit.ended(all_windows=True)) == (10, [(0, 15_990)])


def test_the_setting_is_off_by_default_and_spares_errors() -> None:
    assert storm_setting({}) is None
    assert storm_setting({"SEALOG_STORMS": "off"}) is None
    assert storm_setting({"SEALOG_STORMS": "100/10s"}) == StormSetting(100, 10.0, 40)
    assert storm_setting({"SEALOG_STORMS": "5/1s", "SEALOG_STORMS_BELOW": "warning"}) == StormSetting(5, 1.0, 30)


@pytest.mark.parametrize("wrong", ["on", "100", "0/1s", "100/10", "-1/1s", "100/0s"])
def test_another_spelling_is_refused(wrong: str) -> None:
    with pytest.raises(SettingError, match="SEALOG_STORMS"):
        storm_setting({"SEALOG_STORMS": wrong})
    with pytest.raises(SettingError, match="SEALOG_STORMS_BELOW"):
        storm_setting({"SEALOG_STORMS": "1/1s", "SEALOG_STORMS_BELOW": wrong})
