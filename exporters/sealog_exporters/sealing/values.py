"""Converts OTLP's values to Python's, as the SDK's walk reads them, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

__all__ = ["Attributes", "attributes_of", "put_attributes", "put_value", "value_of"]


class Attributes(dict[str, Any]):
    """Attributes by name. `merged` tells whether a name came twice, so that they differ from what was sent."""

    merged = False


def value_of(value: AnyValue) -> Any:
    """Give a value: text, bool, int, float, bytes, list, dictionary or None.

    A reference into a string table, which no log or span has, is None, and is taken out of the message: its number
    may be anything.
    """
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [value_of(item) for item in value.array_value.values]
    if kind == "kvlist_value":
        return attributes_of(value.kvlist_value.values)
    if kind == "string_value_strindex":
        value.Clear()
        return None
    return None if kind is None else getattr(value, kind)


def attributes_of(pairs: Iterable[KeyValue]) -> dict[str, Any]:
    """Give attributes as a dictionary; a name that occurs again gets the list of its values, so that none is lost.

    References into a string table are taken out of the message, as `value_of` does.
    """
    found: dict[str, Any] = {}
    again: set[str] = set()
    for pair in pairs:
        if pair.key_strindex:
            pair.ClearField("key_strindex")
        key, value = pair.key, value_of(pair.value)
        if key not in found:
            found[key] = value
        elif key in again:
            found[key].append(value)
        else:
            found[key] = [found[key], value]
            again.add(key)
    if not again:
        return found
    merged = Attributes(found)
    merged.merged = True
    return merged


def put_value(target: AnyValue, value: Any) -> None:
    """Write a value that `value_of` gave, or what sealing made of it, over what `target` holds."""
    target.Clear()
    if isinstance(value, str):
        target.string_value = value
    elif isinstance(value, bool):
        target.bool_value = value
    elif isinstance(value, int):
        target.int_value = value
    elif isinstance(value, float):
        target.double_value = value
    elif isinstance(value, bytes):
        target.bytes_value = value
    elif isinstance(value, (list, tuple)):
        target.array_value.SetInParent()
        for item in value:
            put_value(target.array_value.values.add(), item)
    elif value is not None:
        target.kvlist_value.SetInParent()
        put_attributes(target.kvlist_value.values, value)


def put_attributes(target: Any, attributes: Mapping[str, Any]) -> None:
    """Write attributes over those in a repeated field of `KeyValue`."""
    del target[:]
    for key, value in attributes.items():
        pair = target.add(key=key)
        if value is not None:
            put_value(pair.value, value)
