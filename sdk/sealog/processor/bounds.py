"""Bounds: cuts a text that is too long, and never through a value. It judges no value itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_sealed_values
from sealog.processor.shapes import text_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from collections.abc import Sized

    from sealog.detect.effort import Effort
    from sealog.detect.scanner import Scanner

_BEHIND = 16 * 1024
"""A value that begins farther than this before the cut is longer than any that a rule knows."""

_AHEAD = 4 * 1024
"""How far a value at the cut is looked at, so that its beginning is recognised as one."""

_BESIDE = 32
"""How far behind a value stands what may tell that it is one: `415 26 711 (mobile)`."""

_AROUND = 512
"""What is looked at again before a value whose surroundings are cut; one that needs more of them is left out."""


def cut(text: str, limit: int, scanner: Scanner, effort: Effort | None = None) -> str:
    """Give at most `limit` code points of `text` and a note of how many are missing.

    Half a value is still personal and no rule would know it, so the cut moves before a value that it would divide, or
    part from what tells that it is one.
    Half a sealed value could never be opened, so the cut moves behind one.

    Raises:
        TooCostlyError: to look for a value there takes more than the `effort`.
    """
    if len(text) <= limit:
        return text
    if limit <= 0:
        return f"[sealog: {len(text)} more characters]"
    end = limit
    start = max(0, end - _BEHIND)
    gap = ""
    for finding in scanner.scan(text[start : end + _AHEAD], effort):
        first, last = start + finding.start, start + finding.end
        if first < end < last or (last <= end < last + _BESIDE and not _is_found(text[:end], first, last, scanner)):
            end = first
        elif last == end:
            gap = " "  # else what ends at the next space only would swallow the note: `password=hunter2[sealog:`
    for sealed_start, sealed_end in find_sealed_values(text[start:]):
        if start + sealed_start < end < start + sealed_end:
            end = start + sealed_end
    if end == len(text):
        return text
    return f"{text[:end]}{gap}[sealog: {len(text) - end} more characters]"


def _is_found(text: str, first: int, last: int, scanner: Scanner) -> bool:
    """Tell whether the value `text[first:last]` is one without what stood behind the text."""
    start = max(0, first - _AROUND)
    return any(start + found.start <= first and last <= start + found.end for found in scanner.scan(text[start:]))


def cut_attributes(attributes: Mapping[str, Any], limit: int, scanner: Scanner) -> dict[str, Any]:
    """Give the attributes that hold a text longer than `limit`, with that text cut.

    OpenTelemetry's own limit cuts the same texts, only anywhere.
    """
    return {key: new for key, value in attributes.items() if (new := _cut_value(value, limit, scanner)) is not value}


def _cut_value(value: Any, limit: int, scanner: Scanner) -> Any:
    if isinstance(value, str):
        return cut(value, limit, scanner)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        items = [_cut_value(item, limit, scanner) for item in value]
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if isinstance(value, Mapping):
        changed = cut_attributes(value, limit, scanner)
        return {**value, **changed} if changed else value
    return value


_SHORT_KEY = 256
"""Keys up to here are kept whole: two that are cut to nothing would become one."""


_FEW = 128
"""Items of a container that each keep a note; of one with more items, those that nothing is left for are counted."""


class Budget:
    """What is left of the characters that one record may hold: each text takes its share in the walk's order.

    `effort` is for all texts together (see `cut`).
    """

    def __init__(self, characters: int, scanner: Scanner, effort: Effort | None = None) -> None:
        self._left = characters
        self._scanner = scanner
        self._effort = effort

    def fit(self, value: Any, depth: int = 32) -> Any:
        """Give the value with its texts cut to what is left. Numbers cost nothing; what is deeper is left out."""
        if isinstance(value, str):
            shorter = cut(value, self._left, self._scanner, self._effort)
            self._left = max(0, self._left - len(value))
            return shorter
        if isinstance(value, (bytes, bytearray, memoryview)):
            room, self._left = self._left, max(0, self._left - len(value))
            return bytes(value) if len(value) <= room else f"[sealog: {len(value)} bytes]"
        if depth == 0:
            return None
        if isinstance(value, Mapping):
            return self._mapping(value, depth)
        if isinstance(value, (Sequence, set, frozenset)):
            return self._items(value, depth)
        return value if value is None or isinstance(value, (bool, int, float)) else self.fit(text_of(value))

    def _mapping(self, value: Mapping[Any, Any], depth: int) -> dict[Any, Any]:
        new: dict[Any, Any] = {}
        for count, (key, item) in enumerate(value.items()):
            if self._ends(value):
                new["sealog.left_out"] = len(value) - count
                break
            name = text_of(key)
            if len(name) <= _SHORT_KEY:
                self._left = max(0, self._left - len(name))
            else:
                name = self.fit(name)
            new[name] = self.fit(item, depth - 1)
        return new

    def _items(self, value: Sequence[Any] | AbstractSet[Any], depth: int) -> list[Any]:
        new: list[Any] = []
        for count, item in enumerate(value):
            if self._ends(value):
                new.append(f"[sealog: {len(value) - count} more items]")
                break
            new.append(self.fit(item, depth - 1))
        return new

    def _ends(self, value: Sized) -> bool:
        return self._left == 0 and len(value) > _FEW
