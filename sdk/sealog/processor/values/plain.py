"""Turns any value of an application into one that OpenTelemetry accepts as an attribute. Never raises.

OpenTelemetry logs a line about each value of another type, turns bytes-like ones into lists of numbers, and loses the
whole record if a value refers to itself or raises.
"""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Mapping, Sequence, ValuesView
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from sealog.processor.values.shapes import text_of
from sealog.processor.values.walk import MAX_DEPTH, MAX_ITEMS, TOO_DEEP

if TYPE_CHECKING:
    from collections.abc import Iterable

PLAIN = frozenset({str, bool, int, float, bytes, type(None)})

ITSELF = "[sealog: the value refers to itself]"
LEFT_OUT = "[sealog: more values than a record takes]"

_MOST = 50_000
"""The most values in one attribute: a few objects can refer to each other so that they make billions."""


def plain(value: Any) -> Any:
    """Give the value as text, number, bytes, tuple or dictionary; a note replaces what can't be read."""
    return value if type(value) in PLAIN else _Plain().value(value, 0)


def plain_attributes(attributes: Mapping[Any, Any]) -> dict[str, Any]:
    """Give attributes as OpenTelemetry accepts them: names are texts and not empty."""
    kinds = PLAIN
    new: dict[str, Any] = {}
    for key, value in attributes.items():
        name = key if type(key) is str else text_of(key)
        if name:
            new[name] = value if type(value) in kinds else _Plain().value(value, 0)
    return new


def note(value: Any, error: Exception) -> str:
    """Give the note for a value that can't be read: its type and the error's type, and no content."""
    return f"[sealog: {type(value).__name__} can't be read ({type(error).__name__})]"


class _Plain:
    """The conversion of one attribute to plain values."""

    def __init__(self) -> None:
        self._left = _MOST
        self._within: set[int] = set()

    def value(self, value: Any, depth: int) -> Any:
        self._left -= 1
        if self._left < 0:
            return LEFT_OUT
        if type(value) in PLAIN:
            return value
        if id(value) in self._within:
            return ITSELF
        if depth == MAX_DEPTH:
            return TOO_DEEP
        self._within.add(id(value))
        try:
            return self._read(value, depth + 1)
        except Exception as error:  # noqa: BLE001 - an application's own methods may raise anything
            return note(value, error)
        finally:
            self._within.discard(id(value))

    def _read(self, value: Any, depth: int) -> Any:  # noqa: PLR0911 - one line a type
        if isinstance(value, str):
            return str.__getitem__(value, slice(None))  # the text itself, whatever a subclass makes of it
        if isinstance(value, (int, float)):
            return value
        if isinstance(value, (bytes, bytearray, memoryview)):
            return bytes(value)
        if isinstance(value, array):
            return value.tobytes() if value.typecode in "bB" else self._items(value, depth)
        if isinstance(value, Mapping):
            return self._mapping(value.items(), len(value), depth)
        if isinstance(value, tuple) and hasattr(value, "_asdict"):
            return self._mapping(zip(value._fields, value, strict=False), len(value), depth)  # type: ignore[attr-defined]  # a named tuple
        if isinstance(value, (Sequence, AbstractSet, ValuesView, deque)):
            return self._items(value, depth)
        if is_dataclass(value) and not isinstance(value, type) and type(value).__str__ is object.__str__:
            pairs = [(one.name, getattr(value, one.name)) for one in fields(value) if one.repr]
            return self._mapping(pairs, len(pairs), depth)
        return str(value)

    def _items(self, value: Any, depth: int) -> tuple[Any, ...]:
        # One more than is kept, so that the code that cuts lists sees that this one was longer.
        return tuple(self.value(item, depth) for item in islice(value, min(MAX_ITEMS + 1, max(0, self._left) + 1)))

    def _mapping(self, pairs: Iterable[tuple[Any, Any]], length: int, depth: int) -> dict[str, Any]:
        new: dict[str, Any] = {}
        for key, item in islice(pairs, MAX_ITEMS):
            if self._left < 0:
                break
            name = key if type(key) is str else text_of(key)
            new[name or "[sealog: empty name]"] = self.value(item, depth)
        if length > len(new):
            new["sealog.left_out"] = length - len(new)
        return new
