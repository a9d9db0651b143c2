"""Settles what becomes of each document: stored, there already, sent again, or a dead letter. It sends no bulk.

After an answer that never came, and after a rollover, a document may be stored already: it is looked up by its id, and
compared.
"""

from __future__ import annotations

import hashlib
import random
import time
from typing import TYPE_CHECKING

from sealog.notices import say_once
from sealog_exporters.elastic.sink import stored
from sealog_exporters.elastic.sink.documents.dead_letter import dead_letter
from sealog_exporters.elastic.sink.documents.targets import DEAD_LETTER
from sealog_exporters.elastic.sink.rollovers import Rollovers
from sealog_exporters.elastic.sink.verdict import Result, Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog_exporters.elastic.sink.bulk import BulkClient
    from sealog_exporters.elastic.sink.counters import Counters
    from sealog_exporters.elastic.sink.documents.from_otlp import Document
    from sealog_exporters.elastic.sink.pending import Entry, Pending
    from sealog_exporters.elastic.sink.trouble import Troubles

__all__ = ["LONGEST_DELAY_S", "Settlement"]

LONGEST_DELAY_S = 10.0
_FIRST_DELAY_S = 0.1
_COMPARE_AGAIN_S = 0.5
_LONGEST_ID = 400


class Settlement:
    """Settles entries, or gives them back to `pending`. Belongs to one event loop; `client` is not closed."""

    def __init__(self, client: BulkClient, counters: Counters, pending: Pending, troubles: Troubles) -> None:
        self._client = client
        self._counters = counters
        self._pending = pending
        self._troubles = troubles
        self._rollovers = Rollovers(client)

    async def unstored(self, batch: Sequence[Entry]) -> list[Entry]:
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
                    self.again(entry, _COMPARE_AGAIN_S)
                elif there is None or entry.document.id not in there:
                    # What was never tried is not there, as far as this process knows.
                    left.append(entry)
                else:
                    self._found(entry, same=stored.same_content(entry.document, there[entry.document.id]))
        return left

    async def judge(self, batch: Sequence[Entry], results: Sequence[Result]) -> None:
        """Settle what each result says of its document, or see to it that the document is sent again."""
        conflicts: list[tuple[Entry, Result]] = []
        for entry, result in zip(batch, results, strict=True):
            if result.verdict is Verdict.STORED:
                self._stored(entry, result)
            elif result.verdict is Verdict.CONFLICT:
                conflicts.append((entry, result))
            elif result.verdict is Verdict.REFUSED and entry.document.target != DEAD_LETTER:
                self.refuse(entry, result)
            else:
                self.blocked(entry, result)
        if conflicts:
            await self._compare(conflicts)

    def blocked(self, entry: Entry, result: Result) -> None:
        """Send one document again, later: its index does not take it now, while others may be taken."""
        self._troubles.target(entry.document.target, f"HTTP {result.status} ({result.kind})", time.monotonic())
        self.again(entry, min(LONGEST_DELAY_S, _FIRST_DELAY_S * 2.0 ** min(entry.failures, 10)))

    def again(self, entry: Entry, delay: float) -> None:
        """Send one document again after about so many seconds."""
        entry.failures += 1
        self._counters.retried += 1
        self._pending.delay(entry, time.monotonic() + delay * (0.5 + random.random() / 2))  # noqa: S311 -- jitter

    def refuse(self, entry: Entry, result: Result) -> None:
        """Let a dead letter be written in place of a document that its index refuses for good."""
        say_once("dead-letter", f"records are refused for good ({result.kind}); they are kept in {DEAD_LETTER}")
        entry.document = dead_letter(entry.document, result, time.time_ns() // 1_000_000)
        entry.failures = 0
        self._pending.put_back([entry])

    def forget(self, entry: Entry) -> None:
        """Ask anew for the rollovers of a document's target, which may have had one while it was sent."""
        self._rollovers.forget(entry.document.target)

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

    async def _compare(self, conflicts: list[tuple[Entry, Result]]) -> None:
        """Tell records that are there already from others under the same id; those are kept under ids of their own."""
        found = await stored.by_index(self._client, [(result.index, entry.document) for entry, result in conflicts])
        if found is None:
            for entry, _ in conflicts:
                self.again(entry, _COMPARE_AGAIN_S)
            return
        for (entry, _), source in zip(conflicts, found, strict=True):
            if source is None:  # deleted since
                self.again(entry, 0.0)
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

    async def _in_older_indices(self, target: str, documents: list[Document], *, anew: bool) -> stored.Sources | None:
        checked = await self._rollovers.older(documents, time.time(), anew=anew)
        if checked is None:
            return None
        suspects, refresh = checked
        return await stored.in_target(self._client, target, suspects, refresh=refresh) if suspects else {}

    def _settle(self, entry: Entry, outcome: str) -> None:
        self._counters.records[outcome] += 1
        self._pending.settle(entry)
