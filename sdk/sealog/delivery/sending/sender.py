"""The sender: takes records out of spools, in order, and sends them until the endpoint has answered for each.

One thread decides and uses the spools; up to `MOST_AT_ONCE` workers only wait for the endpoint. All are daemons: an
ending process does not wait for them longer than `drain` allows.
"""

from __future__ import annotations

import contextlib
import heapq
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.delivery.sending.adaptive_concurrency import MOST_AT_ONCE, AdaptiveConcurrency
from sealog.delivery.sending.batch_sender import BatchAttempt
from sealog.delivery.sending.retry_backoff import retry_delay
from sealog.delivery.sending.workers import Workers
from sealog.finalising import is_finalising, is_subinterpreter

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.sending.source import Source
    from sealog.delivery.transports.interface import Transport
    from sealog.spool.record import SpooledRecord

BATCH_BYTES = 1 << 20
BATCH_RECORDS = 8192

_IDLE = 1.0


@dataclass(eq=False, repr=False)
class Figures:
    """Counts of a sender: records taken, refused, rejected; batches taken and pushed back, the reason for the last one.

    `under_way` batches are in flight, `at_once` may be; an answer takes `latency` seconds, smoothed.
    """

    taken: int = 0
    refused: int = 0
    rejected: int = 0
    batches: int = 0
    pushed_back: int = 0
    why: str = ""
    under_way: int = 0
    at_once: int = 0
    latency: float = 0.0


class Sender:
    """Sends what is in its spools, from `start` on.

    `clock` gives monotonic seconds, `chance` numbers in [0, 1). `chores` is called in the sender's thread at least once
    a second and gives in how many seconds it wants to be called again.
    """

    def __init__(
        self,
        transport: Transport,
        set_aside: Callable[[SpooledRecord], None],
        *,
        clock: Callable[[], float],
        chance: Callable[[], float],
        chores: Callable[[], float],
        failed: Callable[[Exception], None],
    ) -> None:
        self._clock = clock
        self._chance = chance
        self._chores = chores
        self._failed = failed
        self.figures = Figures()
        self._spools: list[tuple[int, Source, Callable[[], None] | None]] = []
        self._pace = AdaptiveConcurrency()
        self._resume = 0.0
        self._since: float | None = None
        self._back: list[BatchAttempt] = []
        self._under_way = 0
        self._wake = threading.Event()
        self._workers = Workers(
            transport, set_aside, clock=clock, batches=lambda: self.figures.batches, answered=self._wake.set
        )
        self._asleep = False
        self._draining = 0
        self._stopped = False
        self._idle = threading.Condition()
        self._rounds = 0
        self._empty = False
        self._thread = threading.Thread(target=self._run, name="sealog-sender", daemon=True)

    def add(self, spool: Source, rank: int, emptied: Callable[[], None] | None = None) -> None:
        """Send from another spool; lower ranks first. `emptied` is called once, when all is answered for."""
        self._spools = sorted([*self._spools, (rank, spool, emptied)], key=lambda entry: entry[0])

    def start(self) -> None:
        """Begin. If no thread can be started because the interpreter is ending, the records stay where they are."""
        with contextlib.suppress(RuntimeError):
            if not is_finalising():
                self._workers.hire()
                self._thread.start()

    def notice(self) -> None:
        """Say that there is a new record. It is cheap enough to be called for each record."""
        if self._asleep and not is_finalising():  # a thread that was cut off may hold the lock for ever
            self._asleep = False
            self._wake.set()

    def drain(self, seconds: float, give_up: Callable[[], bool]) -> bool:
        """Send without lingering until all is answered for; tell whether it is.

        It waits at most `seconds`, and stops waiting when the endpoint pushes back while `give_up` says so.
        """
        if not self._runs():
            return not self._has_more()
        deadline = self._clock() + seconds
        before = self.figures.pushed_back
        with self._idle:
            self._draining += 1
            self._resume = min(self._resume, self._clock())
            seen = self._rounds
        self._wake.set()
        try:
            with self._idle:
                while not (self._empty and self._rounds > seen + 1):
                    left = deadline - self._clock()
                    if left <= 0 or not self._runs() or (self.figures.pushed_back > before and give_up()):
                        return False
                    self._wake.set()
                    self._idle.wait(min(left, 0.05))
                return True
        finally:
            with self._idle:
                self._draining -= 1

    def stop(self, seconds: float) -> bool:
        """End the thread; tell whether it has ended, so that the spools may be closed."""
        self._stopped = True
        if is_finalising():
            return False
        self._wake.set()
        if self._thread.ident is not None:
            self._thread.join(max(0.0, seconds))
        self._workers.end()
        if is_subinterpreter():
            self._workers.join(self._thread)
        return not self._thread.is_alive()

    def _runs(self) -> bool:
        return not is_finalising() and self._thread.is_alive()

    def _run(self) -> None:
        wait = 0.0
        while not self._stopped:
            self._wake.wait(wait)
            self._wake.clear()
            try:
                wait = self._round()
            except Exception as error:  # noqa: BLE001 - the thread has to live as long as the process
                self._failed(error)
                wait = _IDLE
            if self._since is None and not self._under_way and not self._back:
                self._asleep = True
                if self._has_more():  # logged between the look and the sleep
                    self._asleep = False
                    wait = min(wait, _IDLE / 10)

    def _has_more(self) -> bool:
        return any(spool.has_more() for _, spool, _ in self._spools)

    def _round(self) -> float:
        """Do all that can be done now; give how many seconds to sleep unless `notice` is called."""
        self._settle_answers()
        wait = min(_IDLE, self._chores())
        now = self._clock()
        if now < self._resume and self._under_way == 0:
            wait = min(wait, self._resume - now)
        if now >= self._resume:
            while self._under_way < self._pace.at_once:
                attempt = self._retried() or self._next(now) or self._retried(stepped_back=True)
                if attempt is None:
                    break
                self._under_way += 1
                self._workers.deliver(attempt, self._under_way)
        self._end_emptied()
        if self._since is not None and now >= self._resume:
            wait = min(wait, max(0.005, self._since + self._pace.linger - now))
        self.figures.under_way, self.figures.at_once = self._under_way, self._pace.at_once
        self.figures.latency = self._pace.latency
        with self._idle:
            self._rounds += 1
            self._empty = not (self._under_way or self._back or self._has_more())
            self._idle.notify_all()
        return wait

    def _retried(self, *, stepped_back: bool = False) -> BatchAttempt | None:
        # Each one that steps back stays in memory, so only some may.
        if self._back and (stepped_back or not self._back[0].steps_back or len(self._back) >= MOST_AT_ONCE):
            return heapq.heappop(self._back)
        return None

    def _next(self, now: float) -> BatchAttempt | None:
        for rank, spool, emptied in self._spools:
            if not spool.has_more():
                continue
            # What a dead process left has waited long enough.
            if emptied is None and not self._draining and spool.waiting() < BATCH_BYTES:
                if self._since is None:
                    self._since = now
                if now - self._since < self._pace.linger:
                    continue
            try:
                batch = spool.take(BATCH_BYTES, BATCH_RECORDS)
            except OSError as error:
                self._failed(error)
                if emptied is not None:  # nothing behind it may wait for a folder that can't be read
                    self._spools = [entry for entry in self._spools if entry[1] is not spool]
                continue
            self._since = None
            if batch is not None:
                return BatchAttempt(spool, batch, rank, [batch.records])
        return None

    def _settle_answers(self) -> None:
        for attempt, answer, seconds in self._workers.answers():
            full = self._under_way >= self._pace.at_once
            self._under_way -= 1
            if answer.verdict == "taken":
                self._pace = self._pace.taken(seconds, full=full)
                self._settle(attempt)
                continue
            heapq.heappush(self._back, attempt)
            self.figures.pushed_back += 1
            self.figures.why = answer.why
            now = self._clock()
            if now >= self._resume:  # several that fail together count once
                self._pace = self._pace.pushed_back()
                self._resume = now + retry_delay(self._pace.failures, answer.wait, self._chance())

    def _settle(self, attempt: BatchAttempt) -> None:
        self.figures.batches += 1
        self.figures.taken += len(attempt.batch.records) - attempt.refused - attempt.rejected
        self.figures.refused += attempt.refused
        self.figures.rejected += attempt.rejected
        try:
            attempt.spool.settle(attempt.batch)
        except OSError as error:  # a doubled record after a restart at worst
            self._failed(error)

    def _end_emptied(self) -> None:
        for entry in list(self._spools):
            _, spool, emptied = entry
            if emptied is not None and not spool.has_more() and not spool.unsettled:
                self._spools = [kept for kept in self._spools if kept is not entry]
                emptied()
