"""The alerting service: wires evaluation, state store and delivery workers on one asyncio loop."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.delivery.pool import WorkerPool
from sealog_exporters.alerting.delivery.retry_backoff import Backoff
from sealog_exporters.alerting.delivery.targets import Target, targets_of
from sealog_exporters.alerting.delivery.worker import Deliveries, DeliveryWorker
from sealog_exporters.alerting.engine.engine import SET_BACK_NS
from sealog_exporters.alerting.service.evaluation import Evaluation
from sealog_exporters.alerting.state.schema import DamagedStateError
from sealog_exporters.alerting.state.store import StateStore

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sealog_exporters.alerting.dispatch.dispatcher import Dispatcher
    from sealog_exporters.alerting.engine.engine import Engine
    from sealog_exporters.alerting.engine.rule_cost import RuleCost
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
        self._warn = warn
        self._extra_targets = tuple(extra_targets)
        self._store = StateStore(state_dir)
        self._deliveries = Deliveries()
        self._pool = WorkerPool(
            lambda target: DeliveryWorker(
                target,
                self._store.queue,
                clock=clock,
                chance=chance,
                backoff=backoff or Backoff(),
                deliveries=self._deliveries,
                warn=warn,
            )
        )
        self._now_ns = 0
        self._ticker: asyncio.Task[None] | None = None
        self._since_ns = clock()
        self._use(rules)
        damage = ""
        try:
            self._evaluation = Evaluation(
                rules,
                targets=self._targets,
                store=self._store,
                durable=state_dir is not None,
                since_ns=self._since_ns,
                external_url=external_url,
                warn=warn,
                cpu_clock=cpu_clock,
            )
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
        self._pool.wake(self._evaluation.feed(events, self._now()))

    async def reload(self, rules: RuleFile) -> None:
        """Switch to other rules; what counts the same records keeps its state, as after a restart.

        The rules are prepared in another thread.

        Raises:
            StoreError: the state can't be written; the rules stay as they are.
        """
        engine = await self._evaluation.prepared(rules)
        self._evaluation.switch(rules, engine, self._targets_of(rules), self._clock())
        self._use(rules)
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
        states = self.alert_states()
        return {
            **self._engine.stats(),
            **asdict(self._deliveries),
            **self._store.queue.stats(),
            "held": sum(one.due for one in states),
            "open": sum(one.open for one in states),
            "store_errors": self._evaluation.store_errors,
            "groups_left_out": self._evaluation.series_left_out,
        }

    def _use(self, rules: RuleFile) -> None:
        """Note the rules in use and their targets."""
        self._rules = rules
        self._targets = self._targets_of(rules)

    def _targets_of(self, rules: RuleFile) -> tuple[Target, ...]:
        """List the targets of rules, and the extra ones."""
        return (*targets_of(rules.receivers), *self._extra_targets)

    def _serve_targets(self) -> None:
        """Serve the rules' targets, and warn of what is left behind."""
        self._pool.serve(self._targets)
        gone = self._store.queue.dead_letter_unknown([target.name for target in self._targets], self._clock())
        if gone:
            self._warn(f"{gone} waiting alert notifications given up: their receivers are no longer in the rule file")
        left_out = self._evaluation.series_left_out
        if left_out:
            self._warn(f"{left_out} alert groups left out: their rules are no longer in the rule file")

    async def _tick_forever(self) -> None:
        """Evaluate the time every second; a full disk does not end it."""
        while True:
            with contextlib.suppress(StoreError):  # counted and reported by the evaluation
                self._pool.wake(self._evaluation.tick(self._now()))
            await asyncio.sleep(TICK_S)

    def _now(self) -> int:
        """Read the clock; handle that it was set back."""
        now_ns = self._clock()
        if now_ns < self._now_ns - SET_BACK_NS:
            self._set_back(now_ns)
        self._now_ns = now_ns
        return now_ns

    def _set_back(self, now_ns: int) -> None:
        """Move what lies ahead back to now, and look at every queue."""
        self._evaluation.turn_back(now_ns)
        self._pool.wake({target.name for target in self._targets})

    @property
    def _engine(self) -> Engine:
        return self._evaluation.engine

    @property
    def _dispatcher(self) -> Dispatcher:
        return self._evaluation.dispatcher
