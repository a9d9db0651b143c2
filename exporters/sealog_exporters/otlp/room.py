"""Room for requests whose body is still arriving, and turns of the event loop for them, shared between senders.

A slow body takes no place among the requests in progress. If room runs out, the sender with most of it loses its oldest
body: a body that is sent quickly is never the oldest for long. In each turn of the loop one piece of one request of
each sender is read, so that many requests of one sender don't make the turns long for all.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING, TypeVar

import anyio

from sealog_exporters.otlp.errors import Overloaded
from sealog_exporters.otlp.loop_turns import LoopTurns

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

__all__ = ["Room", "sender_of"]

_Body = TypeVar("_Body")
_IPV6_NETWORK = 64  # bits: what one sender of IPv6 usually has


@dataclass(slots=True, eq=False)
class _Seat:
    """One arriving body: its sender, the function that ends the wait for it, and the bytes that have arrived."""

    sender: str
    wait: anyio.CancelScope
    held: int = 0
    dismissed: bool = False


class Room:
    """At most `bodies` bodies of at most `held_bytes` together. One event loop owns it: it has no lock."""

    def __init__(self, bodies: int, held_bytes: int) -> None:
        self._bodies = bodies
        self._free_bytes = held_bytes
        self._seats: dict[_Seat, None] = {}  # oldest first
        self._turns = LoopTurns()

    @property
    def taken(self) -> int:
        """How many bodies are on their way."""
        return len(self._seats)

    async def read(
        self, sender: str, reading: Callable[[Callable[[int], None]], Awaitable[_Body]], limit_s: float
    ) -> _Body:
        """Wait for a body for at most `limit_s` seconds.

        `reading` is given what it calls with the number of bytes that it has come to hold.

        Raises:
            Overloaded: room ran out, and this sender had most of it.
            asyncio.TimeoutError: the body did not come in time.
        """
        seat = _Seat(sender, anyio.CancelScope(deadline=anyio.current_time() + limit_s))
        self._seats[seat] = None
        try:
            with seat.wait:
                if len(self._seats) > self._bodies:
                    self._dismiss_one()
                return await reading(partial(self._hold, seat))
        finally:
            self._leave(seat)
        if seat.dismissed:
            raise Overloaded("too many requests of this sender are on their way")
        raise asyncio.TimeoutError

    async def step(self, sender: str) -> None:
        """Wait until this sender has had no other step in this turn of the event loop; the first one waits for nothing.

        The caller bounds how many wait.
        """
        await self._turns.step(sender)

    def _hold(self, seat: _Seat, size: int) -> None:
        """Note how much of a body is here."""
        if seat in self._seats:
            self._free_bytes -= size - seat.held
            seat.held = size
        while self._free_bytes < 0 and self._seats:
            self._dismiss_one(by_bytes=True)

    def _dismiss_one(self, *, by_bytes: bool = False) -> None:
        """End the oldest body of the sender that has most."""
        weights: Counter[str] = Counter()
        for seat in self._seats:
            weights[seat.sender] += seat.held if by_bytes else 1
        heaviest = weights.most_common(1)[0][0]
        loser = next(seat for seat in self._seats if seat.sender == heaviest and (seat.held or not by_bytes))
        loser.dismissed = True
        loser.wait.cancel()
        self._leave(loser)

    def _leave(self, seat: _Seat) -> None:
        if seat in self._seats:
            del self._seats[seat]
            self._free_bytes += seat.held


@lru_cache(1_024)
def sender_of(host: str) -> str:
    """Name a sender by its address: of IPv6 the network of 64 bits, which one sender has whole."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host  # a Unix socket, or nothing
    if address.version == 4:  # noqa: PLR2004 -- IPv4
        return host
    return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))
