"""Which values get a blind index, and under whose key, unless a policy says otherwise: by how many there are to guess.

2^40 values or more: under the bundle's key. Fewer: under the index service's key, if the bundle names one. Some
thousands, such as dates of birth, and secrets: none (docs/decisions/041-index-service.md). Ids that a policy names by
their keys: each value as it looks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.records.finding import Group

_GROUPS = frozenset({"national_id"})
_ENTITIES = frozenset({"bank_account", "credit_card", "iban_code", "imei", "phone_number"})
_IDS = pattern(r"(?:[a-z0-9_]*_)?(?:id|number)", re.ASCII)
_RANDOM_UUID = pattern(
    r"(?:[a-z][a-z0-9]{0,15}[_:-])?[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    re.ASCII | re.IGNORECASE,
)


def is_tagged(entity: str, group: Group) -> bool:
    """Tell whether values of an entity that can be guessed are what people search by."""
    return entity in _ENTITIES or group in _GROUPS


def names_ids(entity: str) -> bool:
    """Tell by an entity's name, such as `customer_id`, whether its values are ids, which people search by."""
    return _IDS.fullmatch(entity) is not None


def is_guessable_id(value: str) -> bool:
    """Tell whether an id can be guessed, as a counted number can.

    A UUID of version 4 or 7 (RFC 9562), also behind a word (`cus_…`), has 74 random bits or more. Those of other
    versions are made of times or names, and of any other text nothing is known.
    """
    return _RANDOM_UUID.fullmatch(value) is None


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
