"""A next hop whose files of certificates are followed: what they hold newly is used for what is sent from then on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.notices import say_once, say_settled
from sealog_exporters.gateway.connecting import connect
from sealog_exporters.otlp.changes import stamp_of

if TYPE_CHECKING:
    from sealog_exporters.gateway.next_hop import Destination, NextHop
    from sealog_exporters.otlp.signals import Signal

__all__ = ["FollowedHop"]


class FollowedHop:
    """See `NextHop`. `look` belongs to the same event loop.

    Raises:
        SettingError: a file of certificates can't be read.
    """

    def __init__(self, to: Destination) -> None:
        self._to = to
        self._seen = stamp_of(to.ca, to.certificate, to.key)
        self._hop = connect(to)
        self._old: set[asyncio.Task[None]] = set()

    async def send(self, signal: Signal, request: bytes) -> bytes:
        """See `NextHop`."""
        return await self._hop.send(signal, request)

    def look(self) -> None:
        """Connect anew if a file changed; what is wrong changes nothing, and is told."""
        to = self._to
        found = stamp_of(to.ca, to.certificate, to.key)
        if found == self._seen:
            return
        try:
            hop = connect(to)
        except SettingError as error:
            say_once("next-hop-certificates", f"{error}; those from before are in use")
            return
        old, self._hop, self._seen = self._hop, hop, found
        self._old.add(task := asyncio.create_task(_closed_later(old, to.timeout_s)))
        task.add_done_callback(self._old.discard)
        say_settled("next-hop-certificates", "the certificates for the next hop can be read again, and are in use")

    async def close(self) -> None:
        """See `NextHop`."""
        for task in self._old:
            task.cancel()
        await asyncio.gather(*self._old, return_exceptions=True)
        await self._hop.close()


async def _closed_later(hop: NextHop, seconds: float) -> None:
    """Close a hop when what was sent by it is answered, or would have been."""
    try:
        await asyncio.sleep(seconds)
    finally:
        await hop.close()
