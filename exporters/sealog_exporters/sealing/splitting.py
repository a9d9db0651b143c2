"""Splits a sealed request into requests that the next hop accepts. It changes no record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.message import Message

    from sealog_exporters.otlp.signals import Signal

__all__ = ["split"]

_AROUND = 16
"""Bytes of tags and lengths that an item, its scope and its resource may need at most, above their own."""


def split(request: Message, signal: Signal, most: int) -> Iterator[bytes]:
    """Give requests of at most `most` bytes with the same items in the same order, each under its resource and scope.

    An item that is larger alone makes a request of its own.
    """
    if request.ByteSize() <= most:
        yield request.SerializeToString()
        return
    first, second, third = signal.levels
    part, size = signal.request(), 0
    for resource in getattr(request, first):
        for scope in getattr(resource, second):
            around = _size_without(resource, second) + _size_without(scope, third) + 2 * _AROUND
            target: Any = None
            for item in getattr(scope, third):
                more = item.ByteSize() + _AROUND
                if size and size + more + (around if target is None else 0) > most:
                    yield part.SerializeToString()
                    part, size, target = signal.request(), 0, None
                if target is None:
                    target = _begin(part, resource, scope, signal)
                    size += around
                getattr(target, third).append(item)
                size += more
    yield part.SerializeToString()


def _begin(part: Message, resource: Any, scope: Any, signal: Signal) -> Any:
    first, second, third = signal.levels
    return _without(getattr(_without(getattr(part, first).add(), resource, second), second).add(), scope, third)


def _without(target: Any, source: Any, items: str) -> Any:
    """Copy all fields of a message but its items."""
    for field, value in source.ListFields():
        if field.name == items:
            continue
        if field.type == field.TYPE_MESSAGE:
            getattr(target, field.name).CopyFrom(value)
        else:
            setattr(target, field.name, value)
    return target


def _size_without(message: Any, items: str) -> int:
    return sum(
        value.ByteSize() if field.type == field.TYPE_MESSAGE else len(value.encode()) + _AROUND
        for field, value in message.ListFields()
        if field.name != items
    )
