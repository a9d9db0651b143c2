"""Receives spans and their events over OTLP, or follows a file, and gives each run of agents once it is over."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, TypeAlias, cast

from sealog.errors import SettingError
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.places import Places
from sealog_exporters.otlp.reading import read_message
from sealog_exporters.otlp.server.listeners import Listeners
from sealog_exporters.otlp.signals import LOGS, TRACES
from sealog_exporters.workflows.loading import events_of, load_parts, spans_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    from sealog_exporters.otlp.encoding import Encoding
    from sealog_exporters.otlp.signals import Signal
    from sealog_exporters.workflows.loading import SpanEvent
    from sealog_exporters.workflows.span import Span

    Sink: TypeAlias = Callable[[list[Span | SpanEvent], int], None]
    """Takes the parts of a request or line, and the bytes that they had."""

__all__ = ["SpanIntake", "follow", "listening"]

_LOOK_S = 0.5
_MOST_AT_ONCE = 64 * 2**20  # bytes of a file between two looks, and so of a line


class SpanIntake:
    """An OTLP handler that gives each request's spans, and the GenAI events in its log records, to `sink`.

    Other log records and metrics are taken and left out.
    """

    def __init__(self, sink: Sink, limits: Limits) -> None:
        self.places = Places(limits.requests)
        self._sink, self._limits = sink, limits

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:  # noqa: ARG002 - the protocol's
        """See `Handler`."""
        if signal in {LOGS, TRACES}:
            self._sink(*await asyncio.to_thread(self._read, signal, encoding, coding, body))
        return signal.response().SerializeToString()

    def refuse(self) -> None:
        """Count nothing: the sender is told, and the view shows runs only."""

    def turn_away(self) -> None:
        """See `refuse`."""

    def problem(self) -> str:
        """Tell nothing: a receiver that answers takes requests."""
        return ""

    def _read(self, signal: Signal, encoding: Encoding, coding: str, body: bytes) -> tuple[list[Span | SpanEvent], int]:
        message = read_message(signal, encoding, coding, body, self._limits)
        if signal is LOGS:
            return list(events_of(cast("ExportLogsServiceRequest", message))), message.ByteSize()
        return list(spans_of(cast("ExportTraceServiceRequest", message))), message.ByteSize()


@asynccontextmanager
async def listening(sink: Sink, grpc: str | None, http: str | None) -> AsyncIterator[Listeners]:
    """Receive spans and their events inside the block, and give them to `sink` in the event loop's thread.

    Raises:
        SettingError: an address is malformed, or a port is taken.
    """
    limits = Limits()
    listeners = Listeners(SpanIntake(sink, limits), grpc=grpc, http=http, limits=limits)
    await listeners.start()
    try:
        yield listeners
    finally:
        await listeners.stop(5.0)


async def follow(path: Path, sink: Sink, complain: Callable[[str], None]) -> None:
    """Give the spans and events of a file of JSON Lines to `sink` as lines are added; never ends by itself.

    A line that is no JSON is told by its number, and left out. A file that became shorter is read from its beginning.

    Raises:
        SettingError: the file can't be read.
    """
    place, number, rest = 0, 0, b""
    while True:
        more, place, again = await asyncio.to_thread(_added, path, place)
        if again:
            number, rest = 0, b""
        *lines, rest = (rest + more).split(b"\n")
        for line in lines:
            number += 1
            if not line.strip():
                continue
            try:
                sink(await asyncio.to_thread(_parts, line, f"{path}, line {number}"), len(line))
            except SettingError as error:
                complain(str(error))
        if len(rest) > _MOST_AT_ONCE:
            raise SettingError(f"{path}, line {number + 1}: longer than {_MOST_AT_ONCE} bytes")
        if not more:
            await asyncio.sleep(_LOOK_S)


def _parts(line: bytes, source: str) -> list[Span | SpanEvent]:
    return list(load_parts(line, source))


def _added(path: Path, place: int) -> tuple[bytes, int, bool]:
    try:
        with path.open("rb") as file:
            again = file.seek(0, 2) < place
            file.seek(0 if again else place)
            more = file.read(_MOST_AT_ONCE)
            return more, file.tell(), again
    except OSError as error:
        raise SettingError(f"{path} can't be read: {error.strerror}") from error
