"""The sealer: a socket for the collector's processor, and health and metrics over HTTP. It forwards nothing."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sealog_exporters.gateway.counters import Counters
from sealog_exporters.gateway.socket_server import SocketLimits, SocketServer
from sealog_exporters.gateway.status_app import StatusApp
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.address import parse_address
from sealog_exporters.otlp.server.http_server import HttpServer
from sealog_exporters.sealing.keys import SealerSource
from sealog_exporters.services.gateway import following

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from sealog.crypto.index_service import IndexService
    from sealog.settings import Settings

__all__ = ["sealer"]

_GRACE_S = 5.0


@asynccontextmanager
async def sealer(
    settings: Settings,
    *,
    path: Path,
    status: str | None,
    read_index_service: Callable[[], IndexService] | None = None,
) -> AsyncIterator[int | None]:
    """Run the sealer inside the block; gives the port of health and metrics.

    `path` is that of the socket, `status` a `HOST:PORT` or None for no such listener. `read_index_service` is as in
    `SealerSource`.

    Raises:
        SettingError: the socket or the port can't be listened at, or the settings say not to seal.
    """
    source, counters = SealerSource(settings, read_index_service=read_index_service), Counters()
    server = SocketServer(path, source, counters, SocketLimits())
    http = HttpServer(StatusApp(counters, lambda: source.problem), Limits())
    port = None if status is None else await http.start(parse_address("status", status))
    try:
        server.start()
        try:
            async with following(source):
                yield port
        finally:
            await asyncio.to_thread(server.stop, _GRACE_S)
    finally:
        await http.stop(0)
