"""The log record processor that keeps records in memory and sends them: in the place of OpenTelemetry's batch.

It must come behind what seals, and needs no disk; what is not sent when the process ends is lost and counted.
"""

from __future__ import annotations

import os
import random
import sys
import threading
import time
import weakref
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import LogRecordProcessor

from sealog.delivery.encoding.context_cache import ContextCache
from sealog.delivery.encoding.encode import encode_record, fields
from sealog.delivery.in_memory.late import LateDelivery
from sealog.delivery.in_memory.record_queue import RecordQueue
from sealog.delivery.sending.queue_age import QueueAge
from sealog.delivery.sending.sender import Figures, Sender
from sealog.delivery.transports.lazy_transport import LazyTransport
from sealog.finalising import held, is_finalising
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once, say_settled

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.sdk._logs import ReadWriteLogRecord

    from sealog.delivery.encoding.encode import Fields
    from sealog.delivery.transports.interface import Transport
    from sealog.spool.record import Context

_COUNT_EVERY = 1.0
_DROPPED = {
    "memory": "records wait in memory up to its limit: some are dropped, the least severe first, and counted",
    "unencodable": "a record could not be encoded and is lost",
}
_UNCHANGING = (str, bytes, bool, int, float, type(None))


class MemoryProcessor(LogRecordProcessor):
    """Sends each record from memory, of which waiting records take at most `limit` bytes.

    `connect` makes a transport; it is called once a process, when there is something to send. `exit_seconds` bounds
    `shutdown`. Nothing is made before `start` or the first record, nor in a forked child before its first; what the
    parent has waiting stays the parent's. Never raises, and never lets the application wait.
    """

    def __init__(self, connect: Callable[[], Transport], *, limit: int, exit_seconds: float) -> None:
        self._connect = connect
        self._limit = limit
        self._exit_seconds = exit_seconds
        self._contexts = ContextCache()
        self._delivery: MemoryDelivery | None = None
        self._late: LateDelivery | None = None
        self._lock = threading.Lock()
        self._forked = False
        self._process = os.getpid()
        if hasattr(os, "register_at_fork"):
            after_fork = weakref.WeakMethod(self._after_fork)
            os.register_at_fork(after_in_child=partial(_call, after_fork))

    def start(self) -> None:
        """Begin now, so that the first record doesn't wait for threads to start. Never raises."""
        try:
            self._begin()
        except Exception as error:  # noqa: BLE001 - the application must not see it
            say_once("memory-start", f"delivery could not be started ({type(error).__name__})")

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Keep one record."""
        try:
            record = log_record.log_record
            dropped = getattr(record.attributes, "dropped", 0)
            severity = getattr(record.severity_number, "_value_", 0) or 0
            # What the application may still change is encoded as it was when it was looked at.
            unchanging = type(record.body) in _UNCHANGING
            taken = fields(record, dropped) if unchanging else encode_record(record, dropped)
            if self._process != os.getpid():
                self._after_fork()
            (self._delivery or self._begin()).keep(self._contexts.of(log_record), taken, severity)
        except Exception as error:  # noqa: BLE001 - the application must not see it
            say_once("memory", f"a record could not be kept for sending and is lost ({type(error).__name__})")
            PROCESS.dropped("unencodable", 1)

    def shutdown(self) -> None:
        """Send what can be sent in time. What comes later is sent as long as the process lives."""
        self._see_fork()
        with self._lock:
            delivery, self._delivery = self._delivery, None
        if delivery is not None:
            delivery.close(self._exit_seconds)

    def end(self, seconds: float) -> None:
        """Send what can be sent within `seconds`, as the process ends. What comes later is sent at once or lost."""
        self._see_fork()
        with self._lock:
            delivery, self._delivery = self._delivery, None
            late = self._late or LateDelivery(self._made, time.monotonic)
            late.join(delivery)
            self._late = late
        late.take_over(delivery, min(seconds, self._exit_seconds))

    def set_shutdown_deadline(self, seconds: float) -> None:
        """Let `shutdown` take no longer than that from now on."""
        self._exit_seconds = min(self._exit_seconds, seconds)

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Send everything; tell whether all of it was answered for in time."""
        self._see_fork()
        delivery = self._delivery
        return delivery is None or delivery.flush(timeout_millis / 1000)

    def delivery(self) -> dict[str, Any] | None:
        """Give the figures of this process's delivery, or None before its first record."""
        delivery = self._delivery
        return None if delivery is None else delivery.figures()

    def _begin(self) -> MemoryDelivery | LateDelivery:
        if is_finalising() and self._late is None:
            self._late = LateDelivery(self._made, time.monotonic)
        if self._late is not None:
            return self._late
        with self._lock:
            if self._delivery is None:
                self._delivery = self._made()
                if self._forked:
                    self._end_with_child()
            return self._delivery

    def _made(self) -> MemoryDelivery:
        return MemoryDelivery(LazyTransport(self._connect), self._limit, clock=time.monotonic, chance=random.random)

    def _end_with_child(self) -> None:
        # A child of `multiprocessing` leaves by os._exit, which skips atexit; this is what it does before.
        util = sys.modules.get("multiprocessing.util")
        if util is not None:
            util.Finalize(self, self.shutdown, exitpriority=0)

    def _see_fork(self) -> None:
        """Begin anew in a child of whose fork Python was not told, as by a library in C."""
        if self._process != os.getpid():
            self._after_fork()

    def _after_fork(self) -> None:
        self._process = os.getpid()
        # Only this thread lives on in the child, and any lock may have been held by another.
        self._lock = threading.Lock()
        self._delivery = self._late = None
        self._forked = True


class MemoryDelivery:
    """One process's delivery from memory. `keep` is safe from any thread; `flush` and `close` are for one at a time."""

    def __init__(
        self, transport: Transport, limit: int, *, clock: Callable[[], float], chance: Callable[[], float]
    ) -> None:
        self._limit = limit
        self._queue = RecordQueue(limit, self._dropped)
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
        self._sender.add(self._queue, 0)
        self._sender.start()

    def keep(self, context: Context, taken: Fields | bytes, severity: int) -> None:
        """Keep a record, see `RecordQueue.keep`."""
        self._queue.keep(context, taken, severity)
        self._sender.notice()

    def figures(self) -> dict[str, Any]:
        """Tell what waits and how the endpoint answers; docs/self-metrics.md names it all.

        What was delivered, refused and dropped is in the process's own counts as well.
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
        """Send what can be sent within `seconds`; the rest is lost, counted and told."""
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


def _call(reference: weakref.WeakMethod[Callable[[], None]]) -> None:
    method = reference()
    if method is not None:
        method()
