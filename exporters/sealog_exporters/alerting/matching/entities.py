"""Reads a record's indexes or pseudonyms of one entity: `sealog.index[email_address]`, `sealog.pseudonym[ip_address]`.

`sealog.index` is a flat list without entities. A sealed value in the body or in an attribute names both. Texts are
searched up to a limit, and an index counts only if the record's own list has it too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog_exporters.event import AttributeValue, Event

MAX_CHARS: Final = 1 << 20
MAX_VALUES: Final = 10_000
"""The most that is searched for sealed values in one record; the rest is ignored."""

_FIELD = re.compile(r"sealog\.(index|pseudonym)\[([a-z][a-z0-9_]{0,39})\]")
_INDEX = "sealog.index"
_PSEUDONYM = "sealog.pseudonym"


def entity_reader(field: str) -> Callable[[Event], AttributeValue] | None:
    """Return a reader of the indexes or pseudonyms of one entity, or `None` for another field."""
    asked = _FIELD.fullmatch(field)
    if asked is None:
        return None
    kind, entity = asked.groups()
    if kind == "pseudonym":
        return lambda event: _pseudonyms(event, f"{entity}:")
    tokens = re.compile(rf"seal1k?~{entity}~([a-z2-7]{{13}})~", re.ASCII)
    return lambda event: _indexes(event, tokens)


def _indexes(event: Event, tokens: re.Pattern[str]) -> list[AttributeValue] | None:
    own = event.attributes.get(_INDEX)
    listed = None if own is None else set(own) if isinstance(own, (list, tuple)) and _texts_only(own) else {own}
    found = dict.fromkeys(index for text in _sealed_texts(event) for index in tokens.findall(text))
    return [index for index in found if listed is None or index in listed] or None


def _texts_only(values: list[AttributeValue] | tuple[AttributeValue, ...]) -> bool:
    return all(type(value) is str for value in values)


def _pseudonyms(event: Event, start: str) -> list[AttributeValue] | None:
    own = event.attributes.get(_PSEUDONYM)
    values = own if isinstance(own, (list, tuple)) else [own]
    return [value[len(start) :] for value in values if isinstance(value, str) and value.startswith(start)] or None


def _sealed_texts(event: Event) -> Iterator[str]:
    """Yield the record's texts that hold a sealed value, within the limits."""
    chars, values = MAX_CHARS, MAX_VALUES
    waiting: list[AttributeValue] = [event.attributes, event.body]
    while waiting and values > 0 and chars > 0:
        value = waiting.pop()
        values -= 1
        if isinstance(value, str):
            if "seal1" in value:
                yield value[:chars]
            chars -= len(value)
        elif isinstance(value, Mapping):
            waiting.extend(list(value.values())[:values])
        elif isinstance(value, (list, tuple)):
            waiting.extend(value[:values])
