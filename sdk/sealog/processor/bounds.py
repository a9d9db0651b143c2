"""Bounds: cuts a text that is too long, and never through a value. It judges no value itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import find_sealed_values
from sealog.processor.walk import text_of

if TYPE_CHECKING:
    from sealog.detect.scanner import Scanner

_BEHIND = 16 * 1024
"""A value that begins farther than this before the cut is longer than any that a rule knows."""

_AHEAD = 4 * 1024
"""How far a value at the cut is looked at, so that its beginning is recognised as one."""


def cut(text: str, limit: int, scanner: Scanner) -> str:
    """Give at most `limit` code points of `text` and a note of how many are missing.

    Half a value is still personal and no rule would know it, so the cut moves before a value that it would divide.
    Half a sealed value could never be opened, so the cut moves behind one.
    """
    if len(text) <= limit:
        return text
    end = max(0, limit)
    start = max(0, end - _BEHIND)
    for finding in scanner.scan(text[start : end + _AHEAD]):
        if start + finding.start < end < start + finding.end:
            end = start + finding.start
    for sealed_start, sealed_end in find_sealed_values(text[start:]):
        if start + sealed_start < end < start + sealed_end:
            end = start + sealed_end
    if end == len(text):
        return text
    return f"{text[:end]}[sealog: {len(text) - end} more characters]"


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


class Budget:
    """What is left of the characters that one record may hold: each text takes its share in the walk's order."""

    def __init__(self, characters: int, scanner: Scanner) -> None:
        self._left = characters
        self._scanner = scanner

    def fit(self, value: Any, depth: int = 32) -> Any:
        """Give the value with its texts cut to what is left. Numbers cost nothing; what is deeper is left out."""
        if isinstance(value, str):
            shorter = cut(value, self._left, self._scanner)
            self._left = max(0, self._left - len(value))
            return shorter
        if isinstance(value, (bytes, bytearray, memoryview)):
            room, self._left = self._left, max(0, self._left - len(value))
            return bytes(value) if len(value) <= room else f"[sealog: {len(value)} bytes]"
        if depth == 0:
            return None
        if isinstance(value, Mapping):
            return {
                text_of(key) if len(text_of(key)) <= _SHORT_KEY else self.fit(text_of(key)): self.fit(item, depth - 1)
                for key, item in value.items()
            }
        if isinstance(value, (Sequence, set, frozenset)):
            return [self.fit(item, depth - 1) for item in value]
        return value if value is None or isinstance(value, (bool, int, float)) else self.fit(text_of(value))
