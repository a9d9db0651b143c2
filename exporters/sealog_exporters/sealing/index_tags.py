"""Makes blind indexes of the index tags in sealed requests: those of applications, and of what was sealed here."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sealog.crypto.index_service import with_indexes
from sealog.crypto.index_tag import is_tag_key
from sealog.notices import say_once
from sealog.records import attributes as names
from sealog_exporters.sealing.values import put_value, value_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sealog.crypto.index_service import IndexService
    from sealog_exporters.otlp.signals import Signal

__all__ = ["turned"]

_NAME = names.INDEX_TAG.encode()


def turned(service: IndexService, signal: Signal, requests: Iterable[bytes]) -> tuple[list[bytes], Counter[str]]:
    """Give sealed requests with blind indexes in the place of tags, and how many were `made`, `left` and `refused`.

    What can't be turned goes on with its tags, which tell nobody anything. Never raises.
    """
    counts: Counter[str] = Counter()
    parts = []
    for request in requests:
        try:
            parts.append(_turned(service, signal, request, counts) if _NAME in request else request)
        except Exception as error:  # noqa: BLE001 - a record without an index is better than none
            say_once("index-tags", f"tags of a request were not turned into blind indexes ({type(error).__name__})")
            parts.append(request)
    return parts, counts


def _turned(service: IndexService, signal: Signal, request: bytes, counts: Counter[str]) -> bytes:
    message: Any = signal.request.FromString(request)
    first, second, third = signal.levels
    for resource in getattr(message, first):
        for scope in getattr(resource, second):
            for item in getattr(scope, third):
                _turn(service, item.attributes, counts)
    new: bytes = message.SerializeToString()
    return new


def _turn(service: IndexService, attributes: Any, counts: Counter[str]) -> None:
    found = {pair.key: pair for pair in attributes if pair.key in {names.INDEX_TAG, names.INDEX}}
    tags = found.get(names.INDEX_TAG)
    if tags is None:
        return
    new = service.turn(value_of(tags.value))
    counts.update(made=len(new.indexes), left=sum(not is_tag_key(text) for text in new.left), refused=new.refused)
    if new.indexes:
        index = found.get(names.INDEX) or attributes.add(key=names.INDEX)
        put_value(index.value, with_indexes(value_of(index.value), new.indexes))
    if new.left:
        put_value(tags.value, new.left)
    else:
        attributes.remove(tags)
