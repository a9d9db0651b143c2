"""What users are promised about alerts, as timelines of the default rule unless a line names another."""

from __future__ import annotations

import pytest

from alerting.events import START, event, rule_file
from alerting.timeline import play
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.rule import Cooldown
from sealog_exporters.alerting.syntax.duration import NS

MINUTE = 60 * NS
EVERY_MINUTE = Cooldown(every_ns=MINUTE, factor=1.0, max_ns=MINUTE)


def test_the_tenth_error_fires_and_the_ninth_does_not() -> None:
    play(
        rule_file(),
        "at 0s 9 errors -> nothing",
        "at 10s 1 error -> ErrorBurst 10",
    )


def test_ten_errors_over_a_second_more_than_the_window_do_not_fire() -> None:
    play(
        rule_file(),
        "at 0s 5 errors -> nothing",
        "at 301s 5 errors -> nothing",
    )


def test_two_records_exactly_one_window_apart_are_in_no_window_together() -> None:
    play(
        rule_file(),
        "at 0s 9 errors -> nothing",
        "at 300s 1 error -> nothing",
    )


def test_records_just_within_the_window_fire() -> None:
    play(
        rule_file(),
        "at 0s 9 errors -> nothing",
        "at 299s 1 error -> ErrorBurst 10",
    )


def test_what_is_below_the_severity_does_not_count() -> None:
    play(
        rule_file(),
        "at 0s 100 warnings -> nothing",
        "at 1s 9 errors -> nothing",
        "at 2s 1 error -> ErrorBurst 10",
    )


def test_services_are_counted_apart() -> None:
    play(
        rule_file(),
        "at 0s 9 errors -> nothing",
        "at 1s 9 errors from bank -> nothing",
        "at 2s 1 error from bank -> ErrorBurst 10 from bank",
        "at 3s 1 error -> ErrorBurst 10",
    )


def test_a_record_without_the_group_field_counts_under_none() -> None:
    engine = Engine(rule_file())
    decisions = engine.feed([event(0, f"s-{n}", service="") for n in range(10)], event().time_unix_nano)
    assert [decision.labels["service_name"] for decision in decisions] == ["(none)"]


def test_a_batch_sent_again_counts_once() -> None:
    play(
        rule_file(),
        "at 0s 9 errors -> nothing",
        "at 1s the same again -> nothing",
        "at 2s 1 error -> ErrorBurst 10",
    )


def test_a_late_record_counts_where_it_belongs() -> None:
    play(
        rule_file(),
        "at 400s 9 errors -> nothing",
        "at 401s 1 error dated 99s -> nothing",
        "at 402s 1 error dated 399s -> ErrorBurst 10",
    )


def test_a_burst_that_comes_two_hours_late_is_told_and_resolved_at_once() -> None:
    play(
        rule_file(),
        "at 7200s 1 error -> nothing",
        "at 7201s 9 errors dated 60s -> nothing",
        "at 7202s 1 error dated 61s -> ErrorBurst 10; ErrorBurst resolved after 4m59s, 10 in total",
    )


def test_a_record_from_the_future_counts_when_it_comes() -> None:
    timeline = play(
        rule_file(),
        "at 0s 5 errors dated 1h -> nothing",
        "at 1s the same again -> nothing",
        "at 2s 5 errors -> ErrorBurst 10",
        "at 300s -> ErrorBurst resolved after 4m58s, 10 in total",
    )
    assert timeline.engine.counters.future_dated == 5


def test_a_clock_less_than_five_minutes_ahead_is_believed() -> None:
    timeline = play(
        rule_file(),
        "at 0s 9 errors dated 299s -> nothing",
        "at 1s 1 error -> ErrorBurst 10",
    )
    assert timeline.engine.counters.future_dated == 0


def test_there_is_one_notification_a_cooldown_while_it_fires() -> None:
    rules = rule_file(cooldown=EVERY_MINUTE, window_ns=200 * NS)
    play(
        rules,
        "at 0s 10 errors -> ErrorBurst 10",
        "at 30s 50 errors -> nothing",
        "at 59s 50 errors -> nothing",
        "at 60s -> ErrorBurst 110",
        "at 120s -> ErrorBurst 110",
        "at 180s -> ErrorBurst 110",
        "at 240s -> ErrorBurst 50",
        "at 259s -> ErrorBurst resolved after 4m19s, 110 in total",
        "at 2000s -> nothing",
    )


def test_the_cooldown_backs_off_up_to_its_maximum() -> None:
    rules = rule_file(cooldown=Cooldown(MINUTE, 2.0, 3 * MINUTE), window_ns=3_000 * NS)
    play(
        rules,
        "at 0s 10 errors -> ErrorBurst 10",
        "at 1m -> ErrorBurst 10",
        "at 3m -> ErrorBurst 10",
        "at 6m -> ErrorBurst 10",
        "at 9m -> ErrorBurst 10",
    )


def test_a_new_alert_within_the_cooldown_is_told_only_once_the_cooldown_is_over() -> None:
    timeline = play(
        rule_file(window_ns=MINUTE),
        "at 0s 10 errors -> ErrorBurst 10",
        "at 1m -> ErrorBurst resolved after 1m, 10 in total",
        "at 5m 10 errors -> nothing",
        "at 6m -> nothing",
        "at 29m30s 12 errors -> nothing",
        "at 30m -> ErrorBurst 12",
        "at 30m30s -> ErrorBurst resolved after 1m, 12 in total",
    )
    assert timeline.engine.counters.withheld == 2


def test_after_a_quiet_cooldown_the_back_off_begins_anew() -> None:
    rules = rule_file(window_ns=MINUTE, cooldown=Cooldown(2 * MINUTE, 10.0, 100 * MINUTE))
    play(
        rules,
        "at 0s 10 errors -> ErrorBurst 10",
        "at 1m -> ErrorBurst resolved after 1m, 10 in total",
        "at 10m 10 errors -> ErrorBurst 10",
        "at 11m -> ErrorBurst resolved after 1m, 10 in total",
        "at 12m 10 errors -> ErrorBurst 10",
        "at 13m -> ErrorBurst resolved after 1m, 10 in total",
    )


def test_there_is_exactly_one_resolve_with_duration_and_total() -> None:
    play(
        rule_file(),
        "at 0s 10 errors -> ErrorBurst 10",
        "at 20s 30 errors -> nothing",
        "at 320s -> ErrorBurst resolved after 5m20s, 40 in total",
        "at 1h -> nothing",
    )


def test_keep_firing_for_bridges_a_gap() -> None:
    play(
        rule_file(window_ns=MINUTE, keep_firing_for_ns=2 * MINUTE),
        "at 0s 10 errors -> ErrorBurst 10",
        "at 150s 10 errors -> nothing",
        "at 330s -> ErrorBurst resolved after 5m30s, 20 in total",
    )


def test_for_waits_until_the_count_has_held() -> None:
    play(
        rule_file(for_ns=MINUTE),
        "at 0s 10 errors -> nothing",
        "at 1m -> ErrorBurst 10",
    )


def test_for_forgets_a_count_that_did_not_hold() -> None:
    play(
        rule_file(for_ns=2 * MINUTE, window_ns=MINUTE),
        "at 0s 10 errors -> nothing",
        "at 90s 9 errors -> nothing",
        "at 10m -> nothing",
    )


def test_late_records_of_a_resolved_alert_do_not_begin_another() -> None:
    timeline = play(
        rule_file(cooldown=EVERY_MINUTE),
        "at 0s 500 errors -> ErrorBurst 10",
        "at 1m -> ErrorBurst 500",
        "at 2m -> ErrorBurst 500",
        "at 3m -> ErrorBurst 500",
        "at 4m -> ErrorBurst 500",
        "at 300s -> ErrorBurst resolved after 5m, 500 in total",
        "at 400s 20 errors dated 0s -> nothing",
    )
    assert timeline.engine.counters.late == 20


def test_the_count_of_a_burst_stays_right_above_what_is_kept_exactly() -> None:
    play(
        rule_file(cooldown=EVERY_MINUTE, window_ns=90 * NS),
        "at 0s 3000 errors -> ErrorBurst 10",
        "at 50s 2000 errors -> nothing",
        "at 60s -> ErrorBurst 5000",
        "at 120s -> ErrorBurst 2000",
        "at 140s -> ErrorBurst resolved after 2m20s, 5000 in total",
    )


def test_a_restart_in_mid_window_loses_nothing() -> None:
    timeline = play(rule_file(), "at 0s 9 errors -> nothing")
    timeline.restart()
    timeline.play(["at 1s the same again -> nothing", "at 2s 1 error -> ErrorBurst 10"])


def test_a_restart_in_mid_cooldown_repeats_nothing() -> None:
    timeline = play(rule_file(), "at 0s 10 errors -> ErrorBurst 10")
    timeline.restart()
    timeline.play(["at 5s 20 errors -> nothing", "at 305s -> ErrorBurst resolved after 5m5s, 30 in total"])


def test_a_changed_cooldown_takes_effect_at_once() -> None:
    timeline = play(rule_file(), "at 0s 10 errors -> ErrorBurst 10")
    timeline.restart(rule_file(cooldown=EVERY_MINUTE))
    timeline.play(["at 60s -> ErrorBurst 10"])


def test_a_lowered_threshold_counts_what_is_there_already() -> None:
    timeline = play(rule_file(), "at 0s 8 errors -> nothing")
    timeline.restart(rule_file(threshold=5))
    timeline.play(["at 1s 1 error -> ErrorBurst 9"])


@pytest.mark.parametrize(
    ("time_ns", "believed"),
    [(0, False), (1, True), (START + 300 * NS, True), (START + 300 * NS + 1, False)],
    ids=["no time", "the first", "five minutes ahead", "more"],
)
def test_the_time_of_a_record_is_believed_up_to_five_minutes_ahead(time_ns: int, believed: bool) -> None:
    engine = Engine(rule_file())
    list(engine.feed([event()._replace(time_unix_nano=time_ns)], START))
    assert engine.counters.future_dated == (not believed)
