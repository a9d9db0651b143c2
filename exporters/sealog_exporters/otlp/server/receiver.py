"""An OTLP receiver: gRPC and HTTP listeners in front of one sink. It stores nothing and checks no identity."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.otlp.intake import Intake
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.reading import Parser
from sealog_exporters.otlp.room import Room
from sealog_exporters.otlp.server.address import parse_address
from sealog_exporters.otlp.server.grpc_server import GrpcServer
from sealog_exporters.otlp.server.http_app import HttpApp
from sealog_exporters.otlp.server.http_server import HttpServer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sealog_exporters.event import Event

__all__ = ["Receiver"]


class Receiver:
    """Receives OTLP for one event loop; start and stop it there, once.

    `sink` gets the events of each logs request, in the loop's thread, before the request is acknowledged; where
    it raises, the client is told to repeat. Large requests are parsed in a thread beside the loop. `grpc` and
    `http` are `HOST:PORT`, `None` for no such listener; port 0 takes a free one. `clock` gives nanoseconds since
    the Unix epoch, for records that carry no time at all.

    Raises:
        SettingError: an address is malformed, or there is none.
    """

    def __init__(
        self,
        sink: Callable[[Sequence[Event]], None],
        *,
        grpc: str | None = "127.0.0.1:4317",
        http: str | None = "127.0.0.1:4318",
        limits: Limits | None = None,
        clock: Callable[[], int] = time.time_ns,
    ) -> None:
        if grpc is None and http is None:
            raise SettingError("grpc and http are both off: a receiver needs one address")
        limits = limits or Limits()
        self._grpc = parse_address("grpc", grpc) if grpc is not None else None
        self._http = parse_address("http", http) if http is not None else None
        self._intake = Intake(sink, requests=limits.requests)
        self._parser = Parser(limits, clock)
        self._room = Room(limits.bodies, limits.held_bytes)
        self._grpc_server = GrpcServer(self._intake, self._parser, self._room, limits)
        self._http_server = HttpServer(HttpApp(self._intake, self._parser, self._room, limits), limits)
        self.grpc_port: int | None = None
        self.http_port: int | None = None

    @property
    def counts(self) -> Mapping[str, int]:
        """What was received so far: see `Intake.counts`."""
        return self._intake.counts

    async def start(self) -> None:
        """Listen at both addresses, or at none.

        Raises:
            SettingError: a port is taken or can't be listened at; names the setting, the host and the port.
        """
        try:
            if self._http is not None:
                self.http_port = await self._http_server.start(self._http)
            if self._grpc is not None:
                self.grpc_port = await self._grpc_server.start(self._grpc)
        except BaseException:
            await self.stop(0)
            raise

    async def stop(self, grace_s: float = 5.0) -> None:
        """Take nothing new, give running requests `grace_s` seconds each way, close. Harmless when not started."""
        await self._grpc_server.stop(grace_s)
        await self._http_server.stop(grace_s)
        self._parser.close()
