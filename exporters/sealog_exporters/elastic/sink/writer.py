"""Writes documents to Elasticsearch until each is stored, or kept with the reason why it can't be.

Whoever writes waits for its own documents. Batches form by themselves: what comes while all allowed requests are under
way goes with the next. Size and number of requests follow how quickly Elasticsearch answers.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.delivery.sending.adaptive_concurrency import AdaptiveConcurrency
from sealog.notices import say_once
from sealog_exporters.elastic.sink import stored
from sealog_exporters.elastic.sink.documents.dead_letter import dead_letter
from sealog_exporters.elastic.sink.documents.targets import DEAD_LETTER
from sealog_exporters.elastic.sink.pending import Entry, Pending, Ticket
from sealog_exporters.elastic.sink.rollovers import Rollovers
from sealog_exporters.elastic.sink.trouble import Troubles
from sealog_exporters.elastic.sink.verdict import Result, Verdict
from sealog_exporters.otlp.errors import SinkFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.elastic.sink.bulk import Bulk, BulkClient
    from sealog_exporters.elastic.sink.counters import Counters
    from sealog_exporters.elastic.sink.documents.from_otlp import Document

__all__ = ["Writer", "WriterSettings"]

_FIRST_BATCH = 1_000_000
_SMALLEST_BATCH = 64_000
_FIRST_DELAY_S = 0.1
_LONGEST_DELAY_S = 10.0
_COMPARE_AGAIN_S = 0.5
_QUICK_S = 0.5
_SLOW_S = 2.0
_LONGEST_ID = 400
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
        self._rollovers = Rollovers(client)
        self._troubles = Troubles(client.address)
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
            left = await self._without_stored(batch)
            if left:
                await self._attempt(left, full=full)
        except Exception as error:  # noqa: BLE001 -- our own fault must not lose records; its message may hold one
            say_once("sink-bulk", f"a bulk request failed in sealog itself ({type(error).__name__}); it is repeated")
            for entry in batch:
                if entry.held:
                    self._again(entry, _LONGEST_DELAY_S)
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
            await self._judge(batch, bulk.results)
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
            self._blocked(batch[0], _TOO_LARGE)
            return
        self._batch = max(_SMALLEST_BATCH, min(self._batch, size // 2))
        self._pending.put_back(batch)

    def _bisect(self, batch: list[Entry], bulk: Bulk) -> None:
        if len(batch) == 1:
            self._refuse(batch[0], Result(Verdict.REFUSED, bulk.status, bulk.kind))
            return
        self._start(batch[: len(batch) // 2])
        self._start(batch[len(batch) // 2 :])

    def _failed(self, batch: list[Entry], bulk: Bulk) -> None:
        """Wait, and send all of a batch again: the store, or what is before it, took none of it."""
        self._pace = self._pace.pushed_back()
        delay = min(_LONGEST_DELAY_S, self._pace.delay(0.0, random.random()))  # noqa: S311 -- jitter
        now = time.monotonic()
        self._paused_until = now + max(delay, bulk.retry_after)
        self._troubles.store(f"HTTP {bulk.status} ({bulk.kind})" if bulk.status else bulk.kind, now)
        if not bulk.status:  # it may have been too much at a time to be answered in time
            self._batch = max(_SMALLEST_BATCH, self._batch // 2)
        for entry in batch:
            entry.failures += 1
            entry.uncertain = entry.uncertain or bulk.uncertain
            if bulk.uncertain:
                self._rollovers.forget(entry.document.target)
        self._counters.retried += len(batch)
        self._pending.put_back(batch)

    async def _judge(self, batch: list[Entry], results: Sequence[Result]) -> None:
        conflicts: list[tuple[Entry, Result]] = []
        for entry, result in zip(batch, results, strict=True):
            if result.verdict is Verdict.STORED:
                self._stored(entry, result)
            elif result.verdict is Verdict.CONFLICT:
                conflicts.append((entry, result))
            elif result.verdict is Verdict.REFUSED and entry.document.target != DEAD_LETTER:
                self._refuse(entry, result)
            else:
                self._blocked(entry, result)
        if conflicts:
            await self._compare(conflicts)

    def _stored(self, entry: Entry, result: Result) -> None:
        target = entry.document.target
        self._rollovers.wrote(target, result.index)
        self._troubles.stored(target)
        if target == DEAD_LETTER:
            self._settle(entry, "dead_letter")
        elif result.failure_store:
            self._settle(entry, "failure_store")
        else:
            self._settle(entry, "other_content" if entry.renamed else "stored")

    def _blocked(self, entry: Entry, result: Result) -> None:
        """Send one document again, later: its index does not take it now, while others may be taken."""
        self._troubles.target(entry.document.target, f"HTTP {result.status} ({result.kind})", time.monotonic())
        self._again(entry, min(_LONGEST_DELAY_S, _FIRST_DELAY_S * 2.0 ** min(entry.failures, 10)))

    def _again(self, entry: Entry, delay: float) -> None:
        """Send one document again after about so many seconds."""
        entry.failures += 1
        self._counters.retried += 1
        self._pending.delay(entry, time.monotonic() + delay * (0.5 + random.random() / 2))  # noqa: S311 -- jitter

    async def _compare(self, conflicts: list[tuple[Entry, Result]]) -> None:
        """Tell records that are there already from others under the same id; those are kept under ids of their own."""
        found = await stored.by_index(self._client, [(result.index, entry.document) for entry, result in conflicts])
        if found is None:
            for entry, _ in conflicts:
                self._again(entry, _COMPARE_AGAIN_S)
            return
        for (entry, _), source in zip(conflicts, found, strict=True):
            if source is None:  # deleted since
                self._again(entry, 0.0)
            else:
                self._found(entry, same=stored.same_content(entry.document, source))

    def _found(self, entry: Entry, *, same: bool) -> None:
        """Settle a record that is stored already; one that only has the id of a stored one gets an id of its own."""
        if entry.document.target == DEAD_LETTER:
            self._settle(entry, "dead_letter")
        elif same:
            self._settle(entry, "there_already")
        else:
            say_once("same-id", "records came under ids that others have; they are kept under ids of their own")
            digest = hashlib.blake2b(entry.document.line, digest_size=6).hexdigest()
            entry.document = entry.document._replace(id=f"{entry.document.id[:_LONGEST_ID]}~{digest}")
            entry.renamed = True
            self._pending.put_back([entry])

    async def _without_stored(self, batch: list[Entry]) -> list[Entry]:
        """Settle what an older index of its target has already; give the rest."""
        by_target: dict[str, list[Entry]] = {}
        for entry in batch:
            if entry.ticket.abandoned:
                self._pending.leave(entry)
            else:
                by_target.setdefault(entry.document.target, []).append(entry)
        left: list[Entry] = []
        for target, entries in by_target.items():
            anew = any(entry.uncertain for entry in entries)
            there = await self._in_older_indices(target, [entry.document for entry in entries], anew=anew)
            for entry in entries:
                if there is None and entry.uncertain:
                    self._again(entry, _COMPARE_AGAIN_S)
                elif there is None or entry.document.id not in there:
                    # What was never tried is not there, as far as this process knows.
                    left.append(entry)
                else:
                    self._found(entry, same=stored.same_content(entry.document, there[entry.document.id]))
        return left

    async def _in_older_indices(self, target: str, documents: list[Document], *, anew: bool) -> stored.Sources | None:
        checked = await self._rollovers.older(documents, time.time(), anew=anew)
        if checked is None:
            return None
        suspects, refresh = checked
        return await stored.in_target(self._client, target, suspects, refresh=refresh) if suspects else {}

    def _refuse(self, entry: Entry, result: Result) -> None:
        """Let a dead letter be written in place of a document that its index refuses for good."""
        say_once("dead-letter", f"records are refused for good ({result.kind}); they are kept in {DEAD_LETTER}")
        entry.document = dead_letter(entry.document, result, time.time_ns() // 1_000_000)
        entry.failures = 0
        self._pending.put_back([entry])

    def _settle(self, entry: Entry, outcome: str) -> None:
        self._counters.records[outcome] += 1
        self._pending.settle(entry)
