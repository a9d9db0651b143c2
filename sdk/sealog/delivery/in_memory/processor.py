"""The log record processor that keeps records in memory and sends them, instead of OpenTelemetry's batch.

It must come after the sealing processor. Records that are not sent when the process ends are lost and counted.
"""

from __future__ import annotations

import os
import random
import sys
import time
from typing import TYPE_CHECKING

from sealog.delivery.encoding.encode import encode, fields
from sealog.delivery.in_memory.late import LateDelivery
from sealog.delivery.in_memory.memory_delivery import MemoryDelivery
from sealog.delivery.processor import DeliveringProcessor
from sealog.delivery.transports.lazy_transport import LazyTransport
from sealog.finalising import is_finalising
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.sdk._logs import ReadWriteLogRecord

    from sealog.delivery.encoding.encode import Fields
    from sealog.delivery.transports.interface import Transport

_UNCHANGING = (str, bytes, bool, int, float, type(None))


class MemoryProcessor(DeliveringProcessor[MemoryDelivery]):
    """Sends records from memory; waiting ones take at most `limit` bytes.

    A forked child does not send its parent's records. Never raises, and never makes the application wait.
    """

    _notice = "memory"

    def __init__(self, connect: Callable[[], Transport], *, limit: int, exit_seconds: float) -> None:
        super().__init__(connect, exit_seconds)
        self._limit = limit
        self._late: LateDelivery | None = None
        self._forked = False

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Keep one record."""
        try:
            record = log_record.log_record
            severity = getattr(record.severity_number, "_value_", 0) or 0
            taken: Fields = (*fields(record), getattr(record.attributes, "dropped", 0))
            # A record that the application may still change is encoded now, as it was scanned.
            kept = taken if type(record.body) in _UNCHANGING else encode(taken)
            if self._process != os.getpid():
                self._after_fork()
            (self._delivery or self._begin()).keep(self._contexts.of(log_record), kept, severity)
        except Exception as error:  # noqa: BLE001 - the application must not see it
            say_once("memory", f"a record could not be kept for sending and is lost ({type(error).__name__})")
            PROCESS.dropped("unencodable", 1)

    def end(self, seconds: float) -> None:
        """Send what can be sent within `seconds`, as the process ends. What comes later is sent at once or lost."""
        self._see_fork()
        with self._lock:
            delivery, self._delivery = self._delivery, None
            late = self._late or LateDelivery(self._made, time.monotonic)
            late.join(delivery)
            self._late = late
        late.take_over(delivery, min(seconds, self._exit_seconds))

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

    def _after_fork(self) -> None:
        super()._after_fork()
        self._delivery = self._late = None
        self._forked = True
