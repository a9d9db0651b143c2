"""The sealing gateway: OTLP in, the same sealed out to the next hop. It keeps no record."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from sealog_exporters.gateway.counters import Counters
from sealog_exporters.gateway.followed_hop import FollowedHop
from sealog_exporters.gateway.forwarding import Forwarding
from sealog_exporters.gateway.status_app import StatusApp
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.server.listeners import Listeners
from sealog_exporters.sealing.keys import SealerSource
from sealog_exporters.services.listening import listening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sealog.crypto.index_service import IndexService
    from sealog.settings import Settings
    from sealog_exporters.gateway.next_hop import Destination
    from sealog_exporters.otlp.server.access import Access
    from sealog_exporters.otlp.server.tls import Tls

__all__ = ["gateway"]

_LOOK_S = 2.0
"""Seconds between two looks at whether bundle, policy or certificates for the next hop changed."""

_GRACE_S = 10.0
"""Seconds that running requests have at the end; a next hop's time-out is as long."""


@asynccontextmanager
async def gateway(  # noqa: PLR0913 - one place wires the service; all but the settings are named
    settings: Settings,
    *,
    to: Destination,
    grpc: str | None,
    http: str | None,
    status: str | None = None,
    most: int | None = None,
    access: Access | None = None,
    tls: Tls | None = None,
    limits: Limits | None = None,
    read_index_service: Callable[[], IndexService] | None = None,
) -> AsyncIterator[Listeners]:
    """Run the gateway inside the block; gives the listeners, which know their ports.

    Args:
        settings: bundle, policy and mode.
        to: the next hop.
        grpc: `HOST:PORT` of OTLP/gRPC, None for none.
        http: `HOST:PORT` of OTLP/HTTP, None for none.
        status: `HOST:PORT` of health and metrics, None for none.
        most: bytes of the largest request that goes to the next hop.
        access: who may send; None: anybody.
        tls: certificates of the listeners; None: no TLS.
        limits: bounds of the listeners.
        read_index_service: as in `SealerSource`.

    Raises:
        SettingError: a port is taken, a file can't be read, or the settings say not to seal.
    """
    limits = limits or Limits()
    source, counters = SealerSource(settings, most=most, read_index_service=read_index_service), Counters()
    hop = FollowedHop(to)
    forwarding = Forwarding(source, hop, counters, limits)
    listeners = Listeners(forwarding, grpc=grpc, http=http, limits=limits, access=access, tls=tls)
    about = StatusApp(counters, forwarding.problem)
    try:
        async with listening(listeners, about, status, limits, _GRACE_S), following(source, hop.look):
            yield listeners
    finally:
        await forwarding.close()


@asynccontextmanager
async def following(source: SealerSource, look: Callable[[], None] = lambda: None) -> AsyncIterator[None]:
    """Take changed bundles and policies inside the block; `look` is called as often, in the event loop."""

    async def follow() -> None:
        while True:
            await asyncio.sleep(_LOOK_S)
            await asyncio.to_thread(source.look)
            look()

    task = asyncio.create_task(follow())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
