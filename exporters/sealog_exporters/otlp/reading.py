"""Parses a request's bytes within limits; for receivers, small ones at once and others beside the event loop."""

from __future__ import annotations

import asyncio
import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias, cast

from sealog_exporters.otlp.decoding.logs import decode_logs
from sealog_exporters.otlp.decoding.metrics import decode_metrics
from sealog_exporters.otlp.decoding.spans import decode_spans
from sealog_exporters.otlp.encoding import Encoding, decompress, parse
from sealog_exporters.otlp.errors import TooLarge
from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from google.protobuf.message import Message
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    from sealog_exporters.event import Event, OtlpMetric, OtlpSpan
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.signals import Signal

__all__ = ["Content", "Parser", "read_message"]

Content: TypeAlias = "Sequence[Event] | Sequence[OtlpSpan] | Sequence[OtlpMetric] | int"
"""Log records, spans or metrics, or only the number of spans and metrics that nobody wants."""

_AT_ONCE = 64 * 1024
"""Bytes up to which a request is parsed in the loop: some milliseconds. A thread costs a tenth of one."""


def read_message(signal: Signal, encoding: Encoding, coding: str, body: bytes, limits: Limits) -> Message:
    """Decompress, count and parse a body; `coding` is its Content-Encoding.

    Raises:
        BadRequest: it is no request of this signal, or over a limit.
    """
    limit = limits.json_bytes if encoding is Encoding.JSON else limits.message_bytes
    return parse(decompress(body, coding, limit), encoding, signal.request, limits=limits)


class Parser:
    """Parses requests, one large one at a time. `clock` gives the time of records that carry none.

    Spans are decoded only `with_spans`, metrics only where `mask_metrics` is given, which masks what is found in a
    request, in place and from any thread.
    """

    def __init__(
        self,
        limits: Limits,
        clock: Callable[[], int],
        *,
        with_spans: bool = False,
        mask_metrics: Callable[[ExportMetricsServiceRequest], object] | None = None,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._with_spans = with_spans
        self._mask_metrics = mask_metrics
        self._at_once = min(_AT_ONCE, limits.json_bytes, limits.message_bytes)
        # One thread: the trees of two requests are never there at the same time.
        self._beside = ThreadPoolExecutor(1, "sealog-otlp")

    async def read(self, signal: Signal, encoding: Encoding, coding: str, body: bytes) -> Content:
        """Decompress, count and parse a body.

        Raises:
            BadRequest: it is no request of this signal, or over a limit.
        """
        if len(body) <= self._at_once:
            with contextlib.suppress(TooLarge):  # it is, decompressed, not as small as it looked
                plain = decompress(body, coding, self._at_once)
                return self._content(signal, parse(plain, encoding, signal.request, limits=self._limits))
        return await asyncio.get_running_loop().run_in_executor(
            self._beside, self._read, signal, encoding, coding, body
        )

    def close(self) -> None:
        """Take no more requests; one that is being parsed ends by itself."""
        self._beside.shutdown(wait=False, cancel_futures=True)

    def _read(self, signal: Signal, encoding: Encoding, coding: str, body: bytes) -> Content:
        return self._content(signal, read_message(signal, encoding, coding, body, self._limits))

    def _content(self, signal: Signal, request: Message) -> Content:
        if signal is LOGS:
            return decode_logs(cast("ExportLogsServiceRequest", request), received_unix_nano=self._clock())
        if signal is TRACES and self._with_spans:
            return decode_spans(cast("ExportTraceServiceRequest", request))
        if signal is METRICS and self._mask_metrics is not None:
            metrics = cast("ExportMetricsServiceRequest", request)
            self._mask_metrics(metrics)
            return decode_metrics(metrics, received_unix_nano=self._clock())
        return signal.count(request)
