"""Runs the listeners of a service and its health and metrics beside them. What they serve is not its own."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sealog_exporters.otlp.server.address import parse_address
from sealog_exporters.otlp.server.http_server import HttpServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sealog_exporters.gateway.status_app import StatusApp
    from sealog_exporters.otlp.limits import Limits
    from sealog_exporters.otlp.server.listeners import Listeners

__all__ = ["listening"]


@asynccontextmanager
async def listening(
    listeners: Listeners, about: StatusApp, status: str | None, limits: Limits, grace_s: float
) -> AsyncIterator[None]:
    """Listen inside the block; `about` is served at `status`, a `HOST:PORT`, or nowhere if that is None.

    At the end running requests have `grace_s` seconds.

    Raises:
        SettingError: a port is taken, or an address is misspelled.
    """
    server = HttpServer(about, limits)
    try:
        if status is not None:
            await server.start(parse_address("status", status))
        await listeners.start()
        yield
    finally:
        await listeners.stop(grace_s)
        await server.stop(0)
