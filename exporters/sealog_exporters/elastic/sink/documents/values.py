"""Turns OTLP values, with any names and nesting, into JSON that Elasticsearch accepts."""

from __future__ import annotations

import base64
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

__all__ = ["flat_attributes", "json_value"]


def flat_attributes(pairs: Iterable[KeyValue]) -> dict[str, Any]:
    """Give attributes under dotted names, as the collector's `otel` mapping does.

    Elasticsearch refuses a name that is empty or of spaces only: it becomes `_`. Where two values get one name, both
    are kept, as a list.
    """
    flat: dict[str, Any] = {}
    for pair in pairs:
        _put(flat, pair.key, pair.value)
    return flat


def json_value(value: AnyValue) -> Any:
    """Give a value as JSON has it: bytes in base64, numbers that are none as text, `None` for no value.

    Protobuf's bound of 100 nested messages, which also holds for JSON here, bounds the recursion.
    """
    kind = value.WhichOneof("value")
    if kind == "kvlist_value":
        return {pair.key or "_": json_value(pair.value) for pair in value.kvlist_value.values}
    if kind == "array_value":
        return [json_value(item) for item in value.array_value.values]
    if kind is None or kind == "string_value_strindex":
        return None
    plain = getattr(value, kind)
    if isinstance(plain, bytes):
        return base64.b64encode(plain).decode("ascii")
    return str(plain) if isinstance(plain, float) and not math.isfinite(plain) else plain


def _put(flat: dict[str, Any], name: str, value: AnyValue) -> None:
    if not name.strip():
        name = "_"
    text = value.string_value
    if not text and value.kvlist_value.values:
        for pair in value.kvlist_value.values:
            _put(flat, f"{name}.{pair.key or '_'}", pair.value)
        return
    plain = text or json_value(value)
    if name in flat:
        there = flat[name]
        flat[name] = [*(there if isinstance(there, list) else [there]), plain]
    else:
        flat[name] = plain
