"""Fewer than N in a window: fires without any traffic too, but never before a whole window was watched."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from alerting.events import INFO, START, event
from alerting.rulefiles import rule
from sealog.errors import SettingError
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.rule import RuleFile
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog_exporters.alerting.model.alert.decision import Decision


class Run:
    def __init__(self, folder: Path, lines: str, max_ready: int = 1000) -> None:
        self.rules = RuleFile((rule(folder, f"window: 1m\ncooldown: 1h\n{lines}"),), ())
        self.engine = Engine(self.rules, max_ready=max_ready)

    def play(self, first: int, last: int, at: Callable[[int], int], service: str = "shop") -> list[str]:
        """Let seconds pass; `at` says how many records come in each."""
        told: list[str] = []
        for second in range(first, last):
            records = [event(second, service=service, severity=INFO)] * at(second)
            now_ns = START + second * NS
            told += [said(second, one) for one in [*self.engine.feed(records, now_ns), *self.engine.tick(now_ns)]]
        return told


def said(second: int, decision: Decision) -> str:
    return f"{second} {decision.kind} {decision.value}"


def every(seconds: int) -> Callable[[int], int]:
    return lambda second: second % seconds == 0


def nothing(_: int) -> int:
    return 0


def test_no_traffic_from_the_start_is_fewer_than_one(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lt: 1}\ngroup_by: []")
    assert run.play(0, 62, nothing) == ["60 firing 0"]


def test_enough_is_quiet_and_too_few_fires_and_ends(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lt: 5}\ngroup_by: []")
    assert run.play(0, 300, every(10)) == []
    assert run.play(300, 400, every(20)) == ["330 firing 4"]
    assert run.play(400, 500, every(5))[0].split()[1:] == ["resolved", "5"]


def test_a_group_is_missed_from_its_first_record_on(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lt: 3}")
    assert run.play(0, 30, nothing) == []
    told = run.play(30, 200, lambda second: second == 30)
    assert told == ["90 firing 0"]


def test_at_most_none_is_none(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lte: 0}\ngroup_by: []")
    assert run.play(0, 120, lambda second: second == 30) == ["90 firing 0"]


def test_with_clear_it_goes_on_until_there_are_more(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lt: 3, clear: 5}\ngroup_by: []")
    assert run.play(0, 61, nothing) == ["60 firing 0"]
    assert run.play(61, 200, every(14)) == []
    assert run.play(200, 300, every(5))[0].split()[1:] == ["resolved", "6"]


def test_a_restart_watches_a_whole_window_and_an_alert_goes_on(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lt: 5}\ngroup_by: []")
    run.play(0, 300, every(10))
    state = run.engine.snapshot()
    run.engine = Engine(run.rules)
    run.engine.restore(state, since_ns=START + 600 * NS)
    assert run.play(600, 659, nothing) == []
    assert run.play(659, 662, nothing)[0].split()[1] == "firing"
    again = Engine(run.rules)
    again.restore(run.engine.snapshot(), since_ns=START + 700 * NS)
    run.engine = again
    assert run.play(700, 760, nothing) == []
    assert run.play(760, 800, every(1))[0].split()[1] == "resolved"


def test_cold_groups_fire_like_the_others(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lt: 2}\nmax_groups: 200000", max_ready=1)
    for name in "abc":
        run.play(0, 1, lambda _: 1, service=name)
    told = run.play(1, 100, nothing)
    assert [line for line in told if "firing" in line] == ["60 firing 0"] * 3  # more than one can't be ready here


def test_a_silent_group_is_given_up(tmp_path: Path) -> None:
    run = Run(tmp_path, "count: {lt: 2, forget: 2m}")
    told = run.play(0, 200, lambda second: second == 0)
    assert [line.split()[1] for line in told] == ["firing", "resolved"]
    assert run.engine.stats()["groups"] == 0


def test_as_a_part_of_others(tmp_path: Path) -> None:
    run = Run(tmp_path, "all: [{count: {lt: 3}}, {count: {gte: 1}}]\nmatch: {severity: any}\ngroup_by: []")
    run.play(0, 200, every(10))
    assert [line.split()[1] for line in run.play(200, 400, lambda second: second == 290)] == ["firing", "resolved"]


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("count: {lt: 0}", "whole number from 1"),
        ("count: {lt: 5, gte: 3}", "one comparison"),
        ("count: {lt: 5, lte: 3}", "one comparison"),
        ("count: {lt: 5, clear: 4}", "whole number from 5"),
        ("count: {lt: 5, forget: 30s}", "longer than the rule's window"),
        ("count: {gt: 5}", "unknown key"),
        ("count: {gte: 5, forget: 1d}", "has no effect without"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, lines: str, problem: str) -> None:
    with pytest.raises(SettingError, match=problem):
        rule(tmp_path, lines)


def test_a_plain_count_is_as_before(tmp_path: Path) -> None:
    assert rule(tmp_path, "count: {gte: 5, clear: 3}").aggregation == Count(5, 3)
