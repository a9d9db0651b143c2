"""Delivers the queue of one target, and retries until a notification arrives or the receiver refuses it for good."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.model.notifier import Closing, DeliveryError
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.delivery.retry_backoff import Backoff
    from sealog_exporters.alerting.delivery.targets import Target
    from sealog_exporters.alerting.state.notification_queue import NotificationQueue, QueuedNotification

MAX_RETRY_AFTER_S = 86_400.0
"""A receiver may ask for at most a day of pause."""

STORE_PAUSE_S = 1.0
"""Pause between attempts to store the result of a delivery."""


@dataclass(slots=True)
class Deliveries:
    """Results of attempts, of all workers together."""

    delivered: int = 0
    failed_attempts: int = 0
    given_up: int = 0


class DeliveryWorker:
    """One target's worker, in one asyncio loop.

    Args:
        target: the target to deliver to.
        queue: what waits for it and for other targets.
        clock: ns since the epoch.
        chance: a random number from 0 to 1, for the pauses.
        backoff: the pauses.
        deliveries: the counters.
        warn: gets a line for operators when something is given up or begins to fail.
    """

    def __init__(
        self,
        target: Target,
        queue: NotificationQueue,
        *,
        clock: Callable[[], int],
        chance: Callable[[], float],
        backoff: Backoff,
        deliveries: Deliveries,
        warn: Callable[[str], None],
    ) -> None:
        self.target = target
        self._queue = queue
        self._clock = clock
        self._chance = chance
        self._backoff = backoff
        self._deliveries = deliveries
        self._warn = warn
        self.wake = asyncio.Event()
        """Set to look at the queue now."""
        self._stopping = self._leaving = False
        self._failing = False

    def stop(self, *, drain: bool = True) -> None:
        """Stop as soon as nothing is due, or, without `drain`, after the running attempt."""
        self._stopping = True
        self._leaving = not drain
        self.wake.set()

    async def run(self, before: asyncio.Task[None] | None = None) -> None:
        """Deliver from when the task `before` is done until stopped, then close the notifier."""
        if before is not None:
            await asyncio.wait([before])
        try:
            while True:
                self.wake.clear()
                queued = self._next()
                wait_s = None if queued is None else (queued.due_ns - self._clock()) / NS
                if self._leaving:
                    return
                if queued is not None and wait_s is not None and wait_s <= 0:
                    await self._attempt(queued)
                elif self._stopping:
                    return
                else:
                    with suppress(asyncio.TimeoutError):
                        await asyncio.wait_for(self.wake.wait(), wait_s)
        finally:
            if isinstance(self.target.notifier, Closing):
                await self.target.notifier.close()

    def _next(self) -> QueuedNotification | None:
        """Read the queue; if it can't be read, try again after a pause."""
        try:
            return self._queue.next(self.target.name)
        except StoreError as error:
            self._begins_to_fail(str(error))
            asyncio.get_running_loop().call_later(STORE_PAUSE_S, self.wake.set)
            return None

    async def _attempt(self, queued: QueuedNotification) -> None:
        """Try once and store the result."""
        try:
            await self.target.notifier.send(queued.notification)
        except DeliveryError as error:
            await self._failed(queued, error)
        except Exception as error:  # noqa: BLE001 - a bug in one notifier must not end its queue
            await self._failed(queued, DeliveryError(f"unexpected {type(error).__name__}"))
        else:
            await self._note(partial(self._queue.delivered, queued))
            self._deliveries.delivered += 1
            self._failing = False

    async def _note(self, write: Callable[[], None]) -> None:
        """Store the result of an attempt, as often as it takes: a full disk must not repeat a delivery."""
        while True:
            try:
                write()
            except StoreError as error:
                self._begins_to_fail(str(error))
                await asyncio.sleep(STORE_PAUSE_S)
            else:
                return

    def _begins_to_fail(self, what: str) -> None:
        """Warn once, until something arrives again."""
        if not self._failing:
            self._failing = True
            self._warn(f"alert notification to {self.target.name} failed: {what}; it is tried again until it arrives")

    async def _failed(self, queued: QueuedNotification, error: DeliveryError) -> None:
        """Postpone the notification or give it up."""
        self._deliveries.failed_attempts += 1
        now_ns = self._clock()
        if error.permanent:
            reason = str(error)
            await self._note(partial(self._queue.dead_letter, queued, reason, now_ns))
            self._deliveries.given_up += 1
            self._warn(f"alert notification to {self.target.name} given up: {error}")
            return
        pause_s = self._backoff.pause_s(queued.attempts + 1, self._chance())
        pause_s = max(pause_s, min(error.retry_after or 0.0, MAX_RETRY_AFTER_S))
        self._begins_to_fail(str(error))
        await self._note(partial(self._queue.postpone, queued, now_ns + int(pause_s * NS)))
