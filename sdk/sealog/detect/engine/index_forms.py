"""Which values get a blind index, and under whose key, unless a policy says otherwise: by how many there are to guess.

2^40 values or more: under the bundle's key. Fewer: under the index service's key, if the bundle names one. Some
thousands, such as dates of birth, and secrets: none (docs/decisions/041-index-service.md).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.records.finding import Group

_GROUPS = frozenset({"national_id"})
_ENTITIES = frozenset({"bank_account", "credit_card", "iban_code", "imei", "phone_number"})


def is_tagged(entity: str, group: Group) -> bool:
    """Tell whether values of an entity that can be guessed are what people search by."""
    return entity in _ENTITIES or group in _GROUPS


def unless(guessable: Callable[[str], bool] | None, normalise: Callable[[str], str]) -> Callable[[str], str | None]:
    """Return a function that normalises a value, or returns None for one that can be guessed."""
    if guessable is None:
        return normalise

    def form(value: str) -> str | None:
        normal = normalise(value)
        return None if guessable(normal) else normal

    return form


def only(guessable: Callable[[str], bool] | None, normalise: Callable[[str], str]) -> Callable[[str], str | None]:
    """Return a function that normalises a value, or returns None for one that can't be guessed."""
    if guessable is None:
        return normalise

    def form(value: str) -> str | None:
        normal = normalise(value)
        return normal if guessable(normal) else None

    return form
