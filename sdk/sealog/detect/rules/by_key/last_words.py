"""Which entity the last words of a key name, and rules made of such names.

Facts about a value (`phone_verified`, `has_passport`) are left, and words with too many meanings alone (`name`,
`address`, `number`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sealog.detect.data import semconv
from sealog.detect.data.tables import names
from sealog.detect.lexicon.owners import HOLDERS, MACHINES, without_owner
from sealog.detect.lexicon.spelling import is_unspaced, key_words, listed
from sealog.detect.model.rule import KeyRule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.records.finding import Group

_LONGEST_NAME = 4  # words
_ABOUT = frozenset({"is", "has", "no", "needs", "requires", "require", "show", "allow", "hide", "verify", "skip"})
_OWNERS_OF_HOMES = (
    "customer user patient employee guest owner student subscriber billing shipping delivery home person payer"
)
_LIVING = frozenset(_OWNERS_OF_HOMES.split())
"""Words for people: their address is where they live. A recipient's may be an e-mail address."""
_NAMES: dict[str, str] = {}
"""Joined name to entity, of all rules made here: filled once, when their files are imported."""

_OF_LANGUAGES: dict[str, str] = {}
"""Those of `_NAMES` that an owner may stand behind, as in `apellido_cliente`; an `email_client` is a program."""

_UNCERTAIN: dict[str, str] = {}
"""As `_NAMES`, of names that things have as well as people."""

_UNSPACED: dict[str, str] = {}
"""As `_NAMES` or `_UNCERTAIN`, of scripts that put no spaces between words."""

_ACCENTED: dict[str, str] = {}
"""As `_NAMES` or `_UNCERTAIN`, of names that count only in a key with letters beyond ASCII."""


@lru_cache(maxsize=512)
def entity_named(key: str) -> str | None:
    """Give the entity that the last words of a key name, as many as name one: an `id_card_number` is no card number.

    Cached, because each rule asks for the same key.
    """
    words = [word for word in key_words(key) if word][-_LONGEST_NAME:]
    for count in range(len(words), 0, -1):
        name = "".join(words[-count:])
        owned, owning = without_owner(name)
        if owned == "address" and words[-count] in _LIVING:
            return "location"
        entity = _NAMES.get(name) or _NAMES.get(owned) or _OF_LANGUAGES.get(owning)
        if entity is not None and _ABOUT.intersection(words[-count - 1 : -count]):
            continue  # and no part of the name, as in `no_telepon`
        if entity is not None:
            return entity
        for spelled in (name, owned, owning):
            entity = _uncertain(spelled, words[:-count], is_owned=spelled != name, is_accented=not key.isascii())
            if entity is not None:
                return entity
    return _named_at_end(words[-1]) if words and not key.isascii() else None


def _uncertain(name: str, words: Sequence[str], *, is_owned: bool, is_accented: bool) -> str | None:
    """Give the entity of a name whose meaning the word before it decides."""
    entity = _UNCERTAIN.get(name) or (_ACCENTED.get(name) if is_accented else None)
    if entity == "location":
        return None if MACHINES.intersection(words[-1:]) else entity
    return entity if is_owned or not words or words[-1] in HOLDERS else None


def _named_at_end(word: str) -> str | None:
    """Give the entity that the end of a word names, in scripts that put no spaces between words."""
    ending = max((name for name in _UNSPACED if word.endswith(name)), key=len, default=None)
    if ending is None:
        return None
    entity, owner = _UNSPACED[ending], word.removesuffix(ending)
    if entity == "location":
        return None if any(owner.endswith(machine) for machine in MACHINES) else entity
    return entity if ending in _NAMES or not owner or owner in HOLDERS else None


def _learn(known: dict[str, str], entity: str, table: str, accented: str, unspaced: str) -> None:
    for each, words in ((known, table), (_ACCENTED, accented), (_UNSPACED, unspaced)):
        for name in listed(words):
            each.setdefault(name, entity)


MISSES = (
    *("name", "address", "number", "service.name", "file.name", "host.name", "server.address", "db.user"),
    *("phone_verified", "has_phone", "email_template", "passport_expired", "surname_length", "microphone", ""),
)
"""Keys that each rule of such names misses."""


def key_rule(
    entity: str,
    group: Group,
    written: str,
    hits: tuple[str, ...] = (),
    misses: tuple[str, ...] = (),
    excepts: Callable[[str], bool] | None = None,
) -> KeyRule:
    """Make the rule of an entity: `written` are its names in lower case; `excepts` tells of values that stay."""
    known = frozenset(map(_folded, written.split()))
    _NAMES.update(dict.fromkeys(known, entity))
    _UNSPACED.update((name, entity) for name in known if is_unspaced(name))
    return KeyRule(
        entity, group, lambda key: _entity_of(key) == entity, hits, misses, excepts=excepts, entity_of=_entity_of
    )


def _folded(name: str) -> str:
    return name if name.isascii() and name.isalnum() else "".join(key_words(name))


def _entity_of(key: str) -> str | None:
    return semconv.SEALED.get(key) if key in semconv.SEALED or key in semconv.SCANNED else entity_named(key)


_learn(_OF_LANGUAGES, "person", names.PEOPLE, names.PEOPLE_ACCENTED, names.PEOPLE_UNSPACED)
_learn(_OF_LANGUAGES, "date_of_birth", names.BIRTHS, names.BIRTHS_ACCENTED, names.BIRTHS_UNSPACED)
_learn(_OF_LANGUAGES, "phone_number", names.PHONES, names.PHONES_ACCENTED, names.PHONES_UNSPACED)
_NAMES.update({**_OF_LANGUAGES, **_NAMES})
_learn(_UNCERTAIN, "person", names.NAMES, names.NAMES_ACCENTED, names.NAMES_UNSPACED)
_learn(_UNCERTAIN, "location", names.ADDRESSES, names.ADDRESSES_ACCENTED, names.ADDRESSES_UNSPACED)
