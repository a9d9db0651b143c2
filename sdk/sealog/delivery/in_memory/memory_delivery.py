"""One process's delivery from memory: a queue, its sender, and the counts of both."""

from __future__ import annotations

import threading
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sealog.delivery.in_memory.record_queue import RecordQueue
from sealog.delivery.sending.queue_age import QueueAge
from sealog.delivery.sending.sender import Figures, Sender
from sealog.finalising import held
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once, say_settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.encoding.encode import Fields
    from sealog.delivery.transports.interface import Transport
    from sealog.spool.record import Context

_COUNT_EVERY = 1.0
_DROPPED = {
    "memory": "records wait in memory up to its limit: some are dropped, the least severe first, and counted",
    "unencodable": "a record could not be encoded and is lost",
}


class MemoryDelivery:
    """One process's delivery from memory. `keep` is safe from any thread; `flush` and `close` are for one at a time."""

    def __init__(
        self, transport: Transport, limit: int, *, clock: Callable[[], float], chance: Callable[[], float]
    ) -> None:
        self._limit = limit
        self._counted = Figures()
        self._counting = threading.Lock()
        self._clock = clock
        self._ages = QueueAge()
        self._oldest = 0.0
        self._sender = Sender(
            transport,
            lambda _: None,  # there is nowhere to keep what the endpoint refused; it is counted
            clock=clock,
            chance=chance,
            chores=self._count,
            failed=self._tell,
        )
        self._queue = RecordQueue(limit, self._dropped, self._sender.notice)
        self.keep: Callable[[Context, Fields | bytes, int], None] = self._queue.keep
        """Keeps a record, see `RecordQueue.keep`."""
        self._sender.add(self._queue, 0)
        self._sender.start()

    def figures(self) -> dict[str, Any]:
        """Give the figures of waiting records and of the endpoint; docs/self-metrics.md lists them.

        The process's own counts also have what was delivered, refused and dropped.
        """
        return {
            "kind": "memory",
            "waiting": self._queue.held,
            "waiting_bytes": self._queue.held_bytes,
            "oldest_s": round(self._oldest, 1),
            "limit_bytes": self._limit,
            **asdict(self._sender.figures),
        }

    def flush(self, seconds: float) -> bool:
        """Send what there is; tell whether all of it was answered for within `seconds`."""
        done = self._sender.drain(seconds, lambda: False)
        if done:
            self._count()
        return done

    def close(self, seconds: float) -> None:
        """Send what can be sent within `seconds`; the rest is lost, counted and reported."""
        self._sender.drain(seconds, lambda: False)
        self._sender.stop(0.2)
        self._count()
        if lost := self._queue.held:
            PROCESS.dropped("exit", lost)
            say_once(
                "memory-left", f"{lost} records were not taken before the process ended (SEALOG_SPOOL_DIR keeps them)"
            )

    def _count(self) -> float:
        with held(self._counting):
            seen, self._counted = self._counted, replace(self._sender.figures)
            now = self._counted
        if delivered := now.taken - seen.taken:
            PROCESS.exported("delivered", delivered)
            say_settled("export", "log records are delivered again")
        if refused := now.refused + now.rejected - seen.refused - seen.rejected:
            PROCESS.dropped("refused", refused)
            say_once("refused", "the endpoint refuses some log records for good; they are lost, and counted")
        if now.pushed_back > seen.pushed_back:
            mib = self._limit >> 20
            say_once(
                "export", f"log records could not be delivered ({now.why}); up to {mib} MiB of them wait in memory"
            )
        answered, at = self._queue.answered, self._clock()
        self._ages.mark(answered + self._queue.held, at)
        self._oldest = self._ages.oldest(answered, at)
        return _COUNT_EVERY

    def _dropped(self, reason: str) -> None:
        PROCESS.dropped(reason, 1)
        say_once(f"dropped-{reason}", _DROPPED[reason])

    def _tell(self, error: Exception) -> None:
        say_once("sender", f"delivery met {type(error).__name__}; it goes on")
