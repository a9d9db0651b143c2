"""The base of the processors that deliver records: one delivery per process, its shutdown, and forks.

Such a processor replaces OpenTelemetry's batch and exporter, after the sealing processor. It never raises.
"""

from __future__ import annotations

import os
import threading
import weakref
from abc import abstractmethod
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from opentelemetry.sdk._logs import LogRecordProcessor

from sealog.delivery.encoding.context_cache import ContextCache
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.transports.interface import Transport


class Delivery(Protocol):
    """One process's delivery. `flush` and `close` are for one thread at a time."""

    def figures(self) -> dict[str, Any]:
        """Give the figures of waiting records and of the endpoint; docs/self-metrics.md lists them."""

    def flush(self, seconds: float) -> bool:
        """Send what there is; tell whether all of it was answered for within `seconds`."""

    def close(self, seconds: float) -> None:
        """Send what can be sent within `seconds`."""


D = TypeVar("D", bound=Delivery)


class DeliveringProcessor(LogRecordProcessor, Generic[D]):
    """Owns the delivery of this process; `_begin` makes it.

    `connect` makes a transport; it is called once in a process, when there is something to send. `exit_seconds` bounds
    `shutdown`. Nothing is made before `start` or the first record, nor in a forked child before its first record.
    """

    _notice: ClassVar[str]
    """The kind of its notices."""

    def __init__(self, connect: Callable[[], Transport], exit_seconds: float) -> None:
        self._connect = connect
        self._exit_seconds = exit_seconds
        self._contexts = ContextCache()
        self._delivery: D | None = None
        self._lock = threading.Lock()
        self._process = os.getpid()
        if hasattr(os, "register_at_fork"):
            after_fork = weakref.WeakMethod(self._after_fork)
            os.register_at_fork(after_in_child=partial(_call, after_fork))

    def start(self) -> None:
        """Begin now, also if this process never logs. Never raises."""
        try:
            self._begin()
        except Exception as error:  # noqa: BLE001 - the application must not see it
            say_once(f"{self._notice}-start", f"delivery could not be started ({type(error).__name__})")

    def shutdown(self) -> None:
        """Send what can be sent in time. Records that come later begin a new delivery."""
        self._see_fork()
        with self._lock:
            delivery, self._delivery = self._delivery, None
        if delivery is not None:
            delivery.close(self._exit_seconds)

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
        delivery = self._delivery
        return delivery is None or delivery.flush(timeout_millis / 1000)

    def delivery(self) -> dict[str, Any] | None:
        """Give the figures of this process's delivery, or None before its first record."""
        delivery = self._delivery
        return None if delivery is None else delivery.figures()

    @abstractmethod
    def _begin(self) -> object:
        """Give this process's delivery, made by the first call."""

    def _see_fork(self) -> None:
        """Begin anew in a child whose fork Python did not notice, such as one by a C library."""
        if self._process != os.getpid():
            self._after_fork()

    def _after_fork(self) -> None:
        """Begin anew in a forked child. Subclasses decide about the parent's delivery."""
        self._process = os.getpid()
        # Only this thread lives on in the child, and any lock may have been held by another.
        self._lock = threading.Lock()


def _call(reference: weakref.WeakMethod[Callable[[], None]]) -> None:
    method = reference()
    if method is not None:
        method()
