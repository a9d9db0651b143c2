"""The documents that are not stored yet: a queue, a heap of those that wait for a time, and a bound of both."""

from __future__ import annotations

import heapq
import itertools
from collections import Counter, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog_exporters.otlp.errors import Overloaded

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterable, Sequence

    from sealog_exporters.elastic.sink.documents.from_otlp import Document

__all__ = ["Entry", "Pending", "Ticket"]

_MOST_DOCUMENTS = 10_000


@dataclass
class Ticket:
    """One call of `Writer.write`: how many of its documents are open, and whether its caller still waits for them."""

    done: asyncio.Future[None]
    open: int
    abandoned: bool = False


@dataclass
class Entry:
    """A document that is not stored yet; its `size` counts for the bound of `origin`, its first target.

    `uncertain`: an earlier attempt may have stored it. `held`: a running request has it. `renamed`: another record has
    its id, and it got a new one.
    """

    document: Document
    ticket: Ticket
    origin: str
    size: int
    failures: int = 0
    uncertain: bool = False
    held: bool = False
    renamed: bool = False


class Pending:
    """Holds at most `most` bytes, a half of one target. Belongs to one event loop; times are seconds of its clock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._queue: deque[Entry] = deque()
        self._delayed: list[tuple[float, int, Entry]] = []
        self._numbers = itertools.count()
        self._of_target: dict[str, int] = {}
        self.size = 0

    def admit(self, documents: Sequence[Document], ticket: Ticket) -> None:
        """Queue the documents of a ticket, all or none.

        Raises:
            Overloaded: too much is on its way, of all or of one of the targets.
        """
        sizes: Counter[str] = Counter()
        for document in documents:
            sizes[document.target] += document.size
        if self.size and self.size + sizes.total() > self._most:
            raise Overloaded("too many records are on their way to Elasticsearch")
        for target, size in sizes.items():
            if target in self._of_target and self._of_target[target] + size > self._most // 2:
                raise Overloaded("too many records of one service are on their way to Elasticsearch")
        self.size += sizes.total()
        for target, size in sizes.items():
            self._of_target[target] = self._of_target.get(target, 0) + size
        self._queue.extend(Entry(document, ticket, document.target, document.size) for document in documents)

    def ready(self, now: float) -> bool:
        """Tell whether there is something to send; what waited for its time is queued when it has come."""
        while self._delayed and self._delayed[0][0] <= now:
            self._queue.append(heapq.heappop(self._delayed)[2])
        return bool(self._queue)

    def next_due(self) -> float | None:
        """Give when the first of those that wait is due."""
        return self._delayed[0][0] if self._delayed else None

    def batch(self, most: int) -> list[Entry]:
        """Take what makes one request of `most` bytes, at least one document, and none twice."""
        batch: list[Entry] = []
        twins: list[Entry] = []
        ids: set[tuple[str, str]] = set()
        size = 0
        while self._queue and len(batch) < _MOST_DOCUMENTS:
            document = self._queue[0].document
            key = (document.target, document.id)
            if key in ids:  # in one request it would be a conflict with itself
                twins.append(self._queue.popleft())
                continue
            if batch and size + document.size > most:
                break
            ids.add(key)
            size += document.size
            batch.append(self._queue.popleft())
        self._queue.extendleft(reversed(twins))
        return batch

    def put_back(self, entries: Sequence[Entry]) -> None:
        """Put entries at the queue's front, except those that no caller waits for."""
        for entry in reversed(entries):
            if entry.ticket.abandoned:
                self.leave(entry)
            else:
                entry.held = False
                self._queue.appendleft(entry)

    def delay(self, entry: Entry, until: float) -> None:
        """Let an entry wait until a time, unless no caller waits for it."""
        if entry.ticket.abandoned:
            self.leave(entry)
        else:
            entry.held = False
            heapq.heappush(self._delayed, (until, next(self._numbers), entry))

    def settle(self, entry: Entry) -> None:
        """Note that an entry's document is safe."""
        self.leave(entry)
        entry.ticket.open -= 1
        if not entry.ticket.open and not entry.ticket.done.done():
            entry.ticket.done.set_result(None)

    def abandon(self, ticket: Ticket) -> None:
        """Drop a ticket's waiting entries; those in a running request are removed when it is answered."""
        ticket.abandoned = True
        gone = [entry for entry in self._all() if entry.ticket.abandoned]
        self._queue = deque(entry for entry in self._queue if not entry.ticket.abandoned)
        self._delayed = [item for item in self._delayed if not item[2].ticket.abandoned]
        heapq.heapify(self._delayed)
        for entry in gone:
            self.leave(entry)

    def leave(self, entry: Entry) -> None:
        """Give back the room that an entry took."""
        entry.held = False
        self.size -= entry.size
        left = self._of_target[entry.origin] - entry.size
        if left:
            self._of_target[entry.origin] = left
        else:
            del self._of_target[entry.origin]

    def _all(self) -> Iterable[Entry]:
        yield from self._queue
        yield from (entry for _, _, entry in self._delayed)
