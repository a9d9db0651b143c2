"""Decides how much of each text a too long record keeps: small ones are kept whole, the longest are cut first.

A text that takes too long to scan has a limit of its own. Containers share the room that texts don't need, so that a
list of ten thousand entries takes nothing from another attribute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from sealog.detect.model.scan_budget import LEAST
from sealog.processor.limits.bounds import cut, note
from sealog.processor.values.encodings import decode
from sealog.processor.values.shapes import text_of
from sealog.processor.values.walk import MAX_DEPTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sealog.detect.engine.scanner import Scanner
    from sealog.detect.model.scan_budget import ScanBudget

SMALL = 256
"""A text up to this length, such as a key or the name of an exception, is cut only if it takes too long to scan."""

_FEW = 128
"""Items of a container that each get a share; in a larger one, those for which no room is left are only counted."""


_PARTS = (8, 32)
"""The part of a costly text that is kept after the first scan, and after the second: one of so many."""


class Limits:
    """What may be kept: `keep` characters in all, and fewer of some texts. `tries` counts the scans before.

    The budget depends on the `size` that the record had. The object lives while one record is being sealed.
    """

    def __init__(self, keep: int, size: int) -> None:
        self.keep = keep
        self.size = size
        self.tries = 0
        self._of: dict[str, int] = {}
        self._whole: dict[str, str] = {}

    def of(self, text: str) -> int:
        """Give how many characters of a text may be kept, if it has a limit of its own."""
        return self._of.get(text, self.keep)

    def lower(self, texts: Iterable[str]) -> None:
        """Keep less of texts that took too long: a part, a smaller one, and then nothing."""
        for text in texts:
            whole = self._whole.get(text, text)
            before = self._of.get(whole, len(whole))
            parts = (min(LEAST * _PARTS[0] // part, len(whole) // part) for part in _PARTS)
            self._of[whole] = next((limit for limit in parts if limit < before), 0)

    def drop(self, texts: Iterable[str], least: int) -> None:
        """Keep nothing of texts with more than `least` characters."""
        self._of.update((self._whole.get(text, text), 0) for text in texts if len(text) > least)

    def remember(self, whole: str, shorter: str) -> str:
        """Note what a text was cut to, and give that."""
        self._whole[shorter] = whole
        return shorter


def fit(values: Sequence[Any], limits: Limits, scanner: Scanner, budget: ScanBudget) -> list[Any]:
    """Give the values with their texts cut to the limits. Numbers cost nothing; levels that are too deep are left out.

    Finding the places to cut takes no more than `budget`.
    """
    sizes = _Sizes(limits)
    sizes.of(list(values))
    most = max(SMALL, _level(sizes.texts, limits.keep))
    sizes = _Sizes(limits, most)
    rooms = _rooms([sizes.of(value) for value in values], limits.keep)
    fitting = _Fitting(limits, most, sizes, lambda text, limit: cut(text, limit, scanner, budget))
    return [fitting.fit(value, room, 0) for value, room in zip(values, rooms, strict=True)]


class _Sizes:
    """The characters in values, each text as far as it may be kept at all. `texts` are those of all texts seen."""

    def __init__(self, limits: Limits, most: int | None = None) -> None:
        self._limits = limits
        self._most = most
        self._known: dict[int, int] = {}
        self.texts: list[int] = []

    def of(self, value: Any, depth: int = 0) -> int:
        if isinstance(value, (str, bytes, bytearray, memoryview)):
            return self._text(_text_in(value))
        if value is None or isinstance(value, (bool, int, float)) or depth == MAX_DEPTH:
            return 0
        if not isinstance(value, (Mapping, Sequence, AbstractSet)):
            return self._text(text_of(value))
        known = self._known.get(id(value))
        if known is None:
            self._known[id(value)] = 0  # what holds itself is counted once
            known = sum(self.of(item, depth + 1) for item in _items(value))
            self._known[id(value)] = known
        return known

    def _text(self, text: str) -> int:
        size = min(len(text), self._limits.of(text))
        if self._most is None:
            self.texts.append(size)
            return size
        return min(size, self._most)


def _text_in(value: str | bytes | bytearray | memoryview) -> str:
    return value if isinstance(value, str) else decode(bytes(value))[0]


def _items(value: Any) -> Iterable[Any]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield text_of(key)
            yield item
    else:
        yield from value


def _level(sizes: Sequence[int], room: int) -> int:
    """Give how much each may have at most, so that all together fit into a room."""
    for number, size in enumerate(ordered := sorted(sizes)):
        if size * (len(ordered) - number) > room:
            return room // (len(ordered) - number)
        room -= size
    return max(sizes, default=0)


def _rooms(sizes: Sequence[int], room: int) -> list[int]:
    level = _level(sizes, room)
    return [min(size, level) for size in sizes]


class _Fitting:
    def __init__(self, limits: Limits, most: int, sizes: _Sizes, cut_to: Callable[[str, int], str]) -> None:
        self._limits = limits
        self._most = most
        self._sizes = sizes
        self._cut_to = cut_to

    def fit(self, value: Any, room: int, depth: int) -> Any:
        if isinstance(value, str):
            return self._text(value, room)
        if isinstance(value, (bytes, bytearray, memoryview)):
            fits = len(value) <= min(room, self._most, self._limits.of(_text_in(value)))
            return bytes(value) if fits else f"[sealog: {len(value)} bytes]"
        if value is None or isinstance(value, (bool, int, float)):
            return value
        if not isinstance(value, (Mapping, Sequence, AbstractSet)):
            return self._text(text_of(value), room)
        if depth == MAX_DEPTH:
            return None
        return self._mapping(value, room, depth) if isinstance(value, Mapping) else self._list(value, room, depth)

    def _text(self, text: str, room: int) -> str:
        limit = min(room, self._most, self._limits.of(text))
        return text if len(text) <= limit else self._limits.remember(text, self._cut_to(text, limit))

    def _list(self, value: Sequence[Any] | AbstractSet[Any], room: int, depth: int) -> list[Any]:
        items = list(value)
        rooms = self._shared(items, room)
        new = [self.fit(item, share, depth + 1) for item, share in zip(items, rooms, strict=False)]
        return new if len(new) == len(items) else [*new, note(len(items) - len(new), "items")]

    def _mapping(self, value: Mapping[Any, Any], room: int, depth: int) -> dict[Any, Any]:
        names, items = [text_of(key) for key in value], list(value.values())
        rooms = self._shared(list(zip(names, items, strict=True)), room)
        new: dict[Any, Any] = {}
        for name, item, share in zip(names, items, rooms, strict=False):
            kept = self._text(name, max(share, SMALL))
            new[kept] = self.fit(item, max(0, share - len(kept)), depth + 1)
        if len(rooms) < len(items):
            new["sealog.left_out"] = len(items) - len(rooms)
        return new

    def _shared(self, items: Sequence[Any], room: int) -> list[int]:
        """Give the rooms of items: of all of them, or of as many of the first as fit."""
        sizes = [self._sizes.of(item) for item in items]
        if len(items) <= _FEW or sum(sizes) <= room:
            return _rooms(sizes, room)
        rooms: list[int] = []
        for size in sizes:
            if size > room:
                break
            rooms.append(size)
            room -= size
        return rooms
