"""An OTLP receiver: gRPC and HTTP listeners in front of its sinks. It stores nothing."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sealog_exporters.otlp.intake import Intake
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.reading import Parser
from sealog_exporters.otlp.server.listeners import Listeners

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sealog_exporters.event import Event, OtlpSpan
    from sealog_exporters.otlp.intake import MetricsSink
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import Tls

__all__ = ["Receiver"]


class Receiver:
    """Receives OTLP for one event loop; start and stop it there, once.

    `sink` gets the events of each logs request, in the loop's thread, before the request is acknowledged; where
    it raises, the client is told to repeat. `spans` is the same for the spans of traces requests, and `metrics` keeps
    metrics; without these they are only counted. Large requests are parsed in a thread beside the loop. `grpc` and
    `http` are `HOST:PORT`, `None` for no such listener; port 0 takes a free one. `clock` gives nanoseconds since
    the Unix epoch, for records that carry no time at all. Without `access` anybody may send, without `tls` nothing is
    encrypted.

    Raises:
        SettingError: an address is malformed, or there is none.
    """

    def __init__(  # noqa: PLR0913 - all but the sink are named
        self,
        sink: Callable[[Sequence[Event]], None],
        *,
        grpc: str | None = "127.0.0.1:4317",
        http: str | None = "127.0.0.1:4318",
        limits: Limits | None = None,
        clock: Callable[[], int] = time.time_ns,
        access: Access | None = None,
        tls: Tls | None = None,
        spans: Callable[[Sequence[OtlpSpan]], object] | None = None,
        metrics: MetricsSink | None = None,
    ) -> None:
        limits = limits or Limits()
        mask = None if metrics is None else metrics.mask
        self._parser = Parser(limits, clock, with_spans=spans is not None, mask_metrics=mask)
        self._intake = Intake(sink, self._parser, requests=limits.requests, spans=spans, metrics=metrics)
        self._listeners = Listeners(self._intake, grpc=grpc, http=http, limits=limits, access=access, tls=tls)

    @property
    def grpc_port(self) -> int | None:
        """The port of OTLP/gRPC, once it listens."""
        return self._listeners.grpc_port

    @property
    def http_port(self) -> int | None:
        """The port of OTLP/HTTP, once it listens."""
        return self._listeners.http_port

    @property
    def counts(self) -> Mapping[str, int]:
        """What was received so far: see `Intake.counts`."""
        return self._intake.counts

    async def start(self) -> None:
        """Listen at both addresses, or at none.

        Raises:
            SettingError: a port is taken or can't be listened at; names the setting, the host and the port.
        """
        await self._listeners.start()

    async def stop(self, grace_s: float = 5.0) -> None:
        """Take nothing new, give running requests `grace_s` seconds each way, close. Harmless when not started."""
        await self._listeners.stop(grace_s)
        self._parser.close()
