"""The sink's handler of OTLP requests: a request is answered when Elasticsearch has its records."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, cast

from sealog.errors import SealogError
from sealog.notices import say_once
from sealog_exporters.elastic.sink.documents.from_otlp import documents
from sealog_exporters.otlp.errors import BadRequest, SinkFailed
from sealog_exporters.otlp.places import Places
from sealog_exporters.otlp.reading import read_message
from sealog_exporters.otlp.signals import LOGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

    from sealog_exporters.elastic.sink.counters import Counters
    from sealog_exporters.elastic.sink.documents.from_otlp import Document
    from sealog_exporters.elastic.sink.documents.targets import Targets
    from sealog_exporters.elastic.sink.writer import Writer
    from sealog_exporters.otlp.encoding import Encoding
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.signals import Signal
    from sealog_exporters.templates.stamper import Stamper

__all__ = ["SinkHandler"]


class SinkHandler:
    """See `sealog_exporters.otlp.handler.Handler`. Logs only: other signals are refused, so that nobody loses them."""

    def __init__(
        self,
        writer: Writer,
        targets: Targets,
        counters: Counters,
        limits: Limits,
        clock: Callable[[], int],
        stamper: Stamper | None = None,
    ) -> None:
        self.places = Places(limits.requests)
        self._writer = writer
        self._targets = targets
        self._counters = counters
        self._limits = limits
        self._clock = clock
        self._stamper = stamper
        # One thread: the trees of two requests are never there at the same time.
        self._beside = ThreadPoolExecutor(1, "sealog-sink")

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:  # noqa: ARG002 - the protocol's
        """See `Handler`."""
        if signal is not LOGS:
            raise BadRequest("this service takes logs only")
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self._beside, self._documents, encoding, coding, body)
            await self._writer.write(found)
        except SinkFailed:
            self._counters.requests["not_stored"] += 1
            raise
        except SealogError:
            raise
        except Exception as error:  # noqa: BLE001 -- what is answered with 500 senders drop; a message may hold a record
            self._counters.requests["failed"] += 1
            say_once("sink-request", f"a request failed in sealog itself ({type(error).__name__}); senders repeat it")
            raise SinkFailed("the records can't be stored at the moment") from None
        self._counters.requests["ok"] += 1
        return bytes(signal.response().SerializeToString())

    def refuse(self) -> None:
        """See `Handler`."""
        self._counters.requests["refused"] += 1

    def turn_away(self) -> None:
        """See `Handler`."""
        self._counters.requests["overloaded"] += 1

    def problem(self) -> str:
        """See `Handler`."""
        return self._writer.problem()

    def close(self) -> None:
        """Take no more requests."""
        self._beside.shutdown(wait=False, cancel_futures=True)

    def _documents(self, encoding: Encoding, coding: str, body: bytes) -> list[Document]:
        request = read_message(LOGS, encoding, coding, body, self._limits)
        return documents(cast("ExportLogsServiceRequest", request), self._targets, self._clock(), self._stamper)
