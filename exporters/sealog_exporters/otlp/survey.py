"""Counts the values of a request in its bytes, before any object is built from one that holds too many.

An empty resource is two bytes in protobuf, three in JSON and some hundreds in memory. The parser checks later whether
the bytes fit the signal.
"""

from __future__ import annotations

import functools
from typing import Any

from google.protobuf.descriptor import FieldDescriptor

from sealog_exporters.otlp.errors import BadRequest, TooLarge

__all__ = ["survey_json", "survey_protobuf"]

_SMALLEST = 2  # bytes of an item in protobuf: its tag and a length of zero
_MAX_DEPTH = 100  # as protobuf's own parser has it
_VARINT_BYTES = 10
_MORE = 0x80  # a byte of a varint that is not its last

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5  # wire types (protobuf.dev/programming-guides/encoding)
_WIDTHS = {_FIXED64: 8, _FIXED32: 4}
_BROKEN = "the body is not protobuf of this signal, or nested too deep"


def survey_protobuf(  # noqa: C901, PLR0912 -- one loop over the wire; a call a field would take three times as long
    body: bytes, descriptor: Any, most: int
) -> None:
    """Count the messages, texts and byte strings that may repeat, on the wire.

    `descriptor` is that of the request's message. It ends as soon as what is left can't go over the bound, at once
    for a body of up to two bytes an item.

    Raises:
        BadRequest: a length or number is cut off, or groups are in it, which OTLP has none of.
        TooLarge: there are more than `most`.
    """
    if len(body) <= most * _SMALLEST:
        return
    found = 0
    waiting = [(0, len(body), _counted(descriptor))]
    try:
        while waiting:
            position, end, counted = waiting.pop()
            if found + (len(body) - position) // _SMALLEST <= most:
                return
            while position < end:
                tag = body[position]
                position += 1
                if tag & _MORE:
                    tag, position = _varint(body, position - 1)
                kind = tag & 7
                if kind == _LENGTH:
                    size = body[position]
                    position += 1
                    if size & _MORE:
                        size, position = _varint(body, position - 1)
                    start, position = position, position + size
                    if tag in counted:
                        found += 1
                        if found > most:
                            raise TooLarge(f"more than {most} values in one request")
                        below = counted[tag]
                        if below is not None and size > 1:
                            waiting.append((position, end, counted))
                            position, end, counted = start, position, below
                            if len(waiting) > _MAX_DEPTH:
                                raise BadRequest(_BROKEN)
                elif kind == _VARINT:
                    while body[position] & _MORE:
                        position += 1
                    position += 1
                elif kind in _WIDTHS:
                    position += _WIDTHS[kind]
                else:
                    raise BadRequest(_BROKEN)
            if position != end:
                raise BadRequest(_BROKEN)
    except IndexError:
        raise BadRequest(_BROKEN) from None


def survey_json(body: bytes, most: int) -> None:
    """Count the values of a JSON text: objects, arrays, and what stands behind each comma.

    Raises:
        BadRequest: it is no JSON: not all that opens is closed.
        TooLarge: there are more than `most`.
    """
    if _marks(body) <= most:
        return
    # What stands in texts does not count. Without escapes, every second piece between quotes is a text.
    bare = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    # A value has at most two texts, itself and its name: four quotes.
    crowded = bare.count(b'"') > 4 * (most + 1)
    outside = bare if crowded else b"".join(bare.split(b'"')[::2])
    if not crowded and (outside.count(b"{"), outside.count(b"[")) != (outside.count(b"}"), outside.count(b"]")):
        raise BadRequest("the body is not JSON")
    if crowded or _marks(outside) > most:
        raise TooLarge(f"more than {most} values in one request")


def _marks(text: bytes) -> int:
    return text.count(b"{") + text.count(b"[") + text.count(b",")


def _varint(body: bytes, position: int) -> tuple[int, int]:
    """Read a number of base 128, the lowest digits first; give it and where it ends."""
    value = 0
    for shift in range(0, 7 * _VARINT_BYTES, 7):
        byte = body[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if not byte & _MORE:
            return value, position
    raise BadRequest(_BROKEN)


class _Fields(dict[int, "_Fields | None"]):
    """Tags that count: to the tags of the message behind one, or to nothing for texts and byte strings."""


@functools.cache  # bounded by the message types of OTLP
def _counted(descriptor: Any) -> _Fields:
    return _tables(descriptor, {})


def _tables(descriptor: Any, known: dict[str, _Fields]) -> _Fields:
    # A table may hold itself: values hold values.
    if descriptor.full_name in known:
        return known[descriptor.full_name]
    table = known[descriptor.full_name] = _Fields()
    for field in descriptor.fields:
        tag = field.number << 3 | _LENGTH
        if field.type == FieldDescriptor.TYPE_MESSAGE:
            table[tag] = _tables(field.message_type, known)
        elif field.is_repeated and field.type in {FieldDescriptor.TYPE_STRING, FieldDescriptor.TYPE_BYTES}:
            table[tag] = None
    return table
