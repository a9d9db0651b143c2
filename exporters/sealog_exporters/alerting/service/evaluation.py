"""Evaluates events and the time, and stores the results in transactions.

After an error of the store the state is as before: no event was counted, and the sender has to repeat them.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.dispatch.dispatcher import Dispatcher
from sealog_exporters.alerting.state.checkpoint import Checkpointer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog_exporters.alerting.delivery.targets import Target
    from sealog_exporters.alerting.engine.engine import Engine
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.rule import RuleFile
    from sealog_exporters.alerting.state.store import StateStore
    from sealog_exporters.event import Event


class Evaluation:
    """Engine and dispatcher of the rules in use. One thread only.

    Args:
        rules: the rules to evaluate.
        targets: the targets of the receivers.
        store: the state store.
        durable: whether the store outlives the process.
        since_ns: since when this process observes.
        external_url: the address of this service, for links in notifications.
        warn: gets lines for operators.
        cpu_clock: ns of processor time of this thread, to measure the cost of rules; `None`: it is not measured.

    Raises:
        StoreError: the stored state can't be read. Damaged state may also raise any `LookupError`, `TypeError`,
            `ValueError` or `AttributeError`.
    """

    def __init__(  # noqa: PLR0913 - all but the rules are named
        self,
        rules: RuleFile,
        *,
        targets: Sequence[Target],
        store: StateStore,
        durable: bool,
        since_ns: int,
        external_url: str,
        warn: Callable[[str], None],
        cpu_clock: Callable[[], int] | None,
    ) -> None:
        self._store = store
        self._since_ns = since_ns
        self._external_url = external_url
        self._warn = warn
        self._failing = False
        self.store_errors = 0
        self._checkpointer = Checkpointer(store, durable=durable, cpu_clock=cpu_clock)
        self.engine, self.series_left_out = self._checkpointer.engine(rules, since_ns)
        self._counted = replace(self.engine.counters)
        self._use(rules, targets, since_ns)

    def feed(self, events: Sequence[Event], now_ns: int) -> set[str]:
        """Evaluate events; return the names of the targets that have new notifications.

        Raises:
            StoreError: it could not be stored, and nothing is counted.
        """
        if self._failing:
            self._recover(now_ns)
        return self._commit(self.dispatcher.dispatch(self.engine.feed(events, now_ns), now_ns), now_ns)

    def tick(self, now_ns: int) -> set[str]:
        """Evaluate the time; return the names of the targets that have new notifications.

        Raises:
            StoreError: it could not be stored.
        """
        if self._failing:
            self._recover(now_ns)
        notifications = self.dispatcher.dispatch(self.engine.tick(now_ns), now_ns)
        return self._commit([*notifications, *self.dispatcher.tick(now_ns)], now_ns)

    async def prepared(self, rules: RuleFile) -> Engine:
        """Make the engine of other rules, in another thread."""
        return await asyncio.to_thread(self._checkpointer.new_engine, rules, self.engine.counters)

    def switch(self, rules: RuleFile, engine: Engine, targets: Sequence[Target], now_ns: int) -> None:
        """Switch to other rules and their `prepared` engine; what counts the same records keeps its state.

        Raises:
            StoreError: the state can't be written; the rules stay as they are.
        """
        self._commit([], now_ns)
        self.series_left_out = self._checkpointer.replace_engine(self.engine, engine, self._since_ns)
        self.engine = engine
        self._use(rules, targets, now_ns)

    def turn_back(self, now_ns: int) -> None:
        """Move pauses, cooldowns, waits and times of records that lie ahead of `now_ns` back to it."""
        self._warn("the clock was set back; what was counted and told since then counts as of now")
        self.engine.turn_back(now_ns)
        self.dispatcher.turn_back(now_ns)
        with contextlib.suppress(StoreError):  # then the pauses last until the clock comes by
            self._store.queue.turn_back(now_ns)

    def _use(self, rules: RuleFile, targets: Sequence[Target], now_ns: int) -> None:
        """Make the dispatcher of rules and their targets, with the stored alert states."""
        self._rules, self._targets = rules, targets
        receivers = tuple(dict.fromkeys(target.receiver for target in targets))
        silences = self._store.silences(now_ns)
        self.dispatcher = Dispatcher(rules, receivers, self._store.alert_states(), silences, self._external_url)

    def _commit(self, notifications: Iterable[Notification], now_ns: int) -> set[str]:
        """Store notifications and the state that they come from; after an error all is as it was before."""
        if self.engine.silent:
            self.dispatcher.note_withheld(self.engine.silent, now_ns)
            self.engine.silent.clear()
        queued = self._queued(notifications)
        states, trail = self.dispatcher.changed.items(), self.dispatcher.trail
        try:
            self._checkpointer.commit(self.engine, now_ns, queued, states, trail)
        except StoreError as error:
            self._note_failure(error)
            with contextlib.suppress(StoreError):  # _recover tries again
                self._roll_back(now_ns)
            raise
        self.dispatcher.saved()
        self._counted = replace(self.engine.counters)
        return set(dict(queued))

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

    def _note_failure(self, error: StoreError) -> None:
        """Count a failure, and warn of the first of an outage."""
        self.store_errors += 1
        if not self._failing:
            self._failing = True
            self._warn(f"{error}; records are refused and nothing is told until it can be")

    def _roll_back(self, now_ns: int) -> None:
        """Return to the stored state: the sender got an error and sends its events again."""
        self._checkpointer.roll_back(self.engine, self._since_ns)
        self.engine.counters.become(self._counted)
        self._use(self._rules, self._targets, now_ns)

    def _recover(self, now_ns: int) -> None:
        """After a failure, check that something can be written before anything is counted.

        Raises:
            StoreError: it still can't.
        """
        try:
            self._store.probe()
            self._roll_back(now_ns)
        except StoreError as error:
            self._note_failure(error)
            raise
        self._failing = False
