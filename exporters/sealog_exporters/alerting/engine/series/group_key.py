"""Computes the group keys of a record: one from its fields, or one for each element where a field holds a list."""

from __future__ import annotations

import hashlib
from itertools import islice, product
from typing import TYPE_CHECKING, Final, TypeAlias

from sealog_exporters.alerting.matching.field import MAX_KEY_CHARS, key_part, place_of, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog_exporters.alerting.engine.series.series import GroupKey
    from sealog_exporters.event import AttributeValue, Event

    Keys: TypeAlias = GroupKey | list[GroupKey]

MAX_KEYS: Final = 64
"""Group keys that one record counts for."""

MAX_CANDIDATES: Final = 4_096
"""Different elements, or combinations of them, among which those are chosen."""


def key_function(fields: Sequence[str]) -> Callable[[Event], Keys]:
    """Return the function that gives an event's group key, or, where a field holds a list, all of its keys.

    Each element counts once; order does not matter. An empty list is as if the field were missing.
    """
    readers = tuple(reader(field) for field in fields)
    if len(readers) == 1:  # nearly every rule; half the time
        read = readers[0]
        mapping_of, name = place_of(fields[0])

        def one(event: Event) -> Keys:
            value = mapping_of(event).get(name) if mapping_of is not None else read(event)
            if type(value) is str:
                if value and len(value) <= MAX_KEY_CHARS and value.isascii():  # as `key_part` spells it
                    return (value,)
                return (key_part(value),)
            return [(part,) for part in _parts(value)] if isinstance(value, (list, tuple)) else (key_part(value),)

        return one

    def many(event: Event) -> Keys:
        values = [read(event) for read in readers]
        if not any(isinstance(value, (list, tuple)) for value in values):
            return tuple([key_part(value) for value in values])
        return list(islice(product(*[_parts(value) for value in values]), MAX_CANDIDATES))

    return many


def choose_keys(keys: list[GroupKey], uid: str, known: Callable[[GroupKey], bool]) -> list[GroupKey]:
    """Choose at most `MAX_KEYS` keys: known ones before new ones, and among new ones by chance.

    So a sender that adds values of its own can't hide a key that was counted before, nor a new one for long. The choice
    depends on the record's uid, so another replica chooses the same.
    """
    if len(keys) <= MAX_KEYS:
        return keys

    def rank(key: GroupKey) -> bytes:
        return hashlib.blake2b("\0".join((uid, *key)).encode("utf-8", "replace"), digest_size=8).digest()

    there = {key for key in keys if known(key)}
    taken = set(sorted(keys, key=lambda key: (key not in there, rank(key)))[:MAX_KEYS])
    return [key for key in keys if key in taken]


def _parts(value: AttributeValue) -> Iterable[str]:
    if isinstance(value, (list, tuple)):
        return dict.fromkeys(key_part(part) for part in value[:MAX_CANDIDATES]) or (key_part(None),)
    return (key_part(value),)
