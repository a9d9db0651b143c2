"""The log record processor that spools: in the place of OpenTelemetry's batch and exporter. It never raises.

A record is encoded as it is when it arrives, so whatever writes to it later reaches no wire. It must come behind what
seals.
"""

from __future__ import annotations

import os
import random
import threading
import time
import weakref
from functools import partial
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import LogRecordProcessor

from sealog.delivery.encoding.context_cache import ContextCache
from sealog.delivery.encoding.encode import encode, fields
from sealog.delivery.spooled.spool_delivery import DeliveryConfig, SpoolDelivery
from sealog.delivery.transports.lazy_transport import LazyTransport
from sealog.notices import say_once
from sealog.spool.writer import ForkedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from opentelemetry.sdk._logs import ReadWriteLogRecord

    from sealog.delivery.transports.interface import Transport
    from sealog.spool.keys import SpoolKeys


class DurableProcessor(LogRecordProcessor):
    """Spools each record below `root` and sends it from there.

    `connect` makes a transport; it is called once a process, when there is something to send. `limit` is how many bytes
    all processes may keep below `root`. With `durable` a record is on disk when `on_emit` returns, else with the
    kernel. `exit_seconds` bounds `shutdown`. `keys` gives what the spool is encrypted under. Nothing is made before
    `start` or the first record, nor in a forked child before its first.
    """

    def __init__(
        self,
        root: Path,
        connect: Callable[[], Transport],
        *,
        limit: int,
        durable: bool,
        exit_seconds: float,
        keys: Callable[[], SpoolKeys | None] = lambda: None,
    ) -> None:
        self._root = root
        self._connect = connect
        self._limit = limit
        self._durable = durable
        self._exit_seconds = exit_seconds
        self._contexts = ContextCache()
        self._keys = keys
        self._outgoing: SpoolDelivery | None = None
        self._lock = threading.Lock()
        self._process = os.getpid()
        if hasattr(os, "register_at_fork"):
            after_fork = weakref.WeakMethod(self._after_fork)
            os.register_at_fork(after_in_child=partial(_call, after_fork))

    def start(self) -> None:
        """Begin to send what dead processes left, also if this one never logs. Never raises."""
        try:
            self._begin()
        except Exception as error:  # noqa: BLE001 - the application must not see it
            say_once("durable-start", f"delivery could not be started ({type(error).__name__})")

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Spool one record."""
        try:
            record = log_record.log_record
            data = encode(fields(record, getattr(record.attributes, "dropped", 0)))
            severity = (
                getattr(record.severity_number, "_value_", 0) or 0
            )  # `value` is a property, which takes two calls
            context = self._contexts.of(log_record)
            try:
                (self._outgoing or self._begin()).keep(context, data, severity)
            except ForkedError:
                self._begin().keep(context, data, severity)
        except Exception as error:  # noqa: BLE001 - the application must not see it
            say_once("durable", f"a record could not be spooled and is lost ({type(error).__name__})")

    def shutdown(self) -> None:
        """Send what can be sent in time; the rest stays on disk. What comes later is spooled for a successor."""
        self._see_fork()
        with self._lock:
            outgoing, self._outgoing = self._outgoing, None
        if outgoing is not None:
            outgoing.close(self._exit_seconds)

    def end(self, seconds: float) -> None:
        """Shut down within `seconds`, as the process ends."""
        self.set_shutdown_deadline(seconds)
        self.shutdown()

    def set_shutdown_deadline(self, seconds: float) -> None:
        """Let `shutdown` take no longer than that from now on."""
        self._exit_seconds = min(self._exit_seconds, seconds)

    def force_flush(self, timeout_millis: int = 30000) -> bool:
        """Send everything; tell whether all of it was answered for in time."""
        self._see_fork()
        outgoing = self._outgoing
        return outgoing is None or outgoing.flush(timeout_millis / 1000)

    def delivery(self) -> dict[str, Any] | None:
        """Give the figures of this process's delivery, or None before its first record."""
        outgoing = self._outgoing
        return None if outgoing is None else outgoing.figures()

    def _begin(self) -> SpoolDelivery:
        self._see_fork()
        with self._lock:
            if self._outgoing is None:
                self._outgoing = SpoolDelivery(
                    DeliveryConfig(
                        root=self._root,
                        limit=self._limit,
                        durable=self._durable,
                        process=os.getpid(),
                        transport=LazyTransport(self._connect),
                        clock=time.monotonic,
                        chance=random.random,
                        random=os.urandom,
                        keys=self._keys,
                    )
                )
            return self._outgoing

    def _see_fork(self) -> None:
        """Begin anew in a child of whose fork Python was not told, as by a library in C."""
        if self._process != os.getpid():
            self._after_fork()

    def _after_fork(self) -> None:
        self._process = os.getpid()
        # Only this thread lives on in the child, and any lock may have been held by another.
        self._lock = threading.Lock()
        outgoing, self._outgoing = self._outgoing, None
        if outgoing is not None:
            outgoing.abandon()


def _call(reference: weakref.WeakMethod[Callable[[], None]]) -> None:
    method = reference()
    if method is not None:
        method()
