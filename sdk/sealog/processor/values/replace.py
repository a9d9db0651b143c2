"""Replaces findings by sealed values, or by masks, which nothing can undo."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.crypto.authenticity import is_believed
from sealog.crypto.index_tag import MOST_TAGS
from sealog.crypto.pseudonym import MAX_OF_RECORD
from sealog.crypto.spelling import NO_INDEX, splice, with_key_body
from sealog.detect.structured.quoting import has_numbers, quote_numbers
from sealog.metrics.tally import PROCESS
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Sequence
    from typing import TypeAlias

    from sealog.crypto.pseudonym import Pseudonyms
    from sealog.detect.engine.prefilter import Fields
    from sealog.detect.engine.scanner import Scanner
    from sealog.keys.sealer import EntityCache, Sealer, SealingKey
    from sealog.records.action import Action

    ActionOf: TypeAlias = Callable[[str, str], Action]


_MASK = pattern(r"\[masked:([a-z][a-z0-9_]{0,39})\]", re.ASCII)

_NUMBER_BEGINS = frozenset("-0123456789")

_UNREAD = frozenset({"unknown", "unread"})
"""The entities of texts that could not be scanned; no rule has them."""


def mask(entity: str) -> str:
    """Give the mask of an entity."""
    return f"[masked:{entity}]"


def is_replacement(text: str, entities: Container[str]) -> bool:
    """Tell whether a whole text is a replacement: empty, a mask, or an accepted sealed value.

    `entities` are the names that masks and sealed values may have.
    """
    if not text:
        return True
    if text.startswith("seal1"):
        return is_believed(text.removesuffix("~"), entities)
    masked = _MASK.fullmatch(text)
    return masked is not None and (masked[1] in entities or masked[1] in _UNREAD)


class Replacer:
    """Replaces the findings of one record, and remembers which attributes the record needs for that.

    `action_of` gets entity and path and returns the action; without it everything is sealed. Without a `sealer` it
    masks instead. If sealing a value fails, that value is masked. `with_key` makes every sealed value carry its data
    key, for places without a record's `sealog.key`. With `kinds` (see `Sealer.kinds`) all values of a text are sealed
    at once.
    """

    key: SealingKey | None = None
    failed = 0

    def __init__(
        self,
        scanner: Scanner,
        sealer: Sealer | None,
        action_of: ActionOf | None = None,
        *,
        with_key: bool = False,
        kinds: EntityCache | None = None,
        pseudonyms: Pseudonyms | None = None,
    ) -> None:
        self._scanner = scanner
        self._action_of = action_of
        self._sealer = sealer
        self.entities: set[str] = set()
        self.indexes: list[str] = []
        self.tags: list[str] = []
        self.pseudonyms: list[str] = []
        self._with_key = with_key
        self._kinds = None if with_key or sealer is None else kinds
        self._pseudonyms = pseudonyms

    def has_made(self, text: str) -> bool:
        """Tell whether a whole text is a replacement already (see `is_replacement`)."""
        return is_replacement(text, self._scanner.entities)

    def replace(self, text: str, findings: Sequence[Fields], path: str, *, with_key: bool = False) -> str:
        """Give the text with every finding replaced. `with_key` makes sealed values that carry their data key.

        A string replaces a number in JSON.
        """
        kinds, sealer = self._kinds, self._sealer
        if kinds is not None and sealer is not None and not with_key:
            for _, _, start, end in findings:
                if text[start] in _NUMBER_BEGINS and has_numbers(text, ((start, end),)):
                    break  # it needs quotes
            else:
                try:
                    return self._at_once(sealer, text, findings, path, kinds)
                except Exception:  # noqa: BLE001, S110 - value by value, those that can't be sealed are masked
                    pass
        tokens = [
            (start, end, self.token(entity, text[start:end], path, with_key=with_key))
            for entity, _, start, end in findings
        ]
        return splice(text, quote_numbers(text, tokens))

    def _at_once(self, sealer: Sealer, text: str, findings: Sequence[Fields], path: str, kinds: EntityCache) -> str:
        key = self.key or sealer.key()
        sealed, indexes = sealer.seal_all(key, text, findings, path, kinds)
        self.key = key
        self.indexes += indexes
        if sealer.has_index_service:
            for entity, _, start, end in findings:
                self._tag(sealer, key, entity, text[start:end])
        counters = PROCESS.values
        for entity, _, _, _ in findings:
            self.entities.add(entity)
            next(counters[entity, "sealed"])
        if self._pseudonyms is not None:
            for entity, _, start, end in findings:
                self._name(self._pseudonyms, entity, text[start:end])
        return sealed

    def _tag(self, sealer: Sealer, key: SealingKey, entity: str, value: str) -> None:
        """Note a value's tag for the index service, behind its key; one that can't be made is left out."""
        with suppress(Exception):
            form = self._scanner.forms.tag_form(entity, value)
            if form is not None and len(self.tags) < MOST_TAGS:
                self.tags += sealer.tags(key, ((entity, form),), with_key=not self.tags)

    def _name(self, pseudonyms: Pseudonyms, entity: str, value: str) -> None:
        """Note a value's pseudonym of today, if its entity has any; one that can't be made is left out."""
        if entity in pseudonyms.entities and len(self.pseudonyms) < MAX_OF_RECORD:
            with suppress(Exception):
                self.pseudonyms.append(pseudonyms(entity, self._scanner.forms.normalise(entity, value)))

    def token(self, entity: str, value: str, path: str, *, with_key: bool = False, action: Action | None = None) -> str:
        """Give the replacement of one value; `action` is that of its key, if the key has one."""
        if action is None:
            action = "seal" if self._action_of is None else self._action_of(entity, path)
        if action == "keep":
            return value
        self.entities.add(entity)
        if action == "drop":
            return ""
        if self._pseudonyms is not None:
            self._name(self._pseudonyms, entity, value)
        if self._sealer is None or action == "mask":
            next(PROCESS.values[entity, "masked"])
            return mask(entity)
        try:
            key = self.key or self._sealer.key()
            index_form = self._scanner.forms.index_form(entity, value)
            token, index = self._sealer.seal(key, entity, value, path, index_form)
        except Exception:  # noqa: BLE001 - whatever went wrong, the value must not stay as it is
            self.failed += 1
            next(PROCESS.values[entity, "masked"])
            return mask(entity)
        self.key = key
        next(PROCESS.values[entity, "sealed"])
        if index != NO_INDEX:
            self.indexes.append(index)
        if with_key or self._with_key:
            return with_key_body(token, key.body)
        if self._sealer.has_index_service:
            self._tag(self._sealer, key, entity, value)
        return token
