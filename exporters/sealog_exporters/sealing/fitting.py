"""Makes sealed requests that are too large for the next hop smaller: splits them, or cuts one item's largest texts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sealog.records import attributes as names
from sealog_exporters.otlp.signals import LOGS, METRICS, TRACES
from sealog_exporters.sealing.log_records import black_log
from sealog_exporters.sealing.metrics import KINDS, black_metric
from sealog_exporters.sealing.origins import black_resource, black_scope
from sealog_exporters.sealing.spans import black_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.message import Message

    from sealog_exporters.otlp.signals import Signal

__all__ = ["TOO_LARGE", "cut_down", "fitted", "in_two", "split"]

TOO_LARGE = "[sealog: too large for the next hop]"
"""The text that replaces a text or value that was removed."""

_AROUND = 64
"""Bytes of tags and lengths that may change where a value does, with some to spare."""

_AROUND_ITEM = 16
"""Bytes of tags and lengths that an item, its scope and its resource may need at most, above their own."""

_VALUE = "opentelemetry.proto.common.v1.AnyValue"
_PAIR = "opentelemetry.proto.common.v1.KeyValue"
_EMPTIED = frozenset({"schema_url", "trace_state"})
_KEPT = frozenset({names.UID, names.KEY})


def fitted(part: bytes, signal: Signal, most: int) -> Iterator[tuple[bytes, int]]:
    """Give requests of at most `most` bytes with the same items in the same order; of each, how many items were cut."""
    if len(part) <= most:
        yield part, 0
    elif halves := in_two(part, signal):
        for half in halves:
            yield from fitted(half, signal, most)
    else:
        yield cut_down(part, signal, most), 1


def in_two(part: bytes, signal: Signal) -> tuple[bytes, ...]:
    """Give two requests that together hold the items of one, in order; none where there is but one item.

    A metric of several data points is divided among both.
    """
    request: Any = signal.request.FromString(part)
    many = signal.count(request)
    if many > 1:
        first: Any = signal.request.FromString(part)
        _keep(first, signal, 0, many // 2)
        _keep(request, signal, many // 2, many)
        return first.SerializeToString(), request.SerializeToString()
    if many and signal is METRICS:
        first = signal.request.FromString(part)
        points, others = _points(_only(request, signal)), _points(_only(first, signal))
        if points is not None and len(points) > 1:
            middle = len(points) // 2
            del others[middle:]
            del points[:middle]
            return first.SerializeToString(), request.SerializeToString()
    return ()


def cut_down(part: bytes, signal: Signal, most: int) -> bytes:
    """Give a request of one item with its largest texts and values taken out until it has at most `most` bytes.

    Where that is not enough the item is blacked out, with its resource and scope: the service's name and the item's
    times and ids stay.
    """
    request: Any = signal.request.FromString(part)
    over = len(part) - most + _AROUND
    for size, put in sorted(_texts(request), key=lambda text: text[0], reverse=True):
        won = size - len(TOO_LARGE) - _AROUND
        if over <= 0 or won <= 0:
            break
        put()
        over -= won
    if request.ByteSize() > most:
        _blacken(request, signal)
    cut: bytes = request.SerializeToString()
    return cut


def _keep(request: Any, signal: Signal, begin: int, end: int) -> None:
    """Leave of a request only the items from `begin` to before `end`, and what they are under."""
    first, second, third = signal.levels
    number = 0
    for resource in getattr(request, first):
        for scope in getattr(resource, second):
            items = getattr(scope, third)
            here, number = number, number + len(items)
            del items[max(0, end - here) :]
            del items[: max(0, begin - here)]
        _drop_empty(getattr(resource, second), third)
    _drop_empty(getattr(request, first), second)


def _drop_empty(holders: Any, name: str) -> None:
    kept = [holder for holder in holders if getattr(holder, name)]
    if len(kept) < len(holders):
        kept = [type(holder).FromString(holder.SerializeToString()) for holder in kept]
        del holders[:]
        holders.extend(kept)


def _only(request: Any, signal: Signal) -> Any:
    first, second, third = signal.levels
    return next(
        item
        for resource in getattr(request, first)
        for scope in getattr(resource, second)
        for item in getattr(scope, third)
    )


def _points(metric: Any) -> Any:
    return next((getattr(metric, kind).data_points for kind in KINDS if metric.HasField(kind)), None)


def _texts(message: Any) -> Iterator[tuple[int, Any]]:
    """Give the size of each text and value in a message, and what takes it out; names of attributes are not among them.

    A value counts as one, whatever is within it.
    """
    for field, content in message.ListFields():
        is_many = field.is_repeated if hasattr(field, "is_repeated") else field.label == field.LABEL_REPEATED
        if field.type == field.TYPE_STRING and not is_many:
            yield (
                len(content.encode()),
                partial(setattr, message, field.name, "" if field.name in _EMPTIED else TOO_LARGE),
            )
        elif field.type == field.TYPE_MESSAGE:
            for inner in content if is_many else (content,):
                yield from _texts_within(inner)


def _texts_within(message: Any) -> Iterator[tuple[int, Any]]:
    kind = message.DESCRIPTOR.full_name
    if kind == _PAIR:
        if message.key not in _KEPT:
            yield message.value.ByteSize(), partial(_replace, message.value)
    elif kind == _VALUE:
        yield message.ByteSize(), partial(_replace, message)
    else:
        yield from _texts(message)


def _replace(value: Any) -> None:
    value.string_value = TOO_LARGE


def _blacken(request: Any, signal: Signal) -> None:
    first, second, third = signal.levels
    for resource in getattr(request, first):
        resource.schema_url = ""
        black_resource(resource.resource)
        for scope in getattr(resource, second):
            scope.schema_url = ""
            black_scope(scope.scope)
            for item in getattr(scope, third):
                if signal is LOGS:
                    uid = next((pair.value.string_value for pair in item.attributes if pair.key == names.UID), "")
                    black_log(item, uid)
                elif signal is TRACES:
                    black_span(item)
                else:
                    black_metric(item)


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
            around = _size_without(resource, second) + _size_without(scope, third) + 2 * _AROUND_ITEM
            target: Any = None
            for item in getattr(scope, third):
                more = item.ByteSize() + _AROUND_ITEM
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
        value.ByteSize() if field.type == field.TYPE_MESSAGE else len(value.encode()) + _AROUND_ITEM
        for field, value in message.ListFields()
        if field.name != items
    )
