"""Tells what was sealed or masked in values and attributes, by its spelling. It opens nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sealog.crypto.spelling import find_sealed_values, parse_sealed_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.event import AttributeValue

__all__ = ["MAX_NAME", "counted", "counted_name", "entities_by_attribute", "entities_in"]

MAX_NAME: Final = 256
"""Characters that counts keep of a name."""

_OURS: Final = "sealog."

_DEEPEST: Final = 32  # values within values, as sealing leaves them
_LONGEST: Final = 256  # characters of an entity
_ERASED: Final = re.compile(r"\[erased:([a-z0-9_]+)\]")
_MASKED: Final = re.compile(r"\[masked:([a-z0-9_]{1,64})\]")


def entities_in(value: AttributeValue, depth: int = 0) -> set[str]:
    """Give the entities of the values that were sealed or masked in an attribute's value, and in its keys."""
    if isinstance(value, str):
        if "~" not in value and "[" not in value:
            return set()
        found = {entity[:_LONGEST] for entity in _MASKED.findall(value)}
        for start, end in find_sealed_values(value):
            found.add(parse_sealed_value(value[start:end].removesuffix("~")).entity[:_LONGEST])
        return found
    if depth >= _DEEPEST or isinstance(value, bytes):
        return set()
    if isinstance(value, Mapping):
        return set().union(*(entities_in(one, depth + 1) for pair in value.items() for one in pair))
    if isinstance(value, Sequence):
        return set().union(*(entities_in(one, depth + 1) for one in value))
    return set()


def entities_by_attribute(attributes: Mapping[str, AttributeValue]) -> Iterator[tuple[str, str]]:
    """Give each (entity, attribute's counted name) of what was sealed or masked; our own attributes are left out.

    Attributes whose names are counted as one may give a pair twice.
    """
    for name, value in attributes.items():
        if not name.startswith(_OURS) and (found := entities_in(value)):
            shown = counted_name(name)
            yield from ((entity, shown) for entity in found)


def counted_name(name: str) -> str:
    """Give what counts keep of an attribute's or a service's name."""
    return counted(name)[:MAX_NAME]


def counted(text: str) -> str:
    """Give what counts keep of a text: `<entity>` for each sealed or erased value.

    A count outlives its records, also those of a person who is erased; and each sealed value would be counted apart.
    """
    if "~" not in text and "[" not in text:  # nearly every text; what follows takes twenty times as long
        return text
    pieces: list[str] = []
    position = 0
    for start, end in find_sealed_values(text):
        token = text[start:end].removesuffix("~")
        pieces += (text[position:start], f"<{parse_sealed_value(token).entity}>")
        position = end
    return _ERASED.sub(r"<\1>", "".join((*pieces, text[position:])))
