"""The alerting service: wires engine, dispatcher, state store and delivery workers on one asyncio loop."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.delivery.pool import WorkerPool
from sealog_exporters.alerting.delivery.targets import Target, targets_of
from sealog_exporters.alerting.delivery.worker import Backoff, Deliveries, DeliveryWorker
from sealog_exporters.alerting.dispatch.dispatcher import Dispatcher
from sealog_exporters.alerting.engine.engine import SET_BACK_NS
from sealog_exporters.alerting.state.checkpoint import Checkpointer
from sealog_exporters.alerting.state.schema import DamagedStateError
from sealog_exporters.alerting.state.store import StateStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.engine.rule_cost import RuleCost
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.alert.state import AlertState, TrailEntry
    from sealog_exporters.alerting.model.routing.silence import Silence
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.event import Event

TICK_S = 1.0
GRACE_S = 5.0
"""How long `stop` waits for deliveries under way."""


def _why(error: Exception) -> str:
    """Describe what is wrong with stored state; only errors of ours are quoted, because others may hold data."""
    return str(error) if isinstance(error, StoreError) else type(error).__name__


def warn_stderr(line: str) -> None:
    """Write a line for operators to stderr."""
    with contextlib.suppress(OSError, ValueError):  # stderr may be closed
        sys.stderr.write(f"sealog: {line}\n")


class AlertingService:
    """Evaluates rules over events and notifies receivers. All methods belong to the loop in which `start` ran.

    Args:
        rules: the rules and receivers.
        clock: ns since the epoch, such as `time.time_ns`.
        state_dir: the directory of the durable state; `None` keeps windows, cooldowns and queues in memory.
        external_url: the address of this service, for links in notifications.
        chance: a random number from 0 to 1, for the pauses between attempts.
        backoff: these pauses.
        warn: gets lines for operators, none with content.
        extra_targets: targets in addition to those of the rule file.
        cpu_clock: ns of processor time of this thread, to measure the cost of rules; `None`: it is not measured.

    Raises:
        SettingError: the state directory can't be used.
        DamagedStateError: the state in it can't be read.
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
        warn: Callable[[str], None] = warn_stderr,
        extra_targets: Sequence[Target] = (),
        cpu_clock: Callable[[], int] | None = None,
    ) -> None:
        self._clock = clock
        self._external_url = external_url
        self._warn = warn
        self._extra_targets = tuple(extra_targets)
        self._store = StateStore(state_dir)
        self._deliveries = Deliveries()
        self._pool = WorkerPool(
            lambda target: DeliveryWorker(
                target,
                self._store,
                clock=clock,
                chance=chance,
                backoff=backoff or Backoff(),
                deliveries=self._deliveries,
                warn=warn,
            )
        )
        self._failing = False
        self._now_ns = 0
        self._store_errors = 0
        self._ticker: asyncio.Task[None] | None = None
        self._since_ns = clock()
        damage = ""
        try:
            self._checkpointer = Checkpointer(self._store, durable=state_dir is not None, cpu_clock=cpu_clock)
            self._engine, self._left_out = self._checkpointer.engine(rules, self._since_ns)
            self._counted = replace(self._engine.counters)
            self._take_rules(rules, self._since_ns)
        except (StoreError, LookupError, TypeError, ValueError, AttributeError) as error:  # not what was written
            damage = _why(error)
        if damage:  # raised out here: the error's frames hold cursors, and with them the file's lock
            self._store.close()
            raise DamagedStateError(state_dir, damage)
        if self._engine.newest_ns() > self._since_ns + SET_BACK_NS:
            self._set_back(self._since_ns)

    @property
    def rules(self) -> RuleFile:
        """The rules in use."""
        return self._rules

    async def start(self) -> None:
        """Start delivery and the clock; what waits from an earlier process is delivered first."""
        self._serve_targets()
        self._ticker = asyncio.create_task(self._tick_forever())

    def feed(self, events: Sequence[Event]) -> None:
        """Count events. With a state directory, everything that follows from them is stored when this returns.

        Raises:
            StoreError: it could not be stored, and nothing is counted. The sender has to repeat the events.
        """
        now_ns = self._now()
        self._recover(now_ns)
        self._save(self._dispatcher.dispatch(self._engine.feed(events, now_ns), now_ns), now_ns)

    async def reload(self, rules: RuleFile) -> None:
        """Switch to other rules; what counts the same records keeps its state, as after a restart.

        The rules are prepared in another thread.

        Raises:
            StoreError: the state can't be written; the rules stay as they are.
        """
        engine = await asyncio.to_thread(self._checkpointer.new_engine, rules, self._engine.counters)
        now_ns = self._clock()
        self._save([], now_ns)
        self._left_out = self._checkpointer.replace_engine(self._engine, engine, self._since_ns)
        self._engine = engine
        self._take_rules(rules, now_ns)
        self._serve_targets()

    def alert_states(self) -> list[AlertState]:
        """Return the state of each alert at each receiver."""
        return list(self._dispatcher.states())

    def costs(self) -> list[RuleCost]:
        """Return the cost of each rule, in the order of the rules."""
        return self._engine.costs()

    def trail(self, alert: str, limit: int = 100) -> list[TrailEntry]:
        """Return the newest trail entries of an alert, by its name or fingerprint, oldest first."""
        return self._store.trail_entries(alert, limit)

    def silences(self) -> list[tuple[Silence, int]]:
        """Return the silences that are not over, of the rule file and by command, and how often each held back."""
        muted = self._store.muted()
        now_ns = self._clock()
        known = (*self._rules.routing.silences, *self._store.silences(now_ns))
        return [(silence, muted.get(silence.id, 0)) for silence in known if silence.ends_at_ns > now_ns]

    def silence(self, silence: Silence) -> None:
        """Add a silence, which also holds after a restart.

        Raises:
            StoreError: it can't be stored; nothing is silenced.
        """
        self._store.save_silence(silence)
        self._dispatcher.silence(self._store.silences(self._clock()))

    def unsilence(self, identity: str) -> bool:
        """End a silence that was made by command; return whether there was one. Alerts that still fire are notified.

        Raises:
            StoreError: it can't be deleted.
        """
        dropped = self._store.delete_silence(identity)
        self._dispatcher.silence(self._store.silences(self._clock()))
        return dropped

    async def stop(self) -> None:
        """Stop; what is due is attempted for up to `GRACE_S`, and what waits stays in the state directory."""
        if self._ticker is not None:
            self._ticker.cancel()
            await asyncio.gather(self._ticker, return_exceptions=True)
            self._ticker = None
        await self._pool.stop(GRACE_S)
        self._store.close()

    def stats(self) -> dict[str, int]:
        """Return counters since the start, and what fires, waits, is held and was given up now."""
        standings = self.alert_states()
        return {
            **self._engine.stats(),
            **asdict(self._deliveries),
            **self._store.stats(),
            "held": sum(one.due for one in standings),
            "open": sum(one.open for one in standings),
            "store_errors": self._store_errors,
            "groups_left_out": self._left_out,
        }

    def _take_rules(self, rules: RuleFile, now_ns: int) -> None:
        """Put rules into use, with the stored alert states."""
        self._rules = rules
        self._targets = (*targets_of(rules.receivers), *self._extra_targets)
        self._make_dispatcher(self._store.silences(now_ns))

    def _make_dispatcher(self, silences: Iterable[Silence]) -> None:
        """Make the dispatcher from what is stored."""
        receivers = dict.fromkeys(target.receiver for target in self._targets)
        self._dispatcher = Dispatcher(
            self._rules, tuple(receivers), self._store.alert_states(), silences, self._external_url
        )

    def _serve_targets(self) -> None:
        """Serve the rules' targets, and warn of what is left behind."""
        self._pool.serve(self._targets)
        gone = self._store.dead_letter_unknown([target.name for target in self._targets], self._clock())
        if gone:
            self._warn(f"{gone} waiting alert notifications given up: their receivers are no longer in the rule file")
        if self._left_out:
            self._warn(f"{self._left_out} alert groups left out: their rules are no longer in the rule file")

    async def _tick_forever(self) -> None:
        """Evaluate the time every second; a full disk does not end it."""
        while True:
            now_ns = self._now()
            with contextlib.suppress(StoreError):  # counted and told by _save
                self._recover(now_ns)
                told = self._dispatcher.dispatch(self._engine.tick(now_ns), now_ns)
                self._save([*told, *self._dispatcher.tick(now_ns)], now_ns)
            await asyncio.sleep(TICK_S)

    def _save(self, notifications: Iterable[Notification], now_ns: int) -> None:
        """Store notifications and the state that they come from; after an error all is as it was before."""
        self._dispatcher.note_withheld(self._engine.take_withheld(), now_ns)
        queued = self._queued(notifications)
        states, trail = self._dispatcher.changes()
        try:
            self._checkpointer.commit(self._engine, now_ns, queued, states, trail)
        except StoreError as error:
            self._note_failure(error)
            with contextlib.suppress(StoreError):  # _recover tries again
                self._roll_back(now_ns)
            raise
        self._dispatcher.saved()
        self._counted = replace(self._engine.counters)
        self._pool.wake({target for target, _ in queued})

    def _now(self) -> int:
        """Read the clock; handle that it was set back."""
        now_ns = self._clock()
        if now_ns < self._now_ns - SET_BACK_NS:
            self._set_back(now_ns)
        self._now_ns = now_ns
        return now_ns

    def _set_back(self, now_ns: int) -> None:
        """Move pauses, cooldowns, waits and times of records that lie ahead back to now."""
        self._warn("the clock was set back; what was counted and told since then counts as of now")
        self._engine.turn_back(now_ns)
        self._dispatcher.turn_back(now_ns)
        with contextlib.suppress(StoreError):  # then the pauses last until the clock comes by
            self._store.turn_back(now_ns)
        self._pool.wake({target.name for target in self._targets})

    def _note_failure(self, error: StoreError) -> None:
        """Count a failure, and warn of the first of an outage."""
        self._store_errors += 1
        if not self._failing:
            self._failing = True
            self._warn(f"{error}; records are refused and nothing is told until it can be")

    def _roll_back(self, now_ns: int) -> None:
        """Go back to what is stored: the sender got an error and sends its events again."""
        self._checkpointer.roll_back(self._engine, self._since_ns)
        self._engine.counters.become(self._counted)
        self._make_dispatcher(self._store.silences(now_ns))

    def _recover(self, now_ns: int) -> None:
        """After a failure, check that something can be written before anything is counted.

        Raises:
            StoreError: it still can't.
        """
        if not self._failing:
            return
        try:
            self._store.probe()
            self._roll_back(now_ns)
        except StoreError as error:
            self._note_failure(error)
            raise
        self._failing = False

    def _queued(self, notifications: Iterable[Notification]) -> list[tuple[str, Notification]]:
        """List (target, notification) for every target of the receivers."""
        queued = []
        for notification in notifications:
            for target in self._targets:
                if target.receiver != notification.receiver:
                    continue
                if target.send_resolved:
                    queued.append((target.name, notification))
                elif (firing := notification.only_firing()) is not None:
                    queued.append((target.name, firing))
        return queued
