"""The gRPC and HTTP listeners in front of one handler."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.notices import say_once, say_settled
from sealog_exporters.otlp.room import Room
from sealog_exporters.otlp.server.address import parse_address
from sealog_exporters.otlp.server.grpc_server import GrpcServer
from sealog_exporters.otlp.server.http_app import HttpApp
from sealog_exporters.otlp.server.http_server import HttpServer

if TYPE_CHECKING:
    from sealog_exporters.otlp.handler import Handler
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import Tls

__all__ = ["Listeners"]

_LOOK_S = 2.0
"""Seconds between two looks at whether the files of tokens and certificates changed."""


class Listeners:
    """Listen for one event loop; start and stop them there, once. Files of tokens and certificates are followed.

    `grpc` and `http` are `HOST:PORT`, `None` for no such listener; port 0 takes a free one.

    Raises:
        SettingError: an address is malformed, or there is none.
    """

    def __init__(
        self,
        handler: Handler,
        *,
        grpc: str | None,
        http: str | None,
        limits: Limits,
        access: Access | None = None,
        tls: Tls | None = None,
    ) -> None:
        if grpc is None and http is None:
            raise SettingError("--grpc and --http are both off: a receiver needs one address")
        self._grpc = parse_address("grpc", grpc) if grpc is not None else None
        self._http = parse_address("http", http) if http is not None else None
        room = self._room = Room(limits.bodies, limits.held_bytes)
        self._grpc_server = GrpcServer(handler, room, limits, access, tls)
        self._http_server = HttpServer(HttpApp(handler, room, limits, access), limits, tls)
        self._access = access
        self._tls = tls
        self._looking: asyncio.Task[None] | None = None
        self.grpc_port: int | None = None
        self.http_port: int | None = None

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
        if self._access is not None or self._tls is not None:
            self._looking = asyncio.create_task(self._look_again())

    async def stop(self, grace_s: float) -> None:
        """Take nothing new, give running requests `grace_s` seconds each way, close. Harmless when not started."""
        await self._grpc_server.stop(grace_s)
        await self._http_server.stop(grace_s)
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            try:
                if self._access is not None:
                    self._access.look()
            except SettingError as error:
                say_once("tokens", f"{error}; the tokens from before hold")
            try:
                if self._tls is not None and self._tls.look():
                    say_settled("certificates", "the certificates can be read again, and are in use")
            except SettingError as error:
                say_once("certificates", f"{error}; the certificates from before are in use")
