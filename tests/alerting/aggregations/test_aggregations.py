"""Timelines of each aggregation that is evaluated record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alerting.watching import Watch


def test_distinct_values_fire_and_the_same_value_again_does_not(watch: Watch) -> None:
    watch(
        "distinct: {field: user, gte: 3}",
        "at 0s 5 infos with user=a -> nothing",
        "at 1s 5 infos with user=b -> nothing",
        "at 2s 5 infos with user=a -> nothing",
        "at 3s 1 info -> nothing",
        "at 4s 1 info with user=c -> A 3",
        "at 61s -> A resolved after 57s, 3 in total",
    )


def test_distinct_values_a_window_apart_are_not_together(watch: Watch) -> None:
    watch(
        "distinct: {field: user, gte: 2}",
        "at 0s 1 info with user=a -> nothing",
        "at 60s 1 info with user=b -> nothing",
        "at 61s 1 info with user=c -> A 2",
    )


def test_a_late_value_completes_the_window_in_which_it_was(watch: Watch) -> None:
    watch(
        "distinct: {field: user, gte: 3}",
        "at 0s 1 info with user=a -> nothing",
        "at 70s 1 info with user=b -> nothing",
        "at 71s 1 info with user=c dated 30s -> nothing",
        "at 72s 1 info with user=d dated 29s -> A 3",
        "at 89s -> A resolved after 59s, 3 in total",
    )


def test_distinct_survives_a_restart(watch: Watch) -> None:
    timeline = watch("distinct: {field: user, gte: 2}", "at 0s 1 info with user=a -> nothing")
    timeline.restart()
    timeline.play(["at 1s 1 info with user=a -> nothing", "at 2s 1 info with user=b -> A 2"])


def test_distinct_clears_below_its_own_bound(watch: Watch) -> None:
    watch(
        "distinct: {field: user, gte: 3, clear: 2}",
        "at 0s 1 info with user=a -> nothing",
        "at 20s 1 info with user=b -> nothing",
        "at 40s 1 info with user=c -> A 3",
        "at 80s -> A resolved after 40s, 3 in total",
    )


def test_a_count_with_clear_goes_on_until_it_is_below_that(watch: Watch) -> None:
    watch(
        "count: {gte: 10, clear: 4}",
        "at 0s 7 errors -> nothing",
        "at 20s 3 errors -> A 10",
        "at 40s 4 errors -> nothing",
        "at 70s -> nothing",
        "at 100s -> A resolved after 1m20s, 14 in total",
    )


def test_a_value_never_seen_before_fires_once_learning_is_over(watch: Watch) -> None:
    watch(
        "new: {field: kind, learn: 1m}",
        "at 0s 1 info with kind=a -> nothing",
        "at 59s 1 info with kind=b -> nothing",
        "at 60s 3 infos with kind=a -> nothing",
        "at 61s 2 infos with kind=c -> A 1",
        "at 121s -> A resolved after 1m, 2 in total",
        "at 130s 1 info with kind=c -> nothing",
    )


def test_a_known_value_is_new_again_after_it_was_forgotten(watch: Watch) -> None:
    watch(
        "new: {field: kind, learn: 0s, forget: 2m}, cooldown: 90s",
        "at 0s 1 info with kind=a -> A 1",
        "at 60s -> A resolved after 1m, 1 in total",
        "at 100s 1 info with kind=a -> nothing",
        "at 219s 1 info with kind=a -> nothing",
        "at 340s 1 info with kind=a -> A 1",
    )


def test_learned_values_survive_a_restart(watch: Watch) -> None:
    timeline = watch("new: {field: kind, learn: 1m}", "at 0s 1 info with kind=a -> nothing")
    timeline.restart()
    timeline.play(["at 70s 1 info with kind=a -> nothing", "at 71s 1 info with kind=b -> A 1"])


SEQUENCE = "sequence: {steps: [{do: login}, {do: export}, {do: delete}]}"


def test_a_sequence_fires_in_order_within_the_window(watch: Watch) -> None:
    watch(
        SEQUENCE,
        "at 0s 2 infos with do=login -> nothing",
        "at 10s 1 info with do=export -> nothing",
        "at 20s 1 info with do=delete -> A 3",
        "at 60s -> A resolved after 40s, 3 in total",
    )


def test_a_sequence_out_of_order_does_not_fire(watch: Watch) -> None:
    watch(
        SEQUENCE,
        "at 0s 1 info with do=delete -> nothing",
        "at 10s 1 info with do=export -> nothing",
        "at 20s 1 info with do=login -> nothing",
        "at 30s 1 info with do=delete -> nothing",
    )


def test_a_sequence_longer_than_the_window_does_not_fire(watch: Watch) -> None:
    watch(
        SEQUENCE,
        "at 0s 1 info with do=login -> nothing",
        "at 10s 1 info with do=export -> nothing",
        "at 60s 1 info with do=delete -> nothing",
    )


def test_a_late_step_completes_a_sequence(watch: Watch) -> None:
    watch(
        SEQUENCE,
        "at 0s 1 info with do=login -> nothing",
        "at 20s 1 info with do=delete -> nothing",
        "at 30s 1 info with do=export dated 10s -> A 3",
    )


def test_one_record_does_not_stand_for_two_steps(watch: Watch) -> None:
    watch(
        "sequence: {steps: [{do: fail}, {do: fail}]}",
        "at 0s 1 info with do=fail -> nothing",
        "at 1s the same again -> nothing",
        "at 2s 1 info with do=fail -> A 2",
    )


def test_a_sequence_in_any_order_needs_all_steps(watch: Watch) -> None:
    watch(
        "sequence: {steps: [{do: a}, {do: b}], ordered: false}",
        "at 0s 3 infos with do=b -> nothing",
        "at 5s 1 info with do=a -> A 2",
    )


def test_a_sequence_survives_a_restart(watch: Watch) -> None:
    timeline = watch(SEQUENCE, "at 0s 1 info with do=login -> nothing", "at 1s 1 info with do=export -> nothing")
    timeline.restart()
    timeline.play(["at 2s 1 info with do=delete -> A 3"])
