"""The attributes of a record or span with sealed values: data keys, entities, indexes."""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from sealog.crypto.index_tag import TAGS
from sealog.crypto.pseudonym import MAX_OF_RECORD
from sealog.crypto.spelling import is_sealed_key
from sealog.notices import say_once
from sealog.pattern import pattern
from sealog.records import attributes as names

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sealog.processor.values.replace import Replacer

_SPELLED = {
    names.UID: pattern(r"[a-z2-7]{13}-[1-9][0-9]{0,10}", re.ASCII),  # no room for a card's digits
    names.KEY: pattern(r"key1~[\w-]{6}~[\w-]{155,1840}", re.ASCII),
    names.ENTITIES: pattern(r"[a-z][a-z0-9_]{0,39}", re.ASCII),
    names.INDEX: pattern(r"[a-z2-7]{13}", re.ASCII),
    names.INDEX_TAG: TAGS,
    names.PSEUDONYM: pattern(r"[a-z][a-z0-9_]{0,39}:[a-z2-7]{13}", re.ASCII),
    names.ARGUMENTS_EQ: pattern(r"[a-p]{8}-[a-p]{16}", re.ASCII),
    names.RESULT_EQ: pattern(r"[a-p]{8}-[a-p]{16}", re.ASCII),
}


GIVEN = "application."
"""The prefix for an attribute of the application that has the name of one of ours."""

_NOT_GIVEN = tuple(sorted(names.OWN - {names.KEY}))
"""Names under which the application's value would replace ours; its data keys are kept beside ours."""

_handing_over: ContextVar[bool] = ContextVar("sealog-handing-over", default=False)


@contextmanager
def handing_over() -> Iterator[None]:
    """Let records that are emitted inside have attributes of ours from the beginning."""
    token = _handing_over.set(True)
    try:
        yield
    finally:
        _handing_over.reset(token)


def is_handed_over() -> bool:
    """Tell whether this is inside `handing_over`."""
    return _handing_over.get()


def renamed(attributes: Mapping[str, Any]) -> dict[str, Any]:
    """Give the application's attributes that have names of ours, under their new names."""
    new = {GIVEN + key: attributes[key] for key in _NOT_GIVEN if key in attributes}
    if names.KEY in attributes and not is_ours(names.KEY, attributes[names.KEY]):
        new[GIVEN + names.KEY] = attributes[names.KEY]
    return new


def foreign(attributes: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the attributes without our own. One with a name of ours and another form is the application's."""
    if names.OWN.isdisjoint(attributes):
        return attributes
    return {key: value for key, value in attributes.items() if key not in names.OWN or not is_ours(key, value)}


def is_ours(key: str, value: Any) -> bool:
    """Tell whether a value is spelled as sealog spells it under this name of `names.OWN`."""
    spelled = _SPELLED[key].fullmatch
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, (list, tuple)):
        return False
    for text in texts:  # a generator would cost as much again as the comparison
        if not isinstance(text, str) or not spelled(text):
            return False
    return key != names.KEY or all(is_sealed_key(text) for text in texts)


def keys_in(attributes: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the sealed data keys that a record brings along."""
    present = attributes.get(names.KEY)
    if not present or not is_ours(names.KEY, present):
        return ()
    return (present,) if isinstance(present, str) else tuple(present)


def carried(attributes: Mapping[str, Any], replacer: Replacer) -> dict[str, Any]:
    """Give the attributes of ours that are needed after the replacements, merged with those that exist already.

    It says on stderr that values could not be sealed.
    """
    if replacer.failed:
        say_once("seal", "a value could not be sealed and was masked")
    new: dict[str, Any] = {}
    if replacer.entities:
        carried_already = attributes.get(names.ENTITIES)
        entities = replacer.entities.union(carried_already) if carried_already else replacer.entities
        new[names.ENTITIES] = tuple(sorted(entities))
    if replacer.indexes:
        new[names.INDEX] = (*(attributes.get(names.INDEX) or ()), *replacer.indexes)
    if replacer.tags:
        new[names.INDEX_TAG] = (*(attributes.get(names.INDEX_TAG) or ()), *replacer.tags)
    if replacer.pseudonyms:
        every = dict.fromkeys((*(attributes.get(names.PSEUDONYM) or ()), *replacer.pseudonyms))
        new[names.PSEUDONYM] = tuple(every)[:MAX_OF_RECORD]
    if replacer.key is not None:
        present, key = attributes.get(names.KEY), replacer.key.text
        new[names.KEY] = with_key(present, key) if present else key
    return new


def with_key(present: Any, key: str) -> Any:
    """Give `sealog.key` with one more data key: a text, or a tuple where there are several."""
    if not present or present == key:
        return key
    keys = (present,) if isinstance(present, str) else tuple(present)
    return keys if key in keys else (*keys, key)
