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


def form_of(
    normalise: Callable[[str], str], guessable: Callable[[str], bool] | None, *, if_guessable: bool
) -> Callable[[str], str | None]:
    """Return a function that normalises a value.

    Where `guessable` tells which values can be guessed, it returns None for those; with `if_guessable`, for all others.
    """
    if guessable is None:
        return normalise

    def form(value: str) -> str | None:
        normal = normalise(value)
        return normal if guessable(normal) is if_guessable else None

    return form
