"""The alerting service with real receivers: notifies at once, retries after failures, goes on after restarts."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerting.events import START, event, rule_file
from alerting.hooks import Answer, Hook, listening
from sealog.errors import StoreError
from sealog_exporters.alerting import AlertingService
from sealog_exporters.alerting.delivery.retry_backoff import Backoff
from sealog_exporters.alerting.model.rule import Receiver
from sealog_exporters.alerting.notifiers.webhook import WebhookConfig
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event

QUICK = Backoff(first_s=0.02, max_s=0.1)


def errors(n: int, first: int = 0) -> list[Event]:
    """Make errors of now."""
    return [event(uid=f"s-{first + i}")._replace(time_unix_nano=time.time_ns()) for i in range(n)]


def told_to(*hooks: Hook, window_ns: int = 300 * NS, timeout_s: float = 60.0) -> RuleFile:
    """Give the default rule with these hooks as receivers `hook0`, `hook1` and so on."""
    receivers = tuple(
        Receiver(f"hook{index}", integrations=(WebhookConfig(hook.url, timeout_s=timeout_s),))
        for index, hook in enumerate(hooks)
    )
    rules = rule_file(window_ns=window_ns, notify=tuple(receiver.name for receiver in receivers))
    return replace(rules, receivers=receivers)


def run(
    rules: RuleFile, body: Callable[[AlertingService], Awaitable[None]], state_dir: Path | None = None
) -> tuple[dict[str, int], list[str]]:
    """Run an alerter around `body`; give its last counters and what it told people."""
    told: list[str] = []

    async def main() -> dict[str, int]:
        service = AlertingService(
            rules, clock=time.time_ns, state_dir=state_dir, chance=lambda: 0.5, backoff=QUICK, warn=told.append
        )
        try:
            await service.start()
            await body(service)
            return service.stats()
        finally:
            await service.stop()

    return asyncio.run(main()), told


async def until(holds: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        await asyncio.sleep(0.005)


def waits_or_went(service: AlertingService) -> int:
    """Count the notifications that are queued or were attempted: what is neither is never sent."""
    stats = service.stats()
    return sum(stats[name] for name in ("waiting", "delivered", "failed_attempts", "dead"))


def test_the_tenth_error_reaches_the_webhook_and_the_ninth_does_not() -> None:
    with listening() as hook:

        async def body(service: AlertingService) -> None:
            service.feed(errors(9))
            assert waits_or_went(service) == 0
            service.feed(errors(1, first=9))
            await until(lambda: len(hook.accepted) == 1)

        stats, _ = run(told_to(hook), body)
    assert hook.accepted[0]["commonAnnotations"]["value"] == "10"
    assert (stats["events"], stats["counted"], stats["firing"], stats["fired"]) == (10, 10, 1, 1)


def test_an_alert_that_ends_is_resolved_by_the_clock_alone() -> None:
    with listening() as hook:

        async def body(service: AlertingService) -> None:
            service.feed(errors(10))
            await until(lambda: len(hook.accepted) == 2)

        run(told_to(hook, window_ns=2 * NS), body)
    assert [body["status"] for body in hook.accepted] == ["firing", "resolved"]


def test_a_failing_receiver_gets_the_notification_once_it_answers() -> None:
    with listening(Answer(500), Answer(503), Answer(429)) as hook:

        async def body(service: AlertingService) -> None:
            service.feed(errors(10))
            await until(lambda: service.stats()["delivered"] == 1)

        stats, told = run(told_to(hook), body)
    assert len(hook.bodies) == 4
    assert (stats["failed_attempts"], stats["waiting"]) == (3, 0)
    assert told == ["alert notification to hook0/webhook/0 failed: HTTP 500; it is tried again until it arrives"]


@pytest.mark.parametrize(("asked", "pause_s"), [("7", 7.0), ("0", QUICK.pause_s(1, 0.5))])
def test_retry_after_is_honoured(asked: str, pause_s: float) -> None:
    async def main(hook: Hook) -> float:
        """Return the pause after the first attempt, by a clock that stands."""
        service = AlertingService(
            told_to(hook), clock=lambda: START, chance=lambda: 0.5, backoff=QUICK, warn=lambda _: None
        )
        await service.start()
        service.feed([event(uid=f"u-{number}") for number in range(10)])
        await until(lambda: service.stats()["failed_attempts"] == 1)
        queued = service._store.queue.next("hook0/webhook/0")
        assert queued is not None
        await service.stop()
        return (queued.due_ns - START) / NS

    with listening(Answer(429, {"Retry-After": asked})) as hook:
        assert asyncio.run(main(hook)) == pytest.approx(pause_s)


def test_a_receiver_that_hangs_holds_up_no_other() -> None:
    gate = threading.Event()
    with listening(Answer(gate=gate)) as slow, listening() as quick:

        async def body(service: AlertingService) -> None:
            service.feed(errors(10))
            await until(lambda: len(quick.accepted) == 1)
            assert slow.accepted == []
            gate.set()
            await until(lambda: service.stats()["delivered"] == 2)

        run(told_to(slow, quick, timeout_s=60), body)


def test_a_receiver_that_refuses_for_good_is_given_up_and_told_without_content() -> None:
    with listening(Answer(404)) as hook:

        async def body(service: AlertingService) -> None:
            service.feed(errors(10))
            await until(lambda: service.stats()["dead"] == 1)

        stats, told = run(told_to(hook), body)
    assert (stats["given_up"], stats["waiting"]) == (1, 0)
    assert told == ["alert notification to hook0/webhook/0 given up: HTTP 404"]


def test_send_resolved_false_tells_no_end() -> None:
    with listening() as hook:
        rules = told_to(hook, window_ns=2 * NS)
        config = replace(rules.receivers[0].integrations[0], send_resolved=False)
        rules = replace(rules, receivers=(replace(rules.receivers[0], integrations=(config,)),))

        async def body(service: AlertingService) -> None:
            service.feed(errors(10))
            await until(lambda: service.stats()["resolved"] == 1)

        stats, _ = run(rules, body)
    assert stats["waiting"] == 0
    assert [body["status"] for body in hook.accepted] == ["firing"]


def test_what_waits_at_the_end_is_delivered_after_a_restart(tmp_path: Path) -> None:
    async def fire(service: AlertingService) -> None:
        service.feed(errors(10))
        await until(lambda: service.stats()["failed_attempts"] > 0)

    async def wait(service: AlertingService) -> None:
        await until(lambda: service.stats()["delivered"] == 1)

    with listening(*[Answer(500)] * 1_000) as hook:
        run(told_to(hook), fire, tmp_path)
        hook.answers.clear()
        run(told_to(hook), wait, tmp_path)
    assert len(hook.accepted) == 1


def test_state_that_can_not_be_written_is_an_error_and_nothing_is_lost_or_repeated(tmp_path: Path) -> None:
    with listening() as hook:

        async def body(service: AlertingService) -> None:
            batch = errors(10)
            service._store._database._connection.execute("PRAGMA query_only = ON")  # a disk that takes nothing
            with pytest.raises(StoreError, match="alert state can't be written"):
                service.feed(batch)
            assert waits_or_went(service) == 0
            service._store._database._connection.execute("PRAGMA query_only = OFF")
            service.feed(batch)  # the sender tries again
            await until(lambda: service.stats()["delivered"] == 1)

        stats, told = run(told_to(hook), body, tmp_path)
    assert (len(hook.bodies), stats["waiting"]) == (1, 0)
    assert (stats["counted"], stats["duplicates"]) == (10, 0)
    assert len(told) == 1


def test_stored_groups_of_removed_rules_are_left_out_and_told(tmp_path: Path) -> None:
    async def feed(service: AlertingService) -> None:
        service.feed(errors(3))

    async def nothing(_: AlertingService) -> None:
        """Only start."""

    run(rule_file(), feed, tmp_path)
    stats, told = run(rule_file(alert="Other"), nothing, tmp_path)
    assert stats["groups_left_out"] == 1
    assert told == ["1 alert groups left out: their rules are no longer in the rule file"]


def test_the_state_file_holds_the_record_before_feed_returns(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    copy.mkdir()

    def pages_on_disk() -> int:
        """Count them as another process would after this one died."""
        for file in tmp_path.glob("alerting.sqlite3*"):
            (copy / file.name).write_bytes(file.read_bytes())
        with sqlite3.connect(copy / "alerting.sqlite3") as db:
            (count,) = db.execute("SELECT count(*) FROM journal").fetchone()
        db.close()
        return int(count)

    async def feed(service: AlertingService) -> None:
        service.feed(errors(3))
        assert pages_on_disk() == 1

    run(rule_file(), feed, tmp_path)
