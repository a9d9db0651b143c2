"""Mends a message that protobuf refuses though nearly all of it can be read. It looks at no field's meaning.

Senders write what is no UTF-8 into text fields (a file in an old encoding, a name cut within a character), and nest
values deeper than protobuf's readers go. Because of one such value a reader loses the whole request.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FieldDescriptor

from sealog.delivery.encoding.encode import sized, varint
from sealog.processor.values.walk import TOO_DEEP
from sealog_exporters.otlp.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["mended"]

_BROKEN = "the body is not protobuf of this signal"
_MAX_DEPTH = 94
"""Messages within messages, below the 100 of protobuf's readers. The walk cuts what is nested over 32 values deep."""

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_WIDTHS = {_FIXED64: 8, _FIXED32: 4}
_MORE = 0x80
_LONGEST = 10
_ANY_VALUE = "opentelemetry.proto.common.v1.AnyValue"
_TOO_DEEP = b"\x0a" + bytes((len(TOO_DEEP),)) + TOO_DEEP.encode()


def mended(data: bytes, descriptor: Any) -> bytes:
    """Give a message without unknown fields, in which each text is UTF-8 and no value is nested too deep.

    `descriptor` is that of the message's type.

    Raises:
        BadRequest: the bytes are no message.
    """
    return _mended(data, descriptor, 0)


def _mended(data: bytes, descriptor: Any, depth: int) -> bytes:
    if depth >= _MAX_DEPTH and descriptor.full_name == _ANY_VALUE:
        return _TOO_DEEP
    known = _fields(descriptor)
    out = bytearray()
    for number, kind, content in _wire(data):
        field = known.get(number)
        if field is not None:
            tag = varint(number << 3 | kind)
            out += sized(tag, _content(content, field, depth)) if kind == _LENGTH else tag + content
    return bytes(out)


def _content(content: bytes, field: Any, depth: int) -> bytes:
    if field.type == FieldDescriptor.TYPE_MESSAGE:
        return _mended(content, field.message_type, depth + 1)
    return content.decode("utf-8", "replace").encode() if field.type == FieldDescriptor.TYPE_STRING else content


@cache  # bounded by the message types of OTLP
def _fields(descriptor: Any) -> dict[int, Any]:
    return {field.number: field for field in descriptor.fields}


def _wire(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give number, wire type and content of each field of a message.

    Raises:
        BadRequest: the bytes are no message.
    """
    position, end = 0, len(data)
    while position < end:
        tag, position = _varint(data, position)
        if not 0 < tag >> 3 < 1 << 32:
            raise BadRequest(_BROKEN)
        kind = tag & 7
        start = position
        if kind == _LENGTH:
            size, start = _varint(data, position)
            position = start + size
        elif kind == _VARINT:
            _, position = _varint(data, position)
        elif kind in _WIDTHS:
            position += _WIDTHS[kind]
        else:
            raise BadRequest(_BROKEN)
        if position > end:
            raise BadRequest(_BROKEN)
        yield tag >> 3, kind, data[start:position]


def _varint(data: bytes, position: int) -> tuple[int, int]:
    value = 0
    for shift, byte in enumerate(data[position : position + _LONGEST]):
        value |= (byte & 0x7F) << 7 * shift
        if not byte & _MORE:
            return value, position + shift + 1
    raise BadRequest(_BROKEN)
