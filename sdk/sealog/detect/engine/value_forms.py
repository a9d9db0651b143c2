"""The forms of values: one spelling for all of a value, and what its blind index or its tag is made of.

It knows no shapes and reads no texts; `index_forms.py` says which values can be guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.compiled import compiled
from sealog.detect.engine.index_forms import form_of, is_guessable_id, is_tagged
from sealog.detect.unescape.readings import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sealog.detect.model.rule import Rule
    from sealog.records.action import IndexKind
    from sealog.records.finding import Group


class ValueForms:
    """The forms of values of `groups`' entities, by the first rule of each entity.

    With `is_native` some entities also have a twin in the compiled half, see `compiled_index_forms`.

    `choose_indexes` and `index_ids` change it and are called before it is used; afterwards it is thread-safe.
    """

    def __init__(self, rules: Sequence[Rule], groups: Mapping[str, Group], *, is_native: bool) -> None:
        firsts = {rule.entity: rule for rule in reversed(rules)}  # whose `normalise` counts
        self._normalise = {entity: _of_plain(rule.normalise) for entity, rule in firsts.items()}
        guessable = {rule.entity: rule.guessable for rule in rules if rule.indexed}
        self._index_form: dict[str, Callable[[str], str | None]] = {
            entity: form_of(form, guessable[entity], if_guessable=False)
            for entity, form in self._normalise.items()
            if entity in guessable
        }
        self._tag_form: dict[str, Callable[[str], str | None]] = {
            entity: form_of(self._normalise.get(entity, str), guessable.get(entity), if_guessable=True)
            for entity, group in groups.items()
            if is_tagged(entity, group)
        }
        self.compiled_index_forms: Mapping[str, Any] = {
            entity: rule.index_form(compiled)
            for entity, rule in firsts.items()
            if rule.index_form is not None and is_native
        }
        """The compiled half's twins of what `normaliser_of` gives, for some entities; none without that half."""

    def choose_indexes(self, choices: Mapping[str, IndexKind]) -> None:
        """Say which index all values of an entity get, whatever its rules say.

        Values of an entity without a rule are indexed as they are.
        """
        for entity, kind in choices.items():
            self._index_form.pop(entity, None)
            self._tag_form.pop(entity, None)
            if kind != "none":
                forms = self._index_form if kind == "bundle" else self._tag_form
                forms[entity] = self._normalise.get(entity, str)

    def index_ids(self, entity: str) -> None:
        """Index an entity of ids by each value: under the bundle's key what can't be guessed, else by the service."""
        self._index_form[entity] = form_of(str, is_guessable_id, if_guessable=False)
        self._tag_form[entity] = form_of(str, is_guessable_id, if_guessable=True)

    def indexed(self, entity: str) -> bool:
        """Tell whether values of this entity get a blind index."""
        return entity in self._index_form

    def tagged(self, entity: str) -> bool:
        """Tell whether some values of this entity are indexed by the index service, where there is one."""
        return entity in self._tag_form

    def normaliser_of(self, entity: str) -> Callable[[str], str | None] | None:
        """Return the function that makes `index_form` of values of this entity, or None if they have no index."""
        return self._index_form.get(entity)

    def index_form(self, entity: str, value: str) -> str | None:
        """Return what a value's blind index is made of: its normalised form; None for a value without an index."""
        normalise = self._index_form.get(entity)
        return None if normalise is None else normalise(value)

    def tag_form(self, entity: str, value: str) -> str | None:
        """Return what a value's tag is made of: its normalised form; None for a value that gets no tag."""
        normalise = self._tag_form.get(entity)
        return None if normalise is None else normalise(value)

    def normalise(self, entity: str, value: str) -> str:
        """Return the text that all spellings of one value share, escaped ones too. Values of unknown entities stay."""
        normalise = self._normalise.get(entity)
        return value if normalise is None else normalise(value)


def _of_plain(normalise: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that decodes a value as written, then normalises it."""
    return lambda value: normalise(plain(value))
