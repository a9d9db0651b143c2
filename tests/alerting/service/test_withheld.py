"""Alerts withheld by a cooldown are in the next notification, in the trail, and in the counts of a backtest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.events import START, event, rule_file
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.alert.notification import alert_of
from sealog_exporters.alerting.model.rule import Cooldown
from sealog_exporters.alerting.service.service import AlertingService
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.alert.decision import Decision

MINUTE = Cooldown(60 * NS, 1.0, 60 * NS)


class Clock:
    def __init__(self, window_s: int, max_ready: int = 1000) -> None:
        self.rules = rule_file(threshold=1, window_ns=window_s * NS, cooldown=MINUTE)
        self.engine = Engine(self.rules, max_ready=max_ready)
        self.second = 0

    def until(self, second: int, *at: int, service: str = "shop") -> list[Decision]:
        """Go to a second; records come at those of `at`."""
        decisions = []
        for now in range(self.second, second):
            records = [event(now, service=service)] * at.count(now)
            decisions += self.engine.feed(records, START + now * NS) + self.engine.tick(START + now * NS)
        self.second = second
        return decisions


def said(decisions: list[Decision]) -> list[tuple[str, str | None]]:
    return [(one.reason, alert_of(one).annotations.get("withheld")) for one in decisions]


def test_records_within_a_cooldown_are_told_with_the_repeat() -> None:
    clock = Clock(60)
    assert said(clock.until(62, 0, 10, 20, 20)) == [("threshold", None), ("repeat", "3")]


def test_an_alert_that_nobody_heard_of_is_told_with_the_next() -> None:
    clock = Clock(5)
    assert said(clock.until(100, 0, 20, 20, 40, 90)) == [
        ("threshold", None),
        ("below_threshold", None),
        ("threshold", "3"),
        ("below_threshold", None),
    ]
    (withheld,) = clock.engine.withheld().values()
    assert (withheld.alerts, withheld.records) == (2, 3)


def test_the_end_tells_the_total_and_what_comes_then_begins_anew() -> None:
    clock = Clock(5)
    (_, end, again) = clock.until(70, 0, 1, 2, 66)
    assert (end.total, end.withheld, again.withheld) == (3, 0, 0)


def test_state_and_cold_groups_keep_the_number() -> None:
    clock = Clock(5, max_ready=1)
    clock.until(30, 0, 20, 20)
    clock.until(31, 30, service="other")
    assert clock.engine.stats()["cold_groups"] == 1
    clock.engine = Engine(clock.rules, clock.engine.snapshot())
    assert [one.withheld for one in clock.until(80, 70) if one.reason == "threshold"] == [2]


def test_the_trail_shows_an_alert_that_began_within_a_cooldown(tmp_path: Path) -> None:
    now = [START]
    rules = rule_file(threshold=1, window_ns=5 * NS, cooldown=MINUTE)
    service = AlertingService(rules, clock=lambda: now[0], state_dir=tmp_path)
    service.feed([event(0)])
    for second in (6, 20):
        now[0] = START + second * NS
        service.feed([event(second)] if second == 20 else [])
        service._evaluation.tick(now[0])
    steps = [(step.outcome.stage, step.outcome.reason, step.outcome.detail) for step in service.trail("ErrorBurst")]
    assert ("engine", "cooldown", "1 records withheld") in steps


@pytest.mark.parametrize("journaled", [False, True])
def test_a_restart_in_the_middle_counts_on(tmp_path: Path, journaled: bool) -> None:
    now = [START]
    rules = rule_file(threshold=1, window_ns=120 * NS, cooldown=MINUTE)

    def service() -> AlertingService:
        return AlertingService(rules, clock=lambda: now[0], state_dir=tmp_path)

    first = service()
    first.feed([event(0, "a")])
    for number in range(4):
        first.feed([event(number + 1, f"b{number}")])
        if journaled:
            first._store.close()
            first = service()
    first._store.close()
    now[0] = START + 61 * NS
    (repeat,) = service()._engine.tick(now[0])
    assert (repeat.reason, repeat.withheld) == ("repeat", 4)
