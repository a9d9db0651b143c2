"""What a receiver does with a parsed request, whichever transport it came by. It knows no bytes and no sockets."""

from __future__ import annotations

import contextlib
from collections import Counter
from typing import TYPE_CHECKING, cast

from sealog.notices import say_once
from sealog_exporters.otlp.decode import decode_logs
from sealog_exporters.otlp.errors import Overloaded, SinkFailed
from sealog_exporters.otlp.signals import LOGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from google.protobuf.message import Message
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

    from sealog_exporters.event import Event
    from sealog_exporters.otlp.signals import Signal

__all__ = ["Intake"]


class Intake:
    """Hands log records to a sink and counts the rest.

    `sink` is called in the event loop's thread with the events of one request, in order; when it returns, the
    request is acknowledged. `clock` gives nanoseconds since the Unix epoch. At most `requests` run at a time.
    One event loop owns an intake: it has no lock.
    """

    def __init__(self, sink: Callable[[Sequence[Event]], None], *, requests: int, clock: Callable[[], int]) -> None:
        self._sink = sink
        self._free = requests
        self._clock = clock
        self._counts: Counter[str] = Counter()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many `logs`, `traces` (spans), `metrics` were taken, and requests `refused`, `overloaded`, `failed`."""
        return dict(self._counts)

    @contextlib.contextmanager
    def admitted(self) -> Iterator[None]:
        """Hold one of the places for requests, from before its body is read until it is answered.

        Raises:
            Overloaded: all places are taken.
        """
        if self._free <= 0:
            self._counts["overloaded"] += 1
            raise Overloaded("too many requests at a time")
        self._free -= 1
        try:
            yield
        finally:
            self._free += 1

    def take(self, signal: Signal, request: Message) -> None:
        """Give a request's log records to the sink; count spans and metrics, which nothing here keeps.

        Raises:
            BadRequest: the records can't be decoded.
            SinkFailed: the sink raised; nothing of the request counts as taken.
        """
        if signal is not LOGS:
            self._counts[signal.name] += signal.count(request)
            return
        logs = cast("ExportLogsServiceRequest", request)
        events = decode_logs(logs, received_unix_nano=self._clock())
        try:
            self._sink(events)
        except Exception as error:
            self._counts["failed"] += 1
            # The type only: a message of somebody else's exception may hold a record.
            say_once("otlp-sink", f"log records can't be taken ({type(error).__name__}); clients are told to retry")
            raise SinkFailed("the log records can't be taken at the moment") from error
        self._counts[signal.name] += len(events)

    def refuse(self) -> None:
        """Count a request that is no OTLP or over a limit."""
        self._counts["refused"] += 1
