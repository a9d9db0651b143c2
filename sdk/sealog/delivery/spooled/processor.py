"""The log record processor that spools, instead of OpenTelemetry's batch and exporter. It never raises.

A record is encoded when it arrives, so later changes of it are not sent. It must come after the sealing processor.
"""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING

from sealog.delivery.encoding.encode import encode, fields
from sealog.delivery.processor import DeliveringProcessor
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


class DurableProcessor(DeliveringProcessor[SpoolDelivery]):
    """Spools each record below `root` and sends it from there; also sends what dead processes left there.

    `limit` is how many bytes all processes may keep below `root`. With `durable` a record is on disk when `on_emit`
    returns, otherwise in the kernel's cache. `keys` gives the keys that the spool is encrypted under. Records that
    `shutdown` can't send in time, and later ones, stay on disk for another process.
    """

    _notice = "durable"

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
        super().__init__(connect, exit_seconds)
        self._root = root
        self._limit = limit
        self._durable = durable
        self._keys = keys

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Spool one record."""
        try:
            record = log_record.log_record
            data = encode((*fields(record), getattr(record.attributes, "dropped", 0)))
            severity = getattr(record.severity_number, "_value_", 0) or 0  # `value` is a property of two calls
            context = self._contexts.of(log_record)
            try:
                (self._delivery or self._begin()).keep(context, data, severity)
            except ForkedError:
                self._begin().keep(context, data, severity)
        except Exception as error:  # noqa: BLE001 - the application must not see it
            say_once("durable", f"a record could not be spooled and is lost ({type(error).__name__})")

    def _begin(self) -> SpoolDelivery:
        self._see_fork()
        with self._lock:
            if self._delivery is None:
                self._delivery = SpoolDelivery(
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
            return self._delivery

    def _after_fork(self) -> None:
        super()._after_fork()
        delivery, self._delivery = self._delivery, None
        if delivery is not None:
            delivery.abandon()
