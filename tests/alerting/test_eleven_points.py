"""An index of eleven complaints of other tools' users, and the tests of each.

It proves no point by itself. It fails when a test of the index is renamed or removed, so that the index stays true.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LINES, BOUNDS, LEVELS = (
    "alerting/engine/test_timelines.py",
    "alerting/engine/test_group_bounds.py",
    "alerting/aggregations/test_gauges.py",
)
COLD = "alerting/engine/test_compact_gauges.py"
KILL, ALERTER, STAGES = (
    "alerting/test_kill.py",
    "alerting/service/test_service.py",
    "alerting/dispatch/test_dispatcher.py",
)

POINTS = {
    "1 the tenth fires, in event time": (
        (LINES, "test_the_tenth_error_fires_and_the_ninth_does_not"),
        (LINES, "test_ten_errors_over_a_second_more_than_the_window_do_not_fire"),
        (LINES, "test_a_late_record_counts_where_it_belongs"),
        (LINES, "test_a_batch_sent_again_counts_once"),
        (LINES, "test_a_record_from_the_future_counts_when_it_comes"),
    ),
    "2 one notification a cooldown": (
        (LINES, "test_there_is_one_notification_a_cooldown_while_it_fires"),
        (LINES, "test_a_changed_cooldown_takes_effect_at_once"),
    ),
    "3 groups are apart and bounded": (
        (LINES, "test_services_are_counted_apart"),
        (LINES, "test_a_record_without_the_group_field_counts_under_none"),
        (BOUNDS, "test_groups_beyond_the_bound_are_evicted_and_counted"),
    ),
    "4 exactly one resolve": (
        (LINES, "test_there_is_exactly_one_resolve_with_duration_and_total"),
        (STAGES, "test_an_alert_that_began_and_ended_within_one_batch_is_told_and_resolved"),
    ),
    "5 kill -9 loses and repeats nothing": (
        (KILL, "test_killed_in_mid_window_and_in_mid_cooldown_it_tells_once"),
        (KILL, "test_killed_at_any_statement_of_a_batch_it_fires_exactly_once"),
        (KILL, "test_killed_in_mid_window_rules_of_every_kind_go_on"),
        (LINES, "test_a_restart_in_mid_window_loses_nothing"),
        (COLD, "test_a_cold_group_outlives_kill_9_and_fires_by_time_alone"),
    ),
    "6 a receiver that fails holds up nobody": (
        (ALERTER, "test_a_failing_receiver_gets_the_notification_once_it_answers"),
        (ALERTER, "test_retry_after_is_honoured"),
        (ALERTER, "test_a_receiver_that_hangs_holds_up_no_other"),
        (ALERTER, "test_what_waits_at_the_end_is_delivered_after_a_restart"),
    ),
    "7 absence without any traffic": (
        (LEVELS, "test_silence_fires_after_a_window_without_any_record_and_ends_with_the_next"),
        (LEVELS, "test_silence_is_not_told_at_the_start_before_a_whole_window"),
        (LEVELS, "test_a_restart_is_no_silence"),
        (COLD, "test_silence_of_a_cold_group_fires_in_its_second_and_ends_with_its_next_record"),
        (COLD, "test_rules_that_are_taken_anew_all_the_time_still_tell_a_silence_when_it_is_due"),
    ),
    "8 silences and maintenance windows": (
        (STAGES, "test_a_silenced_alert_that_still_fires_afterwards_is_told_then"),
        (STAGES, "test_a_silenced_alert_that_ends_before_its_silence_is_never_told_and_that_is_recorded"),
        (STAGES, "test_what_comes_at_night_is_told_when_the_night_is_over"),
    ),
    "9 a wrong rule file changes nothing": (
        ("cli/alerts/test_alerts.py", "test_a_wrong_rule_file_changes_nothing_and_shows"),
    ),
    "10 tests of rules use the live engine": (
        ("alerting/backtest/test_unit_tests.py", "test_a_test_that_holds_passes"),
        ("alerting/backtest/test_unit_tests.py", "test_a_test_that_does_not_hold_says_where_and_what"),
        ("cli/alerts/test_backtest.py", "test_elasticsearch_is_replayed_as_a_file_of_the_same_records_is"),
    ),
    "11 alerts show safely what happened": (
        ("alerting/notifiers/test_email.py", "test_markup_in_a_log_line_stays_text"),
        ("alerting/notifiers/test_email.py", "test_a_line_break_in_a_group_value_adds_no_header"),
        (
            "alerting/notifiers/test_notifiers.py",
            "test_nothing_from_a_log_becomes_markup_in_slack_and_its_limits_are_kept",
        ),
    ),
}


@pytest.mark.parametrize("point", POINTS)
def test_the_index_names_tests_that_are_there(point: str) -> None:
    assert [test for test in POINTS[point] if test[1] not in _tests_in(test[0])] == []


def _tests_in(file: str) -> set[str]:
    """Give the names of a file's functions."""
    tree = ast.parse((TESTS / file).read_text("utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
