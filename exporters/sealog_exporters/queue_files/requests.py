"""The requests in a queue file, as the collector sent them: OTLP in protobuf, with or without an envelope."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sealog_exporters.queue_files.bolt import Item

__all__ = ["requests"]

_ENVELOPE = b"\x0d\x01\x00\x00\x00"
"""Field 1, fixed32, format version 1 (exporterhelper's queuebatch/internal/persistentqueue)."""
_REQUEST_FIELD = 3
_LENGTH_DELIMITED = 2
_VARINT_BITS = 7
_LONGEST_VARINT = 10


def requests(items: Iterable[Item]) -> Iterator[bytes]:
    """Give each waiting request, without the queue's own counters."""
    for item in items:
        if item.key.isdigit():
            body = _without_envelope(item.value)
            if body:
                yield body


def _without_envelope(value: bytes) -> bytes:
    if not value.startswith(_ENVELOPE):
        return value
    at = len(_ENVELOPE)
    while at < len(value):
        tag, at = _varint(value, at)
        if tag & 7 != _LENGTH_DELIMITED:
            return b""
        length, at = _varint(value, at)
        if tag >> 3 == _REQUEST_FIELD:
            return value[at : at + length] if at + length <= len(value) else b""
        at += length
    return b""


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = 0
    for number, byte in enumerate(data[at : at + _LONGEST_VARINT]):
        result |= (byte & 0x7F) << (_VARINT_BITS * number)
        if byte < 0x80:  # noqa: PLR2004 -- the last byte of a varint (protobuf encoding)
            return result, at + number + 1
    return 0, len(data)
