"""The bound on the number of series, and what happens to those beyond it, as timelines."""

from __future__ import annotations

from alerting.events import rule_file
from alerting.timeline import Timeline, play


def test_groups_beyond_the_bound_are_evicted_and_counted() -> None:
    timeline = Timeline(rule_file(max_groups=2))
    timeline.play(
        [
            "at 0s 9 errors from a -> nothing",
            "at 1s 9 errors from b -> nothing",
            "at 2s 9 errors from c -> nothing",
            "at 3s 1 error from b -> ErrorBurst 10 from b",
            "at 4s 1 error from a -> nothing",
        ]
    )
    assert timeline.engine.counters.evicted_groups == 2
    assert timeline.engine.stats()["groups"] == 2


def test_the_group_that_was_used_longest_ago_is_evicted_first() -> None:
    timeline = Timeline(rule_file(max_groups=2))
    timeline.play(
        [
            "at 0s 8 errors from a -> nothing",
            "at 1s 9 errors from b -> nothing",
            "at 2s 1 error from a -> nothing",
            "at 3s 1 error from c -> nothing",
            "at 4s 1 error from a -> ErrorBurst 10 from a",
        ]
    )


def test_what_is_saved_is_not_listed_as_changed_again() -> None:
    timeline = play(rule_file(), "at 0s 1 error from a -> nothing", "at 1s 1 error from b -> nothing")
    timeline.engine.saved()
    timeline.play(["at 2s 1 error from b -> nothing", "at 3s 1 warning from a -> nothing"])
    assert [key for _, key, _ in timeline.engine.unsaved()[0]] == [("b",)]


def test_a_firing_group_outlives_quiet_ones_and_is_not_given_up_silently() -> None:
    timeline = Timeline(rule_file(max_groups=2))
    timeline.play(
        [
            "at 0s 10 errors from a -> ErrorBurst 10 from a",
            "at 1s 1 error from b -> nothing",
            "at 2s 10 errors from c -> ErrorBurst 10 from c",
            "at 3s 1 error from d -> ErrorBurst resolved after 3s, 10 in total from a",
        ]
    )
    assert timeline.engine.counters.evicted_firing == 1


def test_a_quiet_group_is_forgotten_after_an_hour() -> None:
    timeline = play(rule_file(), "at 0s 1 error -> nothing", "at 3601s -> nothing")
    assert timeline.engine.snapshot()["groups"] == []
    assert [state for _, _, state in timeline.engine.unsaved()[0]] == [None]
