"""Pseudonyms for a day: equal values of one entity get equal names until midnight UTC.

With them alert rules count values that must not stay searchable, such as IP addresses. The format is in
docs/spec/pseudonyms.md.
"""

from __future__ import annotations

import ipaddress
import time
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.blind_index import base32

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sealog.crypto.secret import Secret

MAX_OF_RECORD = 64
"""Pseudonyms that one record carries."""

_DAY_S = 86_400
_IPV6_NETWORK = 64
_INFO = b"sealog/v1/pseudonym"


class Pseudonyms:
    """A function (entity, normalised value) → `<entity>:<13 base32 characters>`. Threads may share it.

    `entities` are those that get one. `clock` gives seconds since the epoch.
    """

    def __init__(self, key: Secret, entities: Iterable[str], clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self.entities = frozenset(entities)
        self._clock = clock
        self._today: tuple[int, dict[str, Callable[[bytes], bytes]]] = (-1, {})

    def __call__(self, entity: str, normalised: str) -> str:
        """Give one pseudonym of today."""
        day = int(self._clock() // _DAY_S)
        of_day, macs = self._today
        if of_day != day:
            macs = {}
            self._today = day, macs  # in one step: a thread never meets one day's keys under another's number
        mac = macs.get(entity)
        if mac is None:
            mac = macs[entity] = primitives.mac_under(self._key_of(day, entity))
        return f"{entity}:{base32(mac(_told_apart(normalised).encode('utf-8', 'surrogatepass'))[:8])}"

    def _key_of(self, day: int, entity: str) -> bytes:
        info = b"\0".join((_INFO, str(day).encode(), entity.encode()))
        return primitives.expand(self._key, info, primitives.KEY_SIZE)


def _told_apart(value: str) -> str:
    """Give what stands for a sender: of IPv6 its network of 64 bits, since one sender has all of it."""
    try:
        address = ipaddress.ip_address(value.strip("[]").partition("%")[0])
    except ValueError:
        return value
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK), strict=False))
