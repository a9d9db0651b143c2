"""Receives spans over OTLP, or follows a file of them, and gives each run of agents once it is over."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, cast

from sealog.errors import SettingError
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.places import Places
from sealog_exporters.otlp.reading import read_message
from sealog_exporters.otlp.server.listeners import Listeners
from sealog_exporters.otlp.signals import TRACES
from sealog_exporters.workflows.loading import load, spans_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

    from sealog_exporters.otlp.encoding import Encoding
    from sealog_exporters.otlp.signals import Signal
    from sealog_exporters.workflows.span import Span

__all__ = ["SpanIntake", "follow", "listening"]

_LOOK_S = 0.5
_MOST_AT_ONCE = 64 * 2**20  # bytes of a file between two looks, and so of a line


class SpanIntake:
    """An OTLP handler that gives each request's spans to `sink`; logs and metrics are taken and left out."""

    def __init__(self, sink: Callable[[list[Span]], None], limits: Limits) -> None:
        self.places = Places(limits.requests)
        self._sink, self._limits = sink, limits

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:  # noqa: ARG002 - the protocol's
        """See `Handler`."""
        if signal is TRACES:
            self._sink(await asyncio.to_thread(self._read, encoding, coding, body))
        return signal.response().SerializeToString()

    def refuse(self) -> None:
        """Count nothing: the sender is told, and the view shows runs only."""

    def turn_away(self) -> None:
        """See `refuse`."""

    def problem(self) -> str:
        """Tell nothing: a receiver that answers takes requests."""
        return ""

    def _read(self, encoding: Encoding, coding: str, body: bytes) -> list[Span]:
        message = read_message(TRACES, encoding, coding, body, self._limits)
        return list(spans_of(cast("ExportTraceServiceRequest", message)))


@asynccontextmanager
async def listening(sink: Callable[[list[Span]], None], grpc: str | None, http: str | None) -> AsyncIterator[Listeners]:
    """Receive spans inside the block, and give them to `sink` in the event loop's thread.

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


async def follow(path: Path, sink: Callable[[list[Span]], None], complain: Callable[[str], None]) -> None:
    """Give the spans of a file of JSON Lines to `sink` as lines are added; never ends by itself.

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
                sink(await asyncio.to_thread(load, line, f"{path}, line {number}"))
            except SettingError as error:
                complain(str(error))
        if len(rest) > _MOST_AT_ONCE:
            raise SettingError(f"{path}, line {number + 1}: longer than {_MOST_AT_ONCE} bytes")
        if not more:
            await asyncio.sleep(_LOOK_S)


def _added(path: Path, place: int) -> tuple[bytes, int, bool]:
    try:
        with path.open("rb") as file:
            again = file.seek(0, 2) < place
            file.seek(0 if again else place)
            more = file.read(_MOST_AT_ONCE)
            return more, file.tell(), again
    except OSError as error:
        raise SettingError(f"{path} can't be read: {error.strerror}") from error
