"""Spool keys: wrap and unwrap the keys of segments.

The format is docs/spec/spool.md, "Encrypted segments".
"""

from __future__ import annotations

import errno
import struct
from typing import TYPE_CHECKING

from sealog.crypto.primitives import KEY_SIZE, NONCE_SIZE, WRAPPED_SIZE, SegmentCipher, ValueCipher, expand
from sealog.crypto.secret import Unportable
from sealog.errors import OpenError
from sealog.spool.frames import HEADER_BYTES, KEY, SEALED_MAGIC, Frame, frame, frames
from sealog.spool.segments import segment_name, segment_numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sealog.crypto.secret import Secret
    from sealog.spool.storage.interface import Files

ID_BYTES = 8
OPENING_BYTES = len(SEALED_MAGIC) + 2 * (HEADER_BYTES + ID_BYTES + NONCE_SIZE + WRAPPED_SIZE)

_SEQ = struct.Struct("<Q")
_WRAP = b"sealog spool wrap"
_ID = b"sealog spool id"


class KeyAwayError(OSError):
    """A segment's spool key is missing. An OSError, since it is handled like a file that can't be read now."""

    def __init__(self) -> None:
        super().__init__(errno.ENOKEY if hasattr(errno, "ENOKEY") else errno.EACCES, "the spool key is not there")


class SpoolKeys(Unportable):
    """One or more spool keys: the first to write with, all to read with. Threads may share it.

    `random` gives n random bytes.
    """

    def __init__(self, keys: Iterable[Secret], random: Callable[[int], bytes]) -> None:
        self._ciphers = {
            expand(key, _ID, ID_BYTES): ValueCipher(expand(key, _WRAP, KEY_SIZE)) for key in keys
        }  # in order, so the first is the one to write with
        self._write = next(iter(self._ciphers))
        self._random = random

    def begin(self, number: int) -> tuple[bytes, SegmentCipher]:
        """Give the first bytes of a new segment, and what its frames are sealed with."""
        key = self._random(KEY_SIZE)
        nonce = self._random(NONCE_SIZE)
        wrapped = self._ciphers[self._write].seal(nonce, key, _bound(self._write, number))
        opening = frame(KEY, number, self._write + nonce + wrapped)
        return SEALED_MAGIC + 2 * opening, SegmentCipher(key)

    def has(self, found: Frame) -> bool:
        """Tell whether the spool key of a `KEY1` frame is here."""
        return found.payload[:ID_BYTES] in self._ciphers

    def cipher(self, found: Frame, number: int) -> SegmentCipher:
        """Give what the frames of segment `number` are sealed with, from its `KEY1` frame.

        Raises:
            OpenError: `unknown_key`, or `not_authentic`, also where the frame is of another segment.
        """
        key_id, rest = found.payload[:ID_BYTES], found.payload[ID_BYTES:]
        wrapping = self._ciphers.get(key_id)
        if wrapping is None:
            raise OpenError("unknown_key", "the segment's spool key is not here")
        if found.seq != number or len(rest) != NONCE_SIZE + WRAPPED_SIZE:
            raise OpenError("not_authentic", "the segment's key is of another segment")
        return SegmentCipher(wrapping.open(rest[:NONCE_SIZE], rest[NONCE_SIZE:], _bound(key_id, number)))


def lacks_key(files: Files, keys: SpoolKeys | None) -> bool:
    """Tell whether a folder has a segment whose spool key is not among `keys`.

    Raises:
        OSError: the system doesn't let it read.
    """
    for number in segment_numbers(files.names()):
        opening = files.read(segment_name(number), 0, OPENING_BYTES)
        for found in frames(opening, 0, last=True):
            if isinstance(found, Frame) and found.type == KEY and (keys is None or not keys.has(found)):
                return True
    return False


def _bound(key_id: bytes, number: int) -> bytes:
    return SEALED_MAGIC + key_id + _SEQ.pack(number)
