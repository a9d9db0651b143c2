"""A record's attributes with names of sealog's own: kept if they are genuine, otherwise renamed as the application's.

A record that an SDK sealed has its data key; one without sealed values has its id, and perhaps the entities that were
masked in it and, in a span, equality tags.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.processor.carried import is_ours, keys_in, renamed
from sealog.records import attributes as names

if TYPE_CHECKING:
    from collections.abc import Container

__all__ = ["believed"]


def believed(attributes: dict[str, Any], entities: Container[str]) -> dict[str, Any]:
    """Give a record's attributes with what is called as ours but isn't under another name.

    `entities` are the names that may stand in `sealog.entities` of a record without a data key.
    """
    present = names.OWN.intersection(attributes)
    if not present or (keys_in(attributes) and all(is_ours(name, attributes[name]) for name in present)):
        return attributes
    new = renamed(attributes)
    for name in present:
        if name in _ALONE and is_ours(name, attributes[name]) and _are_known(name, attributes[name], entities):
            new.pop(f"application.{name}", None)
    if not new:
        return attributes
    return {key: value for key, value in attributes.items() if f"application.{key}" not in new} | new


_ALONE = frozenset({names.UID, names.ENTITIES, names.ARGUMENTS_EQ, names.RESULT_EQ})


def _are_known(name: str, value: Any, entities: Container[str]) -> bool:
    return name != names.ENTITIES or all(
        entity in entities for entity in ([value] if isinstance(value, str) else value)
    )
