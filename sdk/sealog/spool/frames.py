"""Frames: how one record is stored in a segment, and which parts of a damaged segment can be read.

The format is docs/spec/spool.md.
"""

from __future__ import annotations

import struct
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

import google_crc32c

from sealog.errors import OpenError
from sealog.pattern import pattern
from sealog.spool.record import Context

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog.crypto.primitives import SegmentCipher

MAGIC = b"sealog1\n"
CONTEXT = b"CTX1"
RECORD = b"REC1"
SEALED_MAGIC = b"sealog2\n"
KEY = b"KEY1"
SEALED_CONTEXT = b"CTX2"
SEALED_RECORD = b"REC2"
MAX_PAYLOAD = 1 << 26

_HEAD = struct.Struct("<I4sQ")
_CRC = struct.Struct("<I")
_ID = struct.Struct("<I")
_CONTEXT_HEAD = struct.Struct("<II")
HEADER_BYTES = _HEAD.size + _CRC.size

_TYPE_PLACE = 4
_KNOWN = (CONTEXT, RECORD, KEY, SEALED_CONTEXT, SEALED_RECORD)
_TYPES = pattern(b"|".join(_KNOWN))
_PLAIN = {SEALED_CONTEXT: CONTEXT, SEALED_RECORD: RECORD}
_NONCE = struct.Struct("<4sQ")


class Frame(NamedTuple):
    """One whole frame; `start` and `end` are its place in the bytes it was read from."""

    type: bytes
    seq: int
    payload: bytes
    start: int
    end: int


class Damage(NamedTuple):
    """Bytes that are no valid frame."""

    start: int
    end: int


End = Literal["clean", "cut"]


def frame(type_: bytes, seq: int, payload: bytes) -> bytes:
    """Put one frame together."""
    head = _HEAD.pack(len(payload), type_, seq)
    crc = google_crc32c.extend(google_crc32c.value(head), payload)
    return head + _CRC.pack(crc) + payload


def context_frame(seq: int, number: int, context: Context, cipher: SegmentCipher | None = None) -> bytes:
    """Put the frame together that names a context `number` within its segment, sealed where there is a cipher."""
    payload = _CONTEXT_HEAD.pack(number, len(context.resource)) + context.resource + context.scope
    if cipher is None:
        return frame(CONTEXT, seq, payload)
    return frame(SEALED_CONTEXT, seq, cipher.seal(_NONCE.pack(SEALED_CONTEXT, seq), payload))


def record_framer(cipher: SegmentCipher | None) -> Callable[[int, int, bytes], bytes]:
    """Give what does as `record_frame` with this cipher: in the compiled half, where there is one."""
    if cipher is not None and cipher.quick is not None:
        return partial(cipher.quick.frame, SEALED_RECORD)
    return partial(record_frame, cipher)


def record_frame(cipher: SegmentCipher | None, seq: int, number: int, record: bytes) -> bytes:
    """Put the frame of one encoded `LogRecord` of the context `number` together, sealed where there is a cipher."""
    payload = _ID.pack(number) + record
    if cipher is None:
        return frame(RECORD, seq, payload)
    return frame(SEALED_RECORD, seq, cipher.seal(_NONCE.pack(SEALED_RECORD, seq), payload))


def opened(found: Frame, cipher: SegmentCipher) -> Frame:
    """Give the frame of version 1 that a sealed frame holds.

    Raises:
        OpenError: `not_authentic`: it is no sealed frame, was changed, or is of another segment.
    """
    plain = _PLAIN.get(found.type)
    if plain is None:
        raise OpenError("not_authentic", "a frame in the clear within an encrypted segment")
    payload = cipher.open(_NONCE.pack(found.type, found.seq), found.payload)
    return Frame(plain, found.seq, payload, found.start, found.end)


def read_context(payload: bytes) -> tuple[int, Context] | None:
    """Take a context's payload apart; None where it is too short."""
    if len(payload) < _CONTEXT_HEAD.size:
        return None
    number, length = _CONTEXT_HEAD.unpack_from(payload)
    rest = payload[_CONTEXT_HEAD.size :]
    return (number, Context(rest[:length], rest[length:])) if length <= len(rest) else None


def read_record(payload: bytes) -> tuple[int, bytes] | None:
    """Take a record's payload apart: context number, encoded `LogRecord`; None where it is too short."""
    if len(payload) < _ID.size:
        return None
    return _ID.unpack_from(payload)[0], payload[_ID.size :]


def frames(data: bytes, start: int, *, last: bool) -> Iterator[Frame | Damage]:
    """Give the frames of `data` from `start`, in order, and the damaged stretches between them.

    It stops before a frame that `data` may hold only the beginning of. With `last` nothing follows `data`, so such a
    beginning is damage if whole frames stand behind it, and otherwise a torn tail, which is not given.
    """
    place = start
    while place < len(data):
        found = _at(data, place)
        if isinstance(found, Frame):
            yield found
            place = found.end
            continue
        if found == "cut" and not last:
            return
        following = _next(data, place + 1)
        if following is not None:
            yield Damage(place, following)
            place = following
        elif found == "cut":
            return
        else:
            # Without `last` the next frame's head may lie over the border.
            end = len(data) if last else max(place, len(data) - HEADER_BYTES)
            if end > place:
                yield Damage(place, end)
            return


def wanted(data: bytes, place: int) -> int:
    """Give how many bytes the frame at `place` needs in all, as far as its head tells."""
    if len(data) - place < HEADER_BYTES:
        return HEADER_BYTES
    return HEADER_BYTES + int(_HEAD.unpack_from(data, place)[0])


def _at(data: bytes, place: int) -> Frame | Literal["cut", "bad"]:
    body = place + HEADER_BYTES
    if len(data) < body:
        return "cut"
    length, type_, seq = _HEAD.unpack_from(data, place)
    if length > MAX_PAYLOAD or type_ not in _KNOWN:
        return "bad"
    end = body + length
    if len(data) < end:
        return "cut"
    payload = data[body:end]
    crc = google_crc32c.extend(google_crc32c.value(data[place : place + _HEAD.size]), payload)
    return Frame(type_, seq, payload, place, end) if crc == _CRC.unpack_from(data, body - _CRC.size)[0] else "bad"


def _next(data: bytes, place: int) -> int | None:
    for match in _TYPES.finditer(data, place + _TYPE_PLACE):
        start = match.start() - _TYPE_PLACE
        if isinstance(_at(data, start), Frame):
            return start
    return None
