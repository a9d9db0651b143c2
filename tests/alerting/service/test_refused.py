"""A refused record is not counted, and records that waited through an outage are notified once."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from alerting.events import START, event, rule_file
from alerting.notifications import notifications
from sealog.errors import StoreError
from sealog_exporters.alerting.config import load_rules
from sealog_exporters.alerting.model.rule import Cooldown, Receiver
from sealog_exporters.alerting.notifiers.webhook import WebhookConfig
from sealog_exporters.alerting.service.service import AlertingService
from sealog_exporters.alerting.state.coalesce import coalesce
from sealog_exporters.alerting.state.store import StateStore
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.event import Event

FIRING, RESOLVED = notifications()


class Desk:
    """An alerter that nobody delivers for, on a clock of its own, over a disk that can be full."""

    def __init__(self, folder: Path, **rule: Any) -> None:
        self.now_s = 0.0
        self.told: list[str] = []
        rules = rule_file(notify=("hook",), **rule)
        hook = Receiver("hook", integrations=(WebhookConfig("http://127.0.0.1:1/"),))
        self.service = AlertingService(
            replace(rules, receivers=(hook,)),
            clock=lambda: START + int(self.now_s * NS),
            state_dir=folder,
            warn=self.told.append,
        )

    def feed(self, *events: Event) -> None:
        self.now_s += 1
        self.service.feed(events)

    def refused(self, *events: Event) -> None:
        with pytest.raises(StoreError):
            self.feed(*events)

    def tick(self) -> None:
        with suppress(StoreError):
            self.service._evaluation.tick(self.service._clock())

    def set_full(self, *, full: bool) -> None:
        self.service._store._database._connection.execute(f"PRAGMA query_only = {'ON' if full else 'OFF'}")

    @contextmanager
    def full_disk(self) -> Iterator[None]:
        self.set_full(full=True)
        yield
        self.set_full(full=False)

    def waiting(self) -> list[dict[str, Any]]:
        rows = self.service._store._database._connection.execute("SELECT body FROM waiting ORDER BY id")
        return [alert for (body,) in rows for alert in json.loads(body)["alerts"]]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("uid", ["", "u"])
def test_a_refused_record_does_not_count_however_often_it_comes(desk: Desk, uid: str) -> None:
    for number in range(9):
        desk.feed(event(number, f"{uid}{number}" if uid else ""))
    with desk.full_disk():
        for _ in range(20):
            desk.refused(event(9, uid))
    assert desk.waiting() == []
    assert desk.service.stats()["counted"] == 9
    desk.feed(event(9, uid))
    assert [alert["annotations"]["value"] for alert in desk.waiting()] == ["10"]


def test_refused_for_good_never_fires(desk: Desk) -> None:
    with desk.full_disk():
        for number in range(30):
            desk.refused(event(number))
            desk.tick()
    for _ in range(5):
        desk.now_s += 1
        desk.tick()
    assert desk.waiting() == []
    assert desk.service.stats()["groups"] == 0


def test_what_was_counted_before_the_outage_counts_still(desk: Desk) -> None:
    for number in range(7):
        desk.feed(event(number))
    with desk.full_disk():
        desk.refused(*(event(8) for _ in range(50)))
        desk.tick()
    desk.feed(event(9), event(9))
    assert desk.waiting() == []
    desk.feed(event(10))
    assert len(desk.waiting()) == 1


def test_groups_that_gave_way_in_a_refused_batch_are_there_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path, max_groups=3)
    for number in range(9):
        desk.feed(event(number))
    with desk.full_disk():
        desk.refused(*(event(9, service=f"other-{one}") for one in range(5)))
    desk.feed(event(10))
    assert len(desk.waiting()) == 1


def test_a_firing_alert_is_neither_told_twice_nor_ended_by_an_outage(tmp_path: Path) -> None:
    minute = Cooldown(60 * NS, 1.0, 60 * NS)
    desk = Desk(tmp_path, cooldown=minute, window_ns=3600 * NS)
    desk.feed(*(event(0) for _ in range(10)))
    with desk.full_disk():
        for _ in range(30):
            desk.now_s += 60
            desk.tick()
    desk.now_s += 1
    desk.tick()
    assert [alert["annotations"]["reason"] for alert in desk.waiting()] == ["threshold", "repeat"]


@pytest.mark.parametrize("aggregation", ["ratio", "value", "distinct", "absent"])
def test_levels_go_back_too(tmp_path: Path, aggregation: str) -> None:
    kinds = {
        "ratio": "ratio: {of: {severity: FATAL}, gte: 0.5, least: 10}",
        "value": "value: {field: n, stat: sum, gte: 10}",
        "distinct": "distinct: {field: n, gte: 10}",
        "absent": "absent: true",
    }
    path = tmp_path / "rules.yaml"
    path.write_text(
        "receivers: [{name: hook, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}]\n"
        f"groups: [{{name: g, rules: [{{alert: A, {kinds[aggregation]}, group_by: []}}]}}]\n"
    )
    now = [START]
    service = AlertingService(
        load_rules(path, {}), clock=lambda: now[0], state_dir=tmp_path / "state", warn=lambda _: None
    )

    def batch(number: int) -> list[Event]:
        return [event(number, severity=21, attributes={"n": number})]

    service.feed(batch(1))
    before = service._engine.snapshot()
    service._store._database._connection.execute("PRAGMA query_only = ON")
    now[0] += NS
    for number in range(2, 40):
        with pytest.raises(StoreError):
            service.feed(batch(number))
    service._store._database._connection.execute("PRAGMA query_only = OFF")
    service._evaluation._recover(now[0])
    assert service._engine.snapshot() == before


def test_the_state_after_a_refusal_is_that_of_a_restart(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    for number in range(9):
        desk.feed(event(number, service=f"s{number % 3}"))
    with desk.full_disk():
        desk.refused(*(event(20, service=f"s{one % 5}") for one in range(40)))
    running = desk.service._engine.snapshot()
    desk.service._store.close()
    again = Desk(tmp_path).service._engine.snapshot()
    assert sorted(running["groups"], key=str) == sorted(again["groups"], key=str)


def test_an_outage_is_told_once_and_the_next_one_again(desk: Desk) -> None:
    for _ in range(2):
        with desk.full_disk():
            for _ in range(5):
                desk.refused(event(0))
        desk.feed(event(0))
    assert len(desk.told) == 2
    assert all("records are refused" in line for line in desk.told)


def folded(*behind: Notification) -> tuple[Notification, tuple[int, ...]]:
    return coalesce(FIRING, enumerate(behind, start=2))


def test_stale_repeats_are_one_notification_that_says_how_many_it_stands_for() -> None:
    store = StateStore(None)
    store.commit([], [("hook", replace(FIRING, thread="a"))] * 8 + [("hook", replace(RESOLVED, thread="a"))], now_ns=0)
    queued = store.queue.next("hook")
    assert queued is not None
    assert [alert.annotations["folded"] for alert in queued.notification.alerts] == ["7"]
    store.queue.delivered(queued)
    assert store.queue.stats()["waiting"] == 1
    queued = store.queue.next("hook")
    assert queued is not None
    assert queued.notification == RESOLVED


def test_a_repeat_that_comes_while_one_is_sent_is_not_lost() -> None:
    store = StateStore(None)
    store.commit([], [("hook", replace(FIRING, thread="a"))] * 3, now_ns=0)
    queued = store.queue.next("hook")
    assert queued is not None
    store.commit([], [("hook", replace(FIRING, thread="a"))], now_ns=0)
    store.queue.delivered(queued)
    assert store.queue.stats()["waiting"] == 1


def test_what_is_folded_and_given_up_is_buried_whole() -> None:
    store = StateStore(None)
    store.commit([], [("hook", replace(FIRING, thread="a"))] * 3, now_ns=0)
    queued = store.queue.next("hook")
    assert queued is not None
    store.queue.postpone(queued, 5)
    queued = store.queue.next("hook")
    assert queued is not None
    assert (queued.attempts, queued.due_ns) == (1, 5)
    store.queue.dead_letter(queued, "gone", 0)
    assert store.queue.stats() == {"waiting": 0, "dead": 3}


def test_an_end_is_never_folded_away() -> None:
    assert folded(RESOLVED, FIRING) == (FIRING, ())
    assert coalesce(RESOLVED, [(2, RESOLVED), (3, FIRING)]) == (RESOLVED, ())


def test_another_alert_and_a_later_one_of_the_same_name_stay_apart() -> None:
    (alert,) = FIRING.alerts
    later = replace(FIRING, alerts=(replace(alert, starts_at_ns=alert.starts_at_ns + 1),))
    other = replace(FIRING, alerts=(replace(alert, fingerprint="0123456789abcdef"),))
    assert folded(later) == folded(other) == (FIRING, ())
    assert folded(FIRING, later)[1] == (2,)
