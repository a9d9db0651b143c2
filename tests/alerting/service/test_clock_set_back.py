"""After the machine's clock is set back nothing waits for the old time to come again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from alerting.events import START, event
from alerting.rulefiles import rule
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.model.rule import Receiver, RuleFile
from sealog_exporters.alerting.notifiers.webhook import WebhookConfig
from sealog_exporters.alerting.service.service import AlertingService
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.alert.decision import Decision
    from sealog_exporters.alerting.state.store import StateStore

HOUR = 3600
BACK = -HOUR


class Clocked:
    """An engine on a clock that can be set; records carry the time of this clock or, `right`, of a right one."""

    def __init__(self, folder: Path, lines: str, *, right: bool = False) -> None:
        self.rules = RuleFile((rule(folder, lines),), ())
        self.engine = Engine(self.rules)
        self.right = right

    def at(self, second: float, number: int = 0, **fields: Any) -> list[Decision]:
        """Let `number` records come at a second of our clock, and look at the time."""
        shift = BACK if self.right and second >= 0 else 0
        records = [event(second + shift, **fields) for _ in range(number)]
        now_ns = START + int(second * NS)
        return [*self.engine.feed(records, now_ns), *self.engine.tick(now_ns)]

    def until(self, first: int, last: int, step: int = 1) -> list[Decision]:
        return [one for second in range(first, last, step) for one in self.at(second)]


def kinds(decisions: list[Decision]) -> list[str]:
    return [f"{one.kind} {one.reason}" for one in decisions]


@pytest.mark.parametrize("right", [False, True])
def test_a_count_fires_after_an_alert_of_the_time_ahead(tmp_path: Path, right: bool) -> None:
    clock = Clocked(tmp_path, "count: {gte: 10}\ncooldown: 1s", right=right)
    assert kinds(clock.at(0, 10))[:1] == ["firing threshold"]
    assert kinds(clock.until(300, 310))[-1:] in (["resolved below_threshold"], [])
    clock.until(BACK, BACK + 400, 10)
    assert "firing threshold" in kinds(clock.at(BACK + 500, 10))


def test_the_cooldown_is_not_longer_by_the_jump(tmp_path: Path) -> None:
    clock = Clocked(tmp_path, "count: {gte: 1}\ncooldown: 10m\nwindow: 1h")
    assert len(clock.at(0, 1)) == 1
    assert clock.until(BACK, BACK + 600, 10) == []
    clock.at(BACK + 590, 1)
    assert kinds(clock.at(BACK + 601, 1)) == ["firing repeat"]


def test_the_wait_of_for_is_not_longer_by_the_jump(tmp_path: Path) -> None:
    clock = Clocked(tmp_path, "count: {gte: 1}\nfor: 5m\nwindow: 1h")
    assert clock.at(0, 1) == []
    assert clock.at(BACK, 1) == []
    assert kinds(clock.at(BACK + 301)) == ["firing held"]


def test_silence_counts_from_when_the_clock_was_set(tmp_path: Path) -> None:
    clock = Clocked(tmp_path, "absent: true\nwindow: 5m\ngroup_by: []")
    clock.at(0, 1)
    assert clock.at(BACK) == []
    assert clock.until(BACK + 10, BACK + 300, 10) == []
    assert kinds(clock.until(BACK + 300, BACK + 303)) == ["firing threshold"]


def test_a_firing_silence_ends_with_the_first_record(tmp_path: Path) -> None:
    clock = Clocked(tmp_path, "absent: true\nwindow: 5m\ngroup_by: []\ncooldown: 1h")
    clock.at(0, 1)
    assert kinds(clock.until(1, 310)) == ["firing threshold"]
    assert clock.at(BACK) == []
    assert kinds(clock.at(BACK + 5, 1)) == ["resolved below_threshold"]


@pytest.mark.parametrize(
    "lines",
    [
        "ratio: {of: {severity: ERROR}, gte: 0.5, least: 10}",
        "value: {field: n, stat: sum, gte: 10}",
        "distinct: {field: u, gte: 1}",
        "all: [{count: {gte: 10}}, {value: {field: n, stat: sum, gte: 10}}]",
        "sequence: {steps: [{severity: ERROR}, {severity: ERROR}]}",
    ],
)
def test_every_measure_goes_on(tmp_path: Path, lines: str) -> None:
    clock = Clocked(tmp_path, f"{lines}\ncooldown: 1s\nwindow: 1m")
    fields = {"attributes": {"n": 1, "u": "x"}}
    assert clock.at(0, 20, **fields)
    clock.until(1, 130)
    clock.until(BACK, BACK + 130)
    assert "firing threshold" in kinds(clock.at(BACK + 200, 20, **fields))


def test_cold_groups_go_back_too(tmp_path: Path) -> None:
    clock = Clocked(tmp_path, "count: {gte: 10}\ncooldown: 10m")
    clock.engine = Engine(clock.rules, max_ready=1)
    assert len(clock.at(0, 10)) == 1
    clock.until(1, 400)
    for number in range(5):
        clock.at(400, 1, service=f"other-{number}")
    clock.at(BACK)
    assert kinds(clock.at(BACK + 700, 10)) == ["firing threshold"]


def test_small_steps_change_nothing(tmp_path: Path) -> None:
    clock = Clocked(tmp_path, "count: {gte: 10}")
    clock.at(25, 3)
    before = clock.engine.snapshot()
    clock.at(4)
    assert clock.engine.snapshot() == before


def test_what_waits_for_a_receiver_is_tried_at_once(tmp_path: Path) -> None:
    now = [START]
    told: list[str] = []
    rules = RuleFile(
        (rule(tmp_path, "count: {gte: 1}\ncooldown: 10m"),),
        (Receiver("hook", integrations=(WebhookConfig("http://127.0.0.1:1/"),)),),
    )
    service = AlertingService(rules, clock=lambda: now[0], state_dir=tmp_path / "state", warn=told.append)
    service.feed([event(0)])
    queued = _any(service._store)
    service._store.queue.postpone(queued, START + 900 * NS)
    now[0] = START + BACK * NS
    service.feed([event(BACK)])
    assert _any(service._store).due_ns == now[0]
    assert [one.told_at_ns for one in service.alert_states()] == [now[0]]
    assert len(told) == 1


def test_a_clock_that_was_set_back_while_the_process_was_away_is_seen_at_the_start(tmp_path: Path) -> None:
    rules = RuleFile((rule(tmp_path, "count: {gte: 2}\ncooldown: 10m"),), ())
    first = AlertingService(rules, clock=lambda: START, state_dir=tmp_path / "state")
    first.feed([event(0), event(0)])
    first._store.close()
    told: list[str] = []
    back = START + BACK * NS
    again = AlertingService(rules, clock=lambda: back, state_dir=tmp_path / "state", warn=told.append)
    assert len(told) == 1
    assert all(group["told_at_ns"] <= back for group in again._engine.snapshot()["groups"])


def _any(store: StateStore) -> Any:
    (target,) = next(store._database.rows("SELECT target FROM waiting"))
    return store.queue.next(target)
