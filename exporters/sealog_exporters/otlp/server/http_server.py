"""Runs a plain ASGI application, such as OTLP/HTTP's, by uvicorn in the caller's event loop.

uvicorn bounds the time between requests, but not the time that a request's headers take; here that is added. In each
turn of the event loop one piece from each sender is read, and a few connections are taken.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, cast

import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from sealog_exporters.otlp.loop_turns import LoopTurns
from sealog_exporters.otlp.room import sender_of
from sealog_exporters.otlp.server.address import Address, bind

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterator

    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.server.asgi import App
    from sealog_exporters.otlp.server.tls import Tls

__all__ = ["HttpServer"]

_BACKLOG = 2048
"""Connections that the system keeps until they are taken."""

_TAKEN_AT_ONCE = 8
"""Connections that are taken in one turn of the event loop, each in a tenth of a millisecond."""


class HttpServer:
    """An HTTP listener, with TLS or without; belongs to the event loop that starts it."""

    def __init__(self, app: App, limits: Limits, tls: Tls | None = None) -> None:
        self._app = app
        self._limits = limits
        self._tls = tls
        self._server: _Server | None = None
        self._task: asyncio.Task[None] | None = None

    async def start(self, address: Address) -> int:
        """Listen and answer; return the port.

        Raises:
            SettingError: the address can't be listened at.
        """
        listener = bind(address)
        port = listener.getsockname()[1]
        config = _config(self._app, self._limits)
        config.load()
        if self._tls is not None:
            config.ssl = self._tls.context()
        server = _Server(config)
        self._server = server
        self._task = asyncio.ensure_future(server.serve(sockets=[listener]))
        ready = asyncio.ensure_future(server.listening.wait())
        await asyncio.wait({ready, self._task}, return_when=asyncio.FIRST_COMPLETED)
        if not ready.done():
            ready.cancel()
            self._task.result()
        return cast("int", port)

    async def stop(self, grace_s: float) -> None:
        """Take no new connection, give running requests `grace_s` seconds (rounded up), then cut them."""
        if self._server is None or self._task is None:
            return
        self._server.config.timeout_graceful_shutdown = math.ceil(grace_s)
        self._server.should_exit = True
        await self._task
        for connection in list(self._server.server_state.connections):
            if connection.transport is not None:
                connection.transport.abort()


def _config(app: App, limits: Limits) -> uvicorn.Config:
    return uvicorn.Config(
        cast("Any", app),
        http=cast("Any", partial(_BoundedProtocol, limits=limits, turns=LoopTurns())),
        ws="none",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="critical",  # its lower levels print exceptions, which may hold a record
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=_TAKEN_AT_ONCE,
        timeout_keep_alive=math.ceil(limits.idle_s),
        h11_max_incomplete_event_size=16 * 1024,
    )


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for one in sockets or ():
            one.listen(_BACKLOG)  # asyncio takes one number for both: how many wait, and how many it takes at once
        self.listening.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # the program that owns the loop owns the signals


class _BoundedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 connection with a cap on their number, a time for headers (slowloris), and one on pieces.

    What comes in the same turn of the loop as another piece of its sender is kept, and nothing more is read until then.
    """

    def __init__(self, *args: Any, limits: Limits, turns: LoopTurns, **options: Any) -> None:
        super().__init__(*args, **options)
        self._limits = limits
        self._turns = turns
        self._kept = b""
        self._deadline: asyncio.TimerHandle | None = None
        self.conn = _BoundedConnection(h11.SERVER, self.config.h11_max_incomplete_event_size or 16 * 1024)
        self.conn.chunks = limits.chunks
        self.sender = ""
        self.waits_since = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self.sender = sender_of((self.client or ("",))[0])
        self.waits_since = self.loop.time()
        if len(self.connections) > self._limits.connections:
            there = [one for one in self.connections if isinstance(one, _BoundedProtocol) and not one.closing]
            if len(there) > self._limits.connections:
                _longest_waiting(there).transport.abort()
        if not transport.is_closing():
            self._deadline = self.loop.call_later(self._limits.header_s, transport.abort)

    def data_received(self, data: bytes) -> None:
        if self._kept:  # uvicorn went on reading meanwhile
            self._kept += data
            self.transport.pause_reading()
        elif self._turns.take(self.sender):
            self._read(data)
        else:
            self._kept = data
            self.transport.pause_reading()
            self._turns.later(self.sender, self._read_kept)

    def _read_kept(self) -> bool:
        data, self._kept = self._kept, b""
        if not data or self.transport.is_closing():
            return False
        self._read(data)
        if not self.flow.read_paused and not self.transport.is_closing():
            self.transport.resume_reading()
        return True

    def _read(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            if self._deadline is not None:
                self._deadline.cancel()
                self._deadline = None
        elif self._deadline is None:
            self._deadline = self.loop.call_later(self._limits.header_s, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._kept = b""
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        """Go on as uvicorn does; from now on it waits anew."""
        super().on_response_complete()
        self.waits_since = self.loop.time()

    @property
    def closing(self) -> bool:
        """Whether it was closed already and only the loop has not said so yet."""
        return self.transport.is_closing()


def _longest_waiting(there: list[_BoundedProtocol]) -> _BoundedProtocol:
    """Choose, of the sender with most connections, the one that waits for longest; a new one waits for nothing."""
    numbers = Counter(one.sender for one in there)
    most = max(numbers.values())
    return min((one for one in there if numbers[one.sender] == most), key=lambda one: one.waits_since)


class _BoundedConnection(h11.Connection):
    """h11's connection that takes a body in so many pieces at most: each takes some twenty microseconds."""

    chunks = 0
    _pieces = 0

    def next_event(self) -> Any:
        """Give the next event, as h11 does.

        Raises:
            RemoteProtocolError: the body comes in too many pieces.
        """
        event = super().next_event()
        if isinstance(event, h11.Data):
            self._pieces += 1
            if self._pieces > self.chunks:
                raise h11.RemoteProtocolError("a body in too many pieces", 413)
        elif isinstance(event, h11.Request):
            self._pieces = 0
        return event
