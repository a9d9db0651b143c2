"""The alerting service's heart: engine, outbox and couriers on one asyncio loop. It listens on no port."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.courier import Backoff, Courier, Deliveries
from sealog_exporters.alerting.engine import VERSION, Engine
from sealog_exporters.alerting.notification import notification_of
from sealog_exporters.alerting.notifiers.interface import Closing
from sealog_exporters.alerting.notifiers.targets import targets_of
from sealog_exporters.alerting.outbox import Outbox

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.decision import Decision
    from sealog_exporters.alerting.notification import Notification
    from sealog_exporters.alerting.notifiers.targets import Target
    from sealog_exporters.alerting.rules import RuleFile
    from sealog_exporters.event import Event

TICK_S = 1.0
GRACE_S = 5.0
"""How long `stop` waits for deliveries under way."""


def _tell_stderr(line: str) -> None:
    """Write a line for the people who run the service."""
    with contextlib.suppress(OSError, ValueError):  # stderr may be closed
        sys.stderr.write(f"sealog: {line}\n")


class Alerter:
    """Watches events by rules and tells receivers. All methods belong to the loop in which `start` ran.

    Args:
        rules: what to watch for, and whom to tell.
        clock: ns since the epoch, such as `time.time_ns`.
        state_dir: where windows, cooldowns and waiting notifications outlive the process; `None`: they don't.
        external_url: where people reach this service, for links in notifications.
        chance: a random number from 0 to 1, for the pauses between attempts.
        backoff: these pauses.
        tell: gets lines for the people who run the service, none with content.
        also: places to tell beside those that the rule file names.

    Raises:
        SettingError: the state directory can't be used.
    """

    def __init__(  # noqa: PLR0913 - one place wires the service; all but the rules are named and have defaults
        self,
        rules: RuleFile,
        *,
        clock: Callable[[], int],
        state_dir: Path | None = None,
        external_url: str = "",
        chance: Callable[[], float] = random.random,
        backoff: Backoff | None = None,
        tell: Callable[[str], None] = _tell_stderr,
        also: Sequence[Target] = (),
    ) -> None:
        self._clock = clock
        self._external_url = external_url
        self._tell = tell
        self._outbox = Outbox(state_dir)
        self._engine = Engine(rules)
        self._left_out = self._engine.restore({"version": VERSION, "groups": self._outbox.groups()})
        self._deliveries = Deliveries()
        self._couriers = [
            Courier(
                target,
                self._outbox,
                clock=clock,
                chance=chance,
                backoff=backoff or Backoff(),
                deliveries=self._deliveries,
                tell=tell,
            )
            for target in (*targets_of(rules.receivers), *also)
        ]
        self._unsaved: list[tuple[str, str, Notification]] = []
        self._store_errors = 0
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to deliver and to look at the time; what waits from an earlier process goes first."""
        gone = self._outbox.bury_unknown([courier.target.name for courier in self._couriers], self._clock())
        if gone:
            self._tell(f"{gone} waiting alert notifications given up: their receivers are no longer in the rule file")
        if self._left_out:
            self._tell(f"{self._left_out} alert groups left out: their rules are no longer in the rule file")
        self._tasks = [asyncio.create_task(courier.run()) for courier in self._couriers]
        self._tasks.append(asyncio.create_task(self._tick_forever()))

    def feed(self, events: Sequence[Event]) -> None:
        """Count events; with a state directory, what follows from them is durable when this returns.

        Raises:
            StoreError: it is not durable. Answer the sender that it should try again: nothing is counted twice,
                as far as the records have a `sealog.uid`.
        """
        now_ns = self._clock()
        self._save(self._engine.feed(events, now_ns), now_ns)

    async def stop(self) -> None:
        """End: what is due gets its attempt, for up to `GRACE_S`; what waits stays in the state directory."""
        if self._tasks:
            *couriers, ticker = self._tasks
            ticker.cancel()
            for courier in self._couriers:
                courier.stop()
            if couriers:
                await asyncio.wait(couriers, timeout=GRACE_S)
            for task in couriers:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
            self._tasks = []
        for courier in self._couriers:
            if isinstance(courier.target.notifier, Closing):
                await courier.target.notifier.close()
        self._outbox.close()

    def stats(self) -> dict[str, int]:
        """Give counters since the start, and what fires, waits and was given up now."""
        return {
            **self._engine.stats(),
            **asdict(self._deliveries),
            **self._outbox.stats(),
            "store_errors": self._store_errors,
            "groups_left_out": self._left_out,
        }

    async def _tick_forever(self) -> None:
        """Look at the time every second; a full disk does not end it."""
        while True:
            now_ns = self._clock()
            with contextlib.suppress(StoreError):  # counted and told by _save
                self._save(self._engine.tick(now_ns), now_ns)
            await asyncio.sleep(TICK_S)

    def _save(self, decisions: Iterable[Decision], now_ns: int) -> None:
        """Write decisions and the state that they come from at once; after an error, with the next that is written."""
        self._unsaved.extend(self._notifications(decisions))
        changes = self._engine.changes()
        if not changes and not self._unsaved:
            return
        try:
            self._outbox.commit(changes, self._unsaved, now_ns)
        except StoreError as error:
            self._store_errors += 1
            if self._store_errors == 1:
                self._tell(str(error))
            raise
        self._engine.saved()
        woken = {target for target, _, _ in self._unsaved}
        self._unsaved = []
        for courier in self._couriers:
            if courier.target.name in woken:
                courier.wake()

    def _notifications(self, decisions: Iterable[Decision]) -> list[tuple[str, str, Notification]]:
        """List (target, thread, notification) for everyone who is to be told; a thread is one alert's."""
        return [
            (
                courier.target.name,
                decision.fingerprint,
                notification_of(decision, courier.target.receiver, self._external_url),
            )
            for decision in decisions
            for courier in self._couriers
            if courier.target.receiver in decision.receivers
            and (decision.kind == "firing" or courier.target.send_resolved)
        ]
