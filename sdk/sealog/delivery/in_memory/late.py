"""Sends records that are logged after the last flush of an ending process at once, or counts and reports them as lost.

Once the interpreter finalises it starts no thread and waits for none: no thread would start or continue.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Protocol

from sealog.finalising import held, is_finalising, is_subinterpreter
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.encoding.encode import Fields
    from sealog.spool.record import Context

LEAST_S = 0.1
"""Seconds, at least, for all late records together, even if the flush before them used up all the time."""


class Delivery(Protocol):
    """The delivery that late records use."""

    def keep(self, context: Context, taken: Fields | bytes, severity: int) -> None:
        """Take a record."""

    def flush(self, seconds: float) -> bool:
        """Send what there is; tell whether all was answered for in time."""

    def close(self, seconds: float) -> None:
        """Send what can be sent in time; count and report the rest."""


class LateDelivery:
    """Accepts late records; `make` gives a delivery if there was none before. `clock` gives monotonic seconds."""

    def __init__(self, make: Callable[[], Delivery], clock: Callable[[], float]) -> None:
        self._make = make
        self._clock = clock
        self._lock = Lock()
        self._ending: Delivery | None = None
        self._delivery: Delivery | None = None
        self._left = LEAST_S
        self._is_over = False

    def join(self, delivery: Delivery | None) -> None:
        """Let `take_over` also flush what is logged from now on, such as messages of ending exporters."""
        self._ending = delivery

    def take_over(self, delivery: Delivery | None, seconds: float) -> None:
        """Flush what was logged until now within `seconds`; late records have the rest of that time."""
        began = self._clock()
        if delivery is not None:
            self.join(delivery)
            self._send(delivery, seconds)
        self._left = max(LEAST_S, seconds - (self._clock() - began))

    def keep(self, context: Context, taken: Fields | bytes, severity: int) -> None:
        """Send one record before this returns, or count it as lost. All late records share the time that was left."""
        with held(self._lock):
            if self._ending is not None:
                self._ending.keep(context, taken, severity)
                return
        if is_finalising() or self._is_over:
            PROCESS.dropped("exit", 1)
            say_once(
                "late", "records logged when nothing can be sent any more are lost, and counted; a spool keeps them"
            )
            return
        began = self._clock()
        delivery = self._delivery or self._make()
        delivery.keep(context, taken, severity)
        self._send(delivery, self._left)
        self._left -= self._clock() - began

    def _send(self, delivery: Delivery, seconds: float) -> None:
        is_sent = seconds > 0 and delivery.flush(seconds)
        stays = is_sent and not is_subinterpreter()
        with held(self._lock):
            self._ending = None
            if stays:
                self._delivery = delivery  # its threads live on for what is still to come: later none can be started
            else:
                self._is_over = True
        if not stays:
            delivery.close(0.0)
