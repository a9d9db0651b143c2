"""Timelines of each aggregation that is read like a gauge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from alerting.watching import Watch

HOUR = 3_600


def test_a_ratio_fires_once_there_are_enough_records_to_judge(watch: Watch) -> None:
    watch(
        "ratio: {of: {severity: ERROR}, gte: 0.5, least: 10}",
        "at 0s 4 errors -> nothing",
        "at 1s 5 infos -> nothing",
        "at 2s 1 error -> A 0.5",
        "at 3s 1 info -> A resolved after 0s, 11 in total",
    )


def test_a_ratio_rises_as_good_records_leave_the_window(watch: Watch) -> None:
    watch(
        "ratio: {of: {severity: ERROR}, gte: 0.5, least: 2}",
        "at 0s 8 infos -> nothing",
        "at 50s 2 errors -> nothing",
        "at 60s -> A 1",
        "at 110s -> A resolved after 49s, 2 in total",
    )


def test_a_ratio_with_clear_does_not_flap(watch: Watch) -> None:
    watch(
        "ratio: {of: {severity: ERROR}, gte: 0.5, clear: 0.2, least: 2}",
        "at 0s 1 error -> nothing",
        "at 1s 1 info -> A 0.5",
        "at 2s 2 infos -> nothing",
        "at 3s 2 infos -> A resolved after 1s, 6 in total",
    )


def test_a_batch_sent_again_does_not_change_a_ratio(watch: Watch) -> None:
    watch(
        "ratio: {of: {severity: ERROR}, gte: 0.5, least: 2}",
        "at 0s 3 infos -> nothing",
        "at 1s 2 errors -> nothing",
        "at 2s the same again -> nothing",
        "at 3s 1 error -> A 0.5",
    )


def test_silence_fires_after_a_window_without_any_record_and_ends_with_the_next(watch: Watch) -> None:
    watch(
        "absent: true",
        "at 0s 1 info -> nothing",
        "at 59s -> nothing",
        "at 60s -> A 60",
        "at 90s 1 info -> A resolved after 29s, 1 in total",
    )


def test_silence_is_not_told_at_the_start_before_a_whole_window(watch: Watch) -> None:
    watch("absent: {}, group_by: []", "at 1s -> nothing", "at 60s -> nothing", "at 61s -> A 60")


def test_a_restart_is_no_silence(watch: Watch) -> None:
    timeline = watch("absent: true", "at 0s 1 info -> nothing", "at 50s -> nothing")
    timeline.restart()
    timeline.now_s = 500
    timeline.play(["at 501s -> nothing", "at 560s -> nothing", "at 561s -> A 561"])


def test_a_restart_does_not_end_a_silence(watch: Watch) -> None:
    timeline = watch("absent: true", "at 0s 1 info -> nothing", "at 60s -> A 60")
    timeline.restart()
    timeline.play(["at 90s -> nothing", "at 91s 1 info -> A resolved after 30s, 1 in total"])


def test_a_service_that_is_gone_for_good_is_forgotten(watch: Watch) -> None:
    watch(
        "absent: {forget: 10m}",
        "at 0s 1 info -> nothing",
        "at 60s -> A 60",
        "at 600s -> A resolved after 9m, 0 in total",
        "at 2000s -> nothing",
    )


def test_services_are_missed_apart(watch: Watch) -> None:
    watch(
        "absent: true",
        "at 0s 1 info from bank -> nothing",
        "at 30s 1 info -> nothing",
        "at 60s 1 info -> A 60 from bank",
    )


def usual(count: int, minutes: int) -> list[str]:
    """So many records each minute, in its middle."""
    return [f"at {minute * 60 + 30}s {count} infos -> nothing" for minute in range(minutes)]


def test_a_spike_fires_against_what_was_usual(watch: Watch) -> None:
    timeline = watch("spike: {gte: 3, least: 10, warmup: 3, weekly: false}", *usual(5, 10))
    timeline.play(["at 601s 9 infos -> nothing", "at 602s 1 info -> A 3"])


def test_a_spike_needs_a_baseline_first(watch: Watch) -> None:
    timeline = watch("spike: {gte: 3, least: 10, warmup: 20, weekly: false}", *usual(5, 10))
    timeline.play(["at 601s 500 infos -> nothing"])


def test_a_spike_does_not_become_usual_at_once(watch: Watch) -> None:
    timeline = watch("spike: {gte: 3, least: 10, warmup: 5, weekly: false}", *usual(5, 10))
    timeline.play(["at 601s 500 infos -> A 101"])
    timeline.restart()
    timeline.play(["at 660s -> nothing", "at 661s 500 infos -> nothing"])


def test_a_fall_fires_when_far_fewer_than_usual_come(watch: Watch) -> None:
    timeline = watch("spike: {lte: 0.2, least: 10, warmup: 3, weekly: false}", *usual(20, 10))
    timeline.play(["at 629s -> nothing", "at 630s -> A 0"])


def test_the_hour_of_the_week_has_its_own_baseline(watch: Watch) -> None:
    """Every hour has 10 records but one a week, which has 100: then 100 is no spike, elsewhere it is."""
    rule = "spike: {gte: 3, least: 20, warmup: 3, weekly: true}, window: 1h"
    timeline = watch(rule)
    fired: list[int] = []
    for hour in range(4 * 168):
        timeline.now_s = hour * HOUR + 1800
        decisions = timeline.feed(f"{100 if hour % 168 == 5 else 10} infos")
        fired += [hour for decision in decisions if decision.kind == "firing"]
        timeline.now_s += 1799
        timeline.feed(None)
    assert fired == [5, 173]


@pytest.mark.parametrize(
    ("stat", "value"), [("stat: sum", "60"), ("stat: avg", "20"), ("stat: max", "30"), ("percentile: 50", "19.8867")]
)
def test_a_statistic_of_an_attribute_fires(watch: Watch, stat: str, value: str) -> None:
    watch(
        f"value: {{field: ms, {stat}, gte: 19, least: 3}}",
        "at 0s 1 info with ms=10 -> nothing",
        "at 1s 1 info with ms=20 -> nothing",
        "at 2s 5 infos with ms=slow -> nothing",
        f"at 3s 1 info with ms=30 -> A {value}",
    )


def test_a_lowest_value_below_its_bound_fires_and_clears(watch: Watch) -> None:
    watch(
        "value: {field: free, stat: min, lt: 10, clear: 20}",
        "at 0s 1 info with free=30 -> nothing",
        "at 10s 1 info with free=9 -> A 9",
        "at 30s 1 info with free=15 -> nothing",
        "at 65s 1 info with free=50 -> nothing",
        "at 75s -> nothing",
        "at 90s -> A resolved after 1m19s, 4 in total",
    )
