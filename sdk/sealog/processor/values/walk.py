"""The walk over structured values: one visit that gives their texts, and the slots for the replacements.

It decides only by the keys. `slots.py` builds the value again once its texts were scanned.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from sealog.detect.keyword_rules.passwords.commands import argument_with_password
from sealog.detect.structured.names import LISTS_OF_NAMES, ROWS, SPELLED_NAMES, VALUES, written_together
from sealog.processor.values.encodings import decode
from sealog.processor.values.shapes import opened, rule_beside, rule_of_pair, rules_of_cells, text_of, text_of_codes
from sealog.processor.values.slots import (
    DROPPED,
    INT64,
    NOWHERE,
    Constant,
    Entry,
    ItemsSlot,
    MappingSlot,
    NumberSlot,
    PairSlot,
    SpelledSlot,
    TextSlot,
    digits,
    encodable,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from sealog.detect.model.rule import KeyRule
    from sealog.processor.values.slots import Slot

    RuleOfKey: TypeAlias = Callable[[str], KeyRule | None]

MAX_DEPTH = 32
"""Deeper than any sane record, and far from Python's recursion limit; it ends cycles too."""

TOO_DEEP = "[sealog: nested too deeply]"

MAX_ITEMS = 10_000
"""The most entries of one list or mapping; the others are left out, and a note says so."""

_LONG_NUMBER = 10**6
"""An integer of fewer than seven digits is no finding of any rule, whatever its key."""

_LONG_FLOAT = 1e11
"""A floating-point number below it is no card."""


_NAMING = SPELLED_NAMES | LISTS_OF_NAMES


class _Named(NamedTuple):
    """What names in a mapping say about the values beside them: one value's rule, and those of a table's columns."""

    beside: KeyRule | None
    cells: Sequence[KeyRule | None] | None

    def cells_of(self, key: str) -> Sequence[KeyRule | None] | None:
        """Give the rules of what lies in the list under a key; the names of columns have none, and are no pair."""
        if self.cells is None:
            return None
        return () if key in LISTS_OF_NAMES else self.cells if written_together(key) in ROWS else None

    def rule_of(self, key: str) -> KeyRule | None:
        """Give the rule of the value under a key."""
        return self.beside if self.beside is not None and written_together(key) in VALUES else None


def _named_in(items: Mapping[Any, Any], rule_of_key: RuleOfKey) -> _Named | None:
    beside, cells = rule_beside(items, rule_of_key), rules_of_cells(items, rule_of_key)
    return None if beside is None and cells is None else _Named(beside, cells)


_made = tuple.__new__  # what `MappingSlot(…)` calls in the end; half the time


class Walk:
    """Visits the values of one record, one after the other. `texts` are all of theirs, in order.

    `reasons` counts reasons to fill slots even if no text has a finding: a key with a rule, or a value that OTLP can't
    encode.
    """

    __slots__ = ("_rule_of_key", "reasons", "texts")

    def __init__(self, rule_of_key: RuleOfKey) -> None:
        self._rule_of_key = rule_of_key
        self.texts: list[str] = []
        self.reasons = 0

    def value(  # noqa: PLR0911 - one branch a type is the clearest walk, and the quickest
        self, value: Any, rule: KeyRule | None = None, depth: int = 0
    ) -> Slot | None:
        """Visit a value; gives its slot, or None if nothing in it can be replaced. `rule` holds for all below."""
        texts = self.texts
        if isinstance(value, str):
            texts.append(value)
            return TextSlot(len(texts) - 1, value, rule)
        # An instance check of an abstract class takes longer than all else.
        if type(value) is dict and depth < MAX_DEPTH:
            return self.mapping(value, rule, depth)
        if value is None or isinstance(value, bool):
            return None
        if isinstance(value, (int, float)):
            return self._number(value, rule)
        if isinstance(value, bytes):
            text, encoding = decode(value)
            texts.append(text)
            return SpelledSlot(len(texts) - 1, value, text, encoding, rule)
        if depth == MAX_DEPTH:
            self.reasons += 1
            return Constant(TOO_DEEP)
        if isinstance(value, Mapping):
            return self.mapping(value, rule, depth)
        if not isinstance(value, (list, tuple)) or hasattr(value, "_asdict"):
            self.reasons += 1
            instead = opened(value)
            return self.value(instead, rule, depth + 1) or Constant(instead)
        codes = text_of_codes(value)
        if codes is not None:
            texts.append(codes)
            return SpelledSlot(len(texts) - 1, value, codes, None, rule)
        return self._items(value, rule, depth)

    def mapping(self, value: Mapping[Any, Any], rule: KeyRule | None = None, depth: int = 0) -> MappingSlot:
        """Visit a mapping, as `value` does."""
        texts, rule_of_key = self.texts, self._rule_of_key
        left_out = len(value) - MAX_ITEMS if len(value) > MAX_ITEMS else 0
        items = value.copy() if type(value) is dict and not left_out else dict(islice(value.items(), MAX_ITEMS))
        entries: dict[Any, Entry] = {}
        first = len(texts)
        named = None if _NAMING.isdisjoint(items) else _named_in(items, rule_of_key)
        before = self.reasons
        if rule is not None or named is not None or left_out:
            self.reasons += 1
            named = named if rule is None else None  # what holds for the whole comes first
        for key, item in items.items():
            if type(key) is not str or named is not None or rule_of_key(key) is not None:
                entries[key] = self._entry(key, item, rule, named, depth)
                continue
            texts.append(key)
            kind = type(item)
            if kind is str:
                texts.append(item)
            elif item is None or kind is bool or (kind is int and -_LONG_NUMBER < item < _LONG_NUMBER and rule is None):
                pass  # as `value` does, without the call
            else:
                number = len(texts)
                inner = self.value(item, rule, depth + 1)
                entries[key] = Entry(key, inner, number - 1, len(texts))
        return _made(MappingSlot, (value, items, entries, rule, first, len(texts), left_out, self.reasons > before))

    def _entry(self, key: Any, item: Any, rule: KeyRule | None, named: _Named | None, depth: int) -> Entry:
        """Visit an entry of a mapping with a rule for its key, or whose key is no text; `named` is of the mapping."""
        name = text_of(key)
        own = self._rule_of_key(name)
        is_kept = own is not None and own.action == "keep"
        if is_kept and _is_left(item, depth):
            self.reasons += name is not key
            return Entry(name, None, NOWHERE, NOWHERE)
        self.reasons += own is not None or name is not key
        if own is not None and own.action == "drop":
            return DROPPED
        if own is None or is_kept:
            own = rule if named is None else named.rule_of(name)
        number = len(self.texts)
        self.texts.append(name)
        cells = None if named is None or own is not None else named.cells_of(name)
        inner = self.value(item, own, depth + 1) if cells is None else self._rows(item, cells, depth + 1)
        return Entry(name, inner, number, len(self.texts))

    def _rows(self, value: Any, cells: Sequence[KeyRule | None], depth: int) -> Slot | None:
        """Visit the rows of a table, or one of them; `cells` are the rules of its columns."""
        if not isinstance(value, (list, tuple)) or depth >= MAX_DEPTH:
            return self.value(value, None, depth)
        items = list(islice(value, MAX_ITEMS))
        slot = ItemsSlot(value, items, None, len(self.texts))
        slot.must_fill = True
        for place, item in enumerate(items):
            if place < len(cells) and not isinstance(item, (list, tuple, Mapping)):
                inner = self.value(item, cells[place], depth + 1)
            else:
                inner = self._rows(item, cells, depth + 1)
            if inner is not None:
                slot.slots[place] = inner, len(self.texts)
        slot.last = len(self.texts)
        return slot

    def _items(self, value: list[Any] | tuple[Any, ...], rule: KeyRule | None, depth: int) -> Slot:
        named = rule_of_pair(value, self._rule_of_key) if rule is None else None
        if named is not None and depth + 1 < MAX_DEPTH:
            self.reasons += 1
            return PairSlot(value, (self.value(value[0], None, depth + 1), self.value(value[1], named, depth + 1)))
        texts = self.texts
        items = list(islice(value, MAX_ITEMS))
        slot = ItemsSlot(value, items, rule, len(texts))
        before = self.reasons
        self.reasons += slot.must_fill
        secret = _place_of_password(items) if rule is None else None
        for place, item in enumerate(items):
            named = rule
            if place == secret:
                named = self._rule_of_key("password")
            elif rule is None and place and _is_option(items[place - 1]) and not _is_option(item):
                named = rule_of_pair((items[place - 1].lstrip("-"), item), self._rule_of_key)
            self.reasons += named is not rule
            if type(item) is str and named is rule:
                texts.append(item)
                continue
            inner = self.value(item, named, depth + 1)
            if inner is not None:
                slot.slots[place] = inner, len(texts)
        slot.last = len(texts)
        slot.must_fill = self.reasons > before
        return slot

    def _number(self, value: float, rule: KeyRule | None) -> NumberSlot | None:
        if isinstance(value, int) and not -INT64 <= value < INT64:
            self.reasons += 1
        if abs(value) < (_LONG_NUMBER if isinstance(value, int) else _LONG_FLOAT):
            return None if rule is None else NumberSlot(None, value, rule)
        self.texts.append(digits(value))
        return NumberSlot(len(self.texts) - 1, value, rule)


_LONGEST_COMMAND = 64
"""Arguments of a command that are looked at."""


def _place_of_password(items: list[Any]) -> int | None:
    """Give the place of the item that holds a password, in a list of a command's arguments."""
    if (
        not 1 < len(items) <= _LONGEST_COMMAND
        or type(items[0]) is not str
        or not all(type(one) is str for one in items)
    ):
        return None
    return argument_with_password(items)


def _is_option(item: Any) -> bool:
    return type(item) is str and item.startswith("--")


def _is_left(item: Any, depth: int) -> bool:
    """Tell whether a value under a key with the action `keep` stays: deeper, it may be under a key that is sealed."""
    if depth != 0:
        return False
    if isinstance(item, str):
        return encodable(item) is item
    return item is None or isinstance(item, float) or (isinstance(item, int) and -INT64 <= item < INT64)
