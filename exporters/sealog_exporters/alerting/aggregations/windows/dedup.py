"""Remembers the newest uids, so that a record sent twice counts once: 8 bytes each, bounded."""

from __future__ import annotations

import base64
from typing import Final

MAX_RECENT: Final = 1024
_SIZE: Final = 8


class Recent:
    """At most `MAX_RECENT` 64-bit digests, oldest first."""

    __slots__ = ("_packed",)

    def __init__(self) -> None:
        self._packed = bytearray()

    def __len__(self) -> int:
        return len(self._packed) // _SIZE

    def note(self, digest: int) -> bool:
        """Take a digest; return whether it was new. 0 stands for no uid, which is always new."""
        if not digest:
            return True
        raw = digest.to_bytes(_SIZE, "little", signed=True)
        place = self._packed.find(raw)
        while place > 0 and place % _SIZE:  # the bytes of two neighbours may spell a third
            place = self._packed.find(raw, place + 1)
        if place >= 0:
            return False
        if len(self._packed) >= MAX_RECENT * _SIZE:
            del self._packed[:_SIZE]
        self._packed += raw
        return True

    def dump(self) -> str:
        """Return everything as text."""
        return base64.b64encode(self._packed).decode("ascii")

    def load(self, text: str) -> None:
        """Restore what `dump` returned."""
        self._packed = bytearray(base64.b64decode(text))
