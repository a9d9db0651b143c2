"""What a receiver does with a request, whichever transport it came by: parses it, and hands on what is in it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sealog.notices import say_once
from sealog_exporters.otlp.errors import SinkFailed
from sealog_exporters.otlp.places import Places
from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

    from sealog_exporters.event import Event, OtlpMetric, OtlpSpan
    from sealog_exporters.otlp.encoding import Encoding
    from sealog_exporters.otlp.reading import Parser
    from sealog_exporters.otlp.signals import Signal

__all__ = ["Intake", "MetricsSink"]

_WORDS = {"logs": "log records", "traces": "spans", "metrics": "metrics"}


class MetricsSink(NamedTuple):
    """What metrics go to: `mask` masks what it finds in a request, in place and from any thread, before it is decoded.

    `keep` is a sink as `Intake` has it.
    """

    mask: Callable[[ExportMetricsServiceRequest], object]
    keep: Callable[[Sequence[OtlpMetric]], object]


class Intake:
    """Hands log records to a sink, and spans and metrics to others if there are such, and counts the rest.

    A sink is called in the event loop's thread with what is in one request, in order; when it returns, the
    request is acknowledged. At most `requests` run at a time. One event loop owns an intake: it has no lock.
    """

    def __init__(
        self,
        sink: Callable[[Sequence[Event]], None],
        parser: Parser,
        *,
        requests: int,
        spans: Callable[[Sequence[OtlpSpan]], object] | None = None,
        metrics: MetricsSink | None = None,
    ) -> None:
        self.places = Places(requests)
        self._sinks: dict[Signal, Callable[[Any], object]] = {LOGS: sink}
        if spans is not None:
            self._sinks[TRACES] = spans
        if metrics is not None:
            self._sinks[METRICS] = metrics.keep
        self._parser = parser
        self._counts: Counter[str] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many `logs`, `traces` (spans), `metrics` were taken, and requests `refused`, `overloaded`, `failed`."""
        return dict(self._counts)

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:  # noqa: ARG002 - the protocol's
        """Give what is in a request to its sink; count what has none. See `Handler`.

        Raises:
            BadRequest: it is no request of this signal, or over a limit.
            SinkFailed: the sink raised; nothing of the request counts as taken.
        """
        content = await self._parser.read(signal, encoding, coding, body)
        if isinstance(content, int):
            self._counts[signal.name] += content
            return signal.response().SerializeToString()
        try:
            self._sinks[signal](content)
        except Exception as error:
            self._counts["failed"] += 1
            what = _WORDS[signal.name]
            # The type only: a message of somebody else's exception may hold a record.
            say_once("otlp-sink", f"{what} can't be taken ({type(error).__name__}); clients are told to retry")
            raise SinkFailed(f"the {what} can't be taken at the moment") from error
        self._counts[signal.name] += len(content)
        return signal.response().SerializeToString()

    def refuse(self) -> None:
        """Count a request that is no OTLP or over a limit."""
        self._counts["refused"] += 1

    def turn_away(self) -> None:
        """Count a request that may come again when there is more room."""
        self._counts["overloaded"] += 1

    def problem(self) -> str:
        """Tell nothing: a receiver that answers takes requests."""
        return ""
