"""Writes documents to Elasticsearch until each is stored, or kept with the reason why it can't be.

Whoever writes waits for its own documents. Batches form by themselves: what comes while all allowed requests are under
way goes with the next. Size and number of requests follow how quickly Elasticsearch answers.
"""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.delivery.sending.adaptive_concurrency import AdaptiveConcurrency
from sealog.delivery.sending.retry_backoff import retry_delay
from sealog.notices import say_once
from sealog_exporters.elastic.sink.pending import Pending, Ticket
from sealog_exporters.elastic.sink.settlement import LONGEST_DELAY_S, Settlement
from sealog_exporters.elastic.sink.trouble import Troubles
from sealog_exporters.elastic.sink.verdict import Result, Verdict
from sealog_exporters.otlp.errors import SinkFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.elastic.sink.bulk import Bulk, BulkClient
    from sealog_exporters.elastic.sink.counters import Counters
    from sealog_exporters.elastic.sink.documents.from_otlp import Document
    from sealog_exporters.elastic.sink.pending import Entry

__all__ = ["Writer", "WriterSettings"]

_FIRST_BATCH = 1_000_000
_SMALLEST_BATCH = 64_000
_QUICK_S = 0.5
_SLOW_S = 2.0
_TOO_LARGE = Result(Verdict.RETRY, 413, "one record is larger than what is let through")


@dataclass(frozen=True)
class WriterSettings:
    """Bounds of a writer."""

    batch_bytes: int = 5_000_000
    """A bulk request before compression; Elasticsearch's advice is 5 to 15 MB, its limit 100."""

    pending_bytes: int = 64_000_000
    """Documents on their way; a half at most of one target."""

    answer_within_s: float = 20.0
    """Seconds after which a request whose documents are not stored is sent back; senders have to wait longer."""


class Writer:
    """Writes for one event loop. `client` is not closed."""

    def __init__(self, client: BulkClient, counters: Counters, settings: WriterSettings) -> None:
        self._client = client
        self._counters = counters
        self._settings = settings
        self._pending = Pending(settings.pending_bytes)
        self._troubles = Troubles(client.address)
        self._settlement = Settlement(client, counters, self._pending, self._troubles)
        self._pace = AdaptiveConcurrency()
        self._batch = min(_FIRST_BATCH, settings.batch_bytes)
        self._under_way = 0
        self._paused_until = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._timer: asyncio.TimerHandle | None = None

    async def write(self, documents: Sequence[Document]) -> None:
        """Return when every document is stored, or in the dead letter with its reason.

        Raises:
            Overloaded: too much is on its way, of all or of one of the targets.
            SinkFailed: Elasticsearch did not take all of them in time; the same documents may come again.
        """
        if not documents:
            return
        ticket = Ticket(asyncio.get_running_loop().create_future(), len(documents))
        self._pending.admit(documents, ticket)
        self._pump()
        try:
            await asyncio.wait_for(asyncio.shield(ticket.done), self._settings.answer_within_s)
        except asyncio.TimeoutError:
            raise SinkFailed("Elasticsearch did not take all records in time") from None
        finally:
            if not ticket.done.done():
                self._pending.abandon(ticket)

    def problem(self) -> str:
        """Tell why records are not being stored for some seconds now, or nothing."""
        return self._troubles.problem(time.monotonic())

    async def close(self) -> None:
        """Give up what is under way: nobody waits for it any more."""
        if self._timer is not None:
            self._timer.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _pump(self) -> None:
        """Start as many requests as may be under way now, and see to it that this is done again when more is due."""
        now = time.monotonic()
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        ready = self._pending.ready(now)
        while ready and self._under_way < self._pace.at_once and now >= self._paused_until:
            self._start(self._pending.batch(self._batch))
            ready = self._pending.ready(now)
        due = [self._paused_until] if ready and self._under_way < self._pace.at_once else []
        if (next_due := self._pending.next_due()) is not None:
            due.append(next_due)
        if due:
            self._timer = asyncio.get_running_loop().call_later(max(0.0, min(due) - now), self._pump)
        self._counters.pending_bytes = self._pending.size
        self._counters.window = self._pace.window
        self._counters.batch_bytes = self._batch

    def _start(self, batch: list[Entry]) -> None:
        self._under_way += 1
        for entry in batch:
            entry.held = True
        task = asyncio.ensure_future(self._send(batch, full=self._under_way >= self._pace.at_once))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, batch: list[Entry], *, full: bool) -> None:
        try:
            left = await self._settlement.unstored(batch)
            if left:
                await self._attempt(left, full=full)
        except Exception as error:  # noqa: BLE001 -- our own fault must not lose records; its message may hold one
            say_once("sink-bulk", f"a bulk request failed in sealog itself ({type(error).__name__}); it is repeated")
            for entry in batch:
                if entry.held:
                    self._settlement.again(entry, LONGEST_DELAY_S)
        finally:
            self._under_way -= 1
            self._pump()

    async def _attempt(self, batch: list[Entry], *, full: bool) -> None:
        begun = time.monotonic()
        bulk = await self._client.write([entry.document for entry in batch])
        took = time.monotonic() - begun
        size = sum(entry.document.size for entry in batch)
        self._counters.bulk[str(bulk.status)] += 1
        if bulk.results:
            self._pace = self._pace.taken(took, full=full)
            self._adapt(size, took)
            self._troubles.answered()
            await self._settlement.judge(batch, bulk.results)
        elif bulk.too_large and size > _SMALLEST_BATCH:
            self._shrink(batch, size)
        elif bulk.rejected and batch[0].failures:  # the second time: one of the documents must be what can't be read
            self._bisect(batch, bulk)
        else:
            self._failed(batch, bulk)

    def _adapt(self, size: int, took: float) -> None:
        if took > _SLOW_S:
            self._batch = max(_SMALLEST_BATCH, self._batch // 2)
        elif took < _QUICK_S:
            self._batch = max(self._batch, min(self._settings.batch_bytes, size * 3 // 2))

    def _shrink(self, batch: list[Entry], size: int) -> None:
        """Send less at a time; what is too large alone is tried again, in case somebody raises the limit."""
        if len(batch) == 1:
            self._settlement.blocked(batch[0], _TOO_LARGE)
            return
        self._batch = max(_SMALLEST_BATCH, min(self._batch, size // 2))
        self._pending.put_back(batch)

    def _bisect(self, batch: list[Entry], bulk: Bulk) -> None:
        if len(batch) == 1:
            self._settlement.refuse(batch[0], Result(Verdict.REFUSED, bulk.status, bulk.kind))
            return
        self._start(batch[: len(batch) // 2])
        self._start(batch[len(batch) // 2 :])

    def _failed(self, batch: list[Entry], bulk: Bulk) -> None:
        """Wait, and send all of a batch again: the store, or what is before it, took none of it."""
        self._pace = self._pace.pushed_back()
        delay = min(LONGEST_DELAY_S, retry_delay(self._pace.failures, 0.0, random.random()))  # noqa: S311 -- jitter
        now = time.monotonic()
        self._paused_until = now + max(delay, bulk.retry_after)
        self._troubles.store(f"HTTP {bulk.status} ({bulk.kind})" if bulk.status else bulk.kind, now)
        if not bulk.status:  # it may have been too much at a time to be answered in time
            self._batch = max(_SMALLEST_BATCH, self._batch // 2)
        for entry in batch:
            entry.failures += 1
            entry.uncertain = entry.uncertain or bulk.uncertain
            if bulk.uncertain:
                self._settlement.forget(entry)
        self._counters.retried += len(batch)
        self._pending.put_back(batch)
