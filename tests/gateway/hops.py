"""A gateway for tests, and a next hop behind it that keeps what it gets or answers as it is told."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from sealing.otlp_requests import KEYS
from sealog.keys.bundle import save_bundle
from sealog.settings import Settings
from sealog_exporters.gateway.next_hop import Destination
from sealog_exporters.otlp.limits import Limits
from sealog_exporters.otlp.places import Places
from sealog_exporters.otlp.server.listeners import Listeners
from sealog_exporters.services.gateway import gateway

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from sealog_exporters.otlp.encoding import Encoding
    from sealog_exporters.otlp.signals import Signal

HOST = "127.0.0.1"


class Hop:
    """Keeps the requests that it gets; raises `error` instead while there is one."""

    def __init__(self) -> None:
        self.places = Places(1000)
        self.got: list[tuple[str, bytes]] = []
        self.error: Exception | None = None
        self.response = b""
        self.entered = asyncio.Event()
        self.gate: asyncio.Event | None = None

    async def handle(self, signal: Signal, encoding: Encoding, coding: str, body: bytes, sender: str) -> bytes:  # noqa: ARG002 - the protocol's
        self.entered.set()
        if self.gate is not None:
            await self.gate.wait()
        if self.error is not None:
            raise self.error
        self.got.append((signal.name, body))
        return self.response

    def refuse(self) -> None: ...

    def turn_away(self) -> None: ...

    def problem(self) -> str:
        return ""


def settings(folder: Path, *, bundle: bool = True) -> Settings:
    if bundle:
        save_bundle(KEYS.bundle(), folder / "bundle.json")
    return Settings("seal", folder / "bundle.json", folder / "none", None)


@asynccontextmanager
async def chained(
    folder: Path, *, protocol: str = "grpc", hop_limits: Limits | None = None, **options: Any
) -> AsyncIterator[tuple[Listeners, Hop]]:
    """A gateway, and the next hop that it sends to."""
    hop = Hop()
    address = f"{HOST}:0"
    behind = Listeners(hop, grpc=address, http=address, limits=hop_limits or Limits())
    await behind.start()
    port = behind.grpc_port if protocol == "grpc" else behind.http_port
    to = Destination(f"http://{HOST}:{port}", protocol, timeout_s=20)
    given = options.pop("settings", None) or settings(folder)
    try:
        async with gateway(given, to=to, grpc=address, http=address, **options) as listeners:
            yield listeners, hop
    finally:
        await behind.stop(0)
