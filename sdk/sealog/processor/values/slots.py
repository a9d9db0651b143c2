"""Slots: the places of a structured value in which something may have to be replaced. The walk makes them.

A slot holds what the walk saw, so filling it does not read the application's objects again: a value that another thread
changes meanwhile, or that has another text each time, is replaced as it was scanned. A value with nothing to replace is
returned as the same object.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.model.rule import KeyRule
    from sealog.processor.values.replace import Replacer
    from sealog.records.finding import Finding

INT64 = 1 << 63
"""OTLP's integers are signed 64-bit; a larger one would make the exporter lose the whole batch."""


class Slot(Protocol):
    """One place, and everything below it."""

    def fill(self, filling: Filling, path: str) -> Any:
        """Give the value with everything replaced; `path` is its place in the record."""


class Filling:
    """Fills slots with the findings of each text of the walk, in its order, and their replacements.

    `encodable` is False if some text holds a lone surrogate, which OTLP can't encode: these are escaped.
    """

    def __init__(
        self,
        replacer: Replacer,
        findings: Sequence[Sequence[Finding]],
        *,
        encodable: bool = True,
        with_key: bool = False,
    ) -> None:
        self.replacer = replacer
        self.findings = findings
        self.encodable = encodable
        self._with_key = with_key

    def value(self, slot: Slot | None, value: Any, path: str) -> Any:
        """Give the value of a slot; without a slot, nothing is to be replaced."""
        return value if slot is None else slot.fill(self, path)

    def text(self, number: int, text: str, path: str, rule: KeyRule | None = None) -> str:
        """Give a text, the `number`-th of the walk; `rule` is the key rule that holds for it."""
        if rule is not None and not self.replacer.has_made(text) and not is_excepted(rule, text):
            return self.token(rule, text, path)
        if self.findings[number]:
            text = self.replacer.replace(text, self.findings[number], path, with_key=self._with_key)
        return text if self.encodable else encodable(text)

    def token(self, rule: KeyRule, text: str, path: str) -> str:
        """Give the replacement of a value under a key with a rule."""
        return self.replacer.token(rule.entity, text, path, with_key=self._with_key, action=rule.action)

    def has_work(self, first: int, last: int) -> bool:
        """Tell whether there is something to replace in the texts from `first` to before `last`."""
        return not self.encodable or any(self.findings[first:last])


class TextSlot:
    """A text, the `number`-th of the walk."""

    __slots__ = ("_number", "_rule", "_text")

    def __init__(self, number: int, text: str, rule: KeyRule | None) -> None:
        self._number = number
        self._text = text
        self._rule = rule

    def fill(self, filling: Filling, path: str) -> str:
        """See `Slot`."""
        return filling.text(self._number, self._text, path, self._rule)


class NumberSlot:
    """A number; `number` is None if it was too short for the walk to give its digits."""

    __slots__ = ("_number", "_rule", "_value")

    def __init__(self, number: int | None, value: float, rule: KeyRule | None) -> None:
        self._number = number
        self._value = value
        self._rule = rule

    def fill(self, filling: Filling, path: str) -> Any:
        """See `Slot`."""
        value, rule = self._value, self._rule
        text = digits(value)
        if rule is not None:
            if not is_excepted(rule, text):
                return filling.token(rule, text, path)
        elif self._number is not None and filling.findings[self._number]:
            return filling.text(self._number, text, path)
        return text if isinstance(value, int) and not -INT64 <= value < INT64 else value


class SpelledSlot:
    """A value that holds a text in another spelling: bytes in `encoding`, or without one a list of character codes."""

    __slots__ = ("_encoding", "_number", "_rule", "_text", "_value")

    def __init__(self, number: int, value: Any, text: str, encoding: str | None, rule: KeyRule | None) -> None:
        self._number = number
        self._value = value
        self._text = text
        self._encoding = encoding
        self._rule = rule

    def fill(self, filling: Filling, path: str) -> Any:
        """See `Slot`."""
        new = filling.text(self._number, self._text, path, self._rule)
        if new is self._text:
            return self._value
        return new if self._encoding is None else new.encode(self._encoding)


class Constant:
    """A place with a fixed replacement, because OTLP can't encode the value or it is nested too deeply."""

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def fill(self, filling: Filling, path: str) -> Any:  # noqa: ARG002 - the protocol's
        """See `Slot`."""
        return self._value


class ItemsSlot:
    """A list or tuple. `items` are a copy; `slots` are those of its items that are no texts, or that a name belongs to.

    The walk gave its texts from `first` to before `last`; `rule` holds for all of them.
    """

    __slots__ = ("first", "items", "last", "left_out", "must_fill", "rule", "slots", "value")

    def __init__(self, value: list[Any] | tuple[Any, ...], items: list[Any], rule: KeyRule | None, first: int) -> None:
        self.value = value
        self.items = items
        self.rule = rule
        self.first = self.last = first
        self.left_out = len(value) - len(items)
        self.must_fill = rule is not None or self.left_out > 0
        self.slots: dict[int, tuple[Slot, int]] = {}

    def fill(self, filling: Filling, path: str) -> Any:
        """See `Slot`."""
        if not self.must_fill and not filling.has_work(self.first, self.last):
            return self.value
        number = self.first
        new: Any = []
        for place, item in enumerate(self.items):
            new_item = item
            if place in self.slots:
                slot, number = self.slots[place]
                new_item = slot.fill(filling, path)
            elif type(item) is str:
                new_item = filling.text(number, item, path, self.rule)
                number += 1
            new.append(new_item)
        if not self.left_out and all(one is item for one, item in zip(new, self.items, strict=True)):
            return self.value
        if self.left_out:
            new.append(f"[sealog: {self.left_out} more items]")
        return tuple(new) if isinstance(self.value, tuple) else new  # attributes hold their lists as tuples


class PairSlot:
    """A name and its value, each with its slot; the value is sealed as the name says."""

    __slots__ = ("_pair", "_slots")

    def __init__(self, pair: list[Any] | tuple[Any, ...], slots: tuple[Slot | None, Slot | None]) -> None:
        self._pair = pair
        self._slots = slots

    def fill(self, filling: Filling, path: str) -> Any:
        """See `Slot`."""
        new = [filling.value(slot, item, path) for item, slot in zip(self._pair, self._slots, strict=True)]
        return new if isinstance(self._pair, list) else tuple(new)


class Entry(NamedTuple):
    """An entry of a mapping whose name or value is not text, or whose name has a rule."""

    name: str
    slot: Slot | None
    number: int
    """That of its name; `NOWHERE` where the walk did not look at the entry."""
    following: int
    """The number of the first text behind it."""


NOWHERE = -1
DROPPED = Entry("", None, NOWHERE, NOWHERE)


class MappingSlot(NamedTuple):
    """A mapping. `items` are a copy; `entries` are those that are not plain texts under a key without a rule.

    The walk gave its texts from `first` to before `last`; of all other items the name and, if it is a text, the value.
    `rule` holds for all of them.
    """

    value: Any
    items: dict[Any, Any]
    entries: dict[Any, Entry]
    rule: KeyRule | None
    first: int
    last: int
    left_out: int
    must_fill: bool

    def fill(self, filling: Filling, path: str) -> Any:
        """See `Slot`."""
        if not self.must_fill and not filling.has_work(self.first, self.last):
            return self.value
        new: dict[Any, Any] = {}
        changed = self.left_out > 0
        number = self.first
        for key, item in self.items.items():
            entry = self.entries.get(key)
            if entry is DROPPED:
                changed = True
                continue
            name, new_item = key, item
            if entry is None:
                name = filling.text(number, key, path)
                number += 1
                if type(item) is str:
                    new_item = filling.text(number, item, f"{path}.{key}" if path else key, self.rule)
                    number += 1
            else:
                name = entry.name
                if entry.number != NOWHERE:
                    name, number = filling.text(entry.number, name, path), entry.following
                if entry.slot is not None:
                    new_item = entry.slot.fill(filling, f"{path}.{entry.name}" if path else entry.name)
            changed |= name is not key or new_item is not item
            new[name] = new_item
        if self.left_out:
            new["sealog.left_out"] = self.left_out
        return new if changed else self.value


def is_excepted(rule: KeyRule, text: str) -> bool:
    """Tell whether a text under a key with a rule is not one of that rule's values."""
    return rule.excepts is not None and rule.excepts(text)


def digits(value: float) -> str:
    """Give a number's digits."""
    try:
        return str(value)
    except ValueError:  # Python spells no integer of more than some thousand digits
        return f"[{type(value).__name__}]"


def encodable(text: str) -> str:
    r"""Give a text that UTF-8 can hold: a lone surrogate is escaped as in Python, `\udc80`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text
