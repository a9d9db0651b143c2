"""Tells what was sealed or masked in a value, by its spelling. It opens nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from sealog.crypto.spelling import find_sealed_values, parse_sealed_value

if TYPE_CHECKING:
    from sealog_exporters.event import AttributeValue

__all__ = ["entities_in"]

_DEEPEST: Final = 32  # values within values, as sealing leaves them
_LONGEST: Final = 256  # characters of an entity
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
