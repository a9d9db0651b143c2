"""The cursor: how far a spool's records have been accepted, in two slots, of which one survives a torn write."""

from __future__ import annotations

import struct
from typing import NamedTuple

import google_crc32c

from sealog.spool.record import Place

SLOT_BYTES = 32

_SLOT = struct.Struct("<QQQ")
_CRC = struct.Struct("<I4x")


class Cursor(NamedTuple):
    """Everything before `place` has been accepted; `generation` counts the cursor's movements."""

    generation: int
    place: Place

    def slot(self) -> tuple[int, bytes]:
        """Give where in the file this cursor is written, and its bytes."""
        packed = _SLOT.pack(self.generation, *self.place)
        return self.generation % 2 * SLOT_BYTES, packed + _CRC.pack(google_crc32c.value(packed))


START = Cursor(0, Place(0, 0))


def read_cursor(data: bytes) -> Cursor:
    """Give the newest valid cursor of a cursor file's bytes, or `START`."""
    best = START
    for at in (0, SLOT_BYTES):
        slot = data[at : at + SLOT_BYTES]
        if len(slot) < SLOT_BYTES or google_crc32c.value(slot[: _SLOT.size]) != _CRC.unpack_from(slot, _SLOT.size)[0]:
            continue
        generation, segment, offset = _SLOT.unpack_from(slot)
        best = max(best, Cursor(generation, Place(segment, offset)))
    return best
