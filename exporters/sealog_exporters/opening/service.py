"""Runs the opening service: one listener, and a signature under the audit trail every minute."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.loopback import is_this_machine
from sealog.notices import say_once, say_settled
from sealog_exporters.opening.app import OpeningApp
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.address import parse_address
from sealog_exporters.otlp.server.http_server import HttpServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from sealog_exporters.opening.desk import Desk
    from sealog_exporters.opening.erasures import Erasures
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import Tls

__all__ = ["opening_service"]

_SIGN_S = 60.0
_LOOK_S = 2.0
_GRACE_S = 10.0
_BODY_BYTES = 1 << 20


@asynccontextmanager
async def opening_service(
    desk: Desk, erasures: Erasures, listen: str, access: Access, tls: Tls | None
) -> AsyncIterator[int]:
    """Serve inside the block; gives the port.

    Raises:
        SettingError: the address is wrong, taken, or one that others reach, without TLS.
    """
    address = parse_address("listen", listen)
    if tls is None and not is_this_machine(address.host):
        raise SettingError(f"--listen {address}: opened values would cross the network in the clear; give --tls-cert")
    limits = Limits(body_bytes=_BODY_BYTES)
    app = OpeningApp(desk, erasures, access, limits)
    server = HttpServer(app, limits, tls)
    port = await server.start(address)
    tasks = [asyncio.create_task(_sign(app)), asyncio.create_task(_follow(tls))]
    try:
        yield port
    finally:
        await server.stop(_GRACE_S)
        for task in tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await app.sign()


async def _sign(app: OpeningApp) -> None:
    while True:
        await asyncio.sleep(_SIGN_S)
        await app.sign()


async def _follow(tls: Tls | None) -> None:
    while tls is not None:
        await asyncio.sleep(_LOOK_S)
        try:
            if tls.look():
                say_settled("certificates", "the certificates can be read again, and are in use")
        except SettingError as error:
            say_once("certificates", f"{error}; the certificates from before are in use")
