"""Encodes a log record as OTLP, straight to bytes: about five times as fast as by protobuf objects.

Field numbers: opentelemetry/proto/logs/v1/logs.proto and common.proto. What OTLP can't express (other types, integers
beyond 64 bits, endless nesting) is masked by its type's name, since nobody looked into it for personal data.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs

from sealog.spool.frames import Context

if TYPE_CHECKING:
    from opentelemetry.sdk._logs import ReadableLogRecord

_FIXED64 = struct.Struct("<BQ")
_FIXED32 = struct.Struct("<BI")
_DOUBLE = struct.Struct("<Bd")
_SMALL = [bytes((number,)) for number in range(128)]
_U32 = (1 << 32) - 1
_U64 = (1 << 64) - 1
_I64 = 1 << 63
_CONTINUES = 0x80
_DEEPEST = 48  # receivers overflow their stacks on more

_keys: dict[str, bytes] = {}
_KEYS_KEPT = 4096


def encode_record(record: Any, dropped_attributes: int) -> bytes:  # noqa: C901 - one `if` a field of the message
    """Give the `LogRecord` message of an API log record."""
    parts: list[bytes] = []
    add = parts.append
    if record.timestamp:
        add(_FIXED64.pack(0x09, record.timestamp & _U64))
    severity = getattr(record.severity_number, "value", record.severity_number) or 0
    if severity:
        add(b"\x10" + varint(severity))
    if record.severity_text:
        add(_text(b"\x1a", record.severity_text))
    add(sized(b"\x2a", _value(record.body, 0)))
    for key, value in (record.attributes or {}).items():
        add(sized(b"\x32", _pair(key, value, 0)))
    if dropped_attributes:
        add(b"\x38" + varint(dropped_attributes & _U32))
    if record.trace_flags:
        add(_FIXED32.pack(0x45, int(record.trace_flags) & _U32))
    if record.trace_id:
        add(b"\x4a\x10" + record.trace_id.to_bytes(16, "big"))
    if record.span_id:
        add(b"\x52\x08" + record.span_id.to_bytes(8, "big"))
    if record.observed_timestamp:
        add(_FIXED64.pack(0x59, record.observed_timestamp & _U64))
    if record.event_name:
        add(_text(b"\x62", record.event_name if isinstance(record.event_name, str) else _masked(record.event_name)))
    return b"".join(parts)


def encode_context(record: ReadableLogRecord) -> Context:
    """Give what a record has in common with others of its resource and scope."""
    (resource,) = encode_logs([record]).resource_logs
    (scope,) = resource.scope_logs
    scope.ClearField("log_records")
    scope_bytes = scope.SerializeToString()
    resource.ClearField("scope_logs")
    return Context(resource.SerializeToString(), scope_bytes)


def varint(number: int) -> bytes:
    """Give a number from 0 as a protobuf varint."""
    if number < _CONTINUES:
        return _SMALL[number]
    out = bytearray()
    while number >= _CONTINUES:
        out.append(number & 0x7F | _CONTINUES)
        number >>= 7
    out.append(number)
    return bytes(out)


def sized(tag: bytes, data: bytes) -> bytes:
    """Give a length-delimited protobuf field."""
    return tag + varint(len(data)) + data


def _text(tag: bytes, text: str) -> bytes:
    try:
        data = text.encode()
    except UnicodeEncodeError:  # a lone surrogate; UTF-8 has no bytes for it
        data = text.encode(errors="backslashreplace")
    return tag + varint(len(data)) + data


def _pair(key: Any, value: Any, depth: int) -> bytes:
    name = _keys.get(key) if type(key) is str else _text(b"\x0a", key if isinstance(key, str) else _masked(key))
    if name is None:
        if len(_keys) >= _KEYS_KEPT:
            _keys.clear()
        name = _keys[key] = _text(b"\x0a", key)
    return name + sized(b"\x12", _value(value, depth))


def _value(value: Any, depth: int) -> bytes:  # noqa: PLR0911 - one line a type, the frequent ones first
    if isinstance(value, str):
        return _text(b"\x0a", value)
    if value is None:
        return b""
    if isinstance(value, bool):
        return b"\x10\x01" if value else b"\x10\x00"
    if isinstance(value, int) and -_I64 <= value < _I64:
        return b"\x18" + varint(value & _U64)
    if isinstance(value, float):
        return _DOUBLE.pack(0x21, value)
    if isinstance(value, bytes):
        return sized(b"\x3a", value)
    if depth < _DEEPEST and isinstance(value, Mapping):
        pairs = [sized(b"\x0a", _pair(key, item, depth + 1)) for key, item in value.items()]
        return sized(b"\x32", b"".join(pairs))
    if depth < _DEEPEST and isinstance(value, Sequence):
        return sized(b"\x2a", b"".join(sized(b"\x0a", _value(item, depth + 1)) for item in value))
    return _text(b"\x0a", _masked(value))


def _masked(value: Any) -> str:
    return f"[not encodable: {type(value).__name__}]"
