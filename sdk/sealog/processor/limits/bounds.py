"""Cuts a text that is too long, and never through a value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from sealog.crypto.spelling import find_sealed_values
from sealog.detect.model.scan_budget import TooCostlyError, bounded
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.engine.scanner import Scanner
    from sealog.detect.model.rule import Span
    from sealog.detect.model.scan_budget import ScanBudget

_BEHIND = 16 * 1024
"""A value that begins farther than this before the cut is longer than any that a rule knows."""

_AHEAD = 4 * 1024
"""How far behind the cut a value is scanned, so that its beginning is recognised."""

_NEAR = 1024
"""The same for a cut between two words: a longer value than a sentence has no space in it."""

_BESIDE = 32
"""How far after a value its context may stand: `415 26 711 (mobile)`."""

_AROUND = 512
"""Characters scanned again before a value whose context is cut; a value that needs more of them is left out."""

_LEAST = 64
"""If less than this of a text may be kept, nothing is."""

_LONGEST_SEALED = 64 * 1024
"""Characters of the longest sealed value, of a private key and with sixteen recipients."""

_STEPS = 8
"""How often the kept end is moved, each time to after a value that would lose its context."""

_GAP = pattern(r"\s")


def note(number: int, what: str) -> str:
    """Give the note that replaces something that is left out."""
    return f"[sealog: {number} more {what}]"


def cut(text: str, limit: int, scanner: Scanner, budget: ScanBudget, *, has_tail: bool = True) -> str:
    """Give at most `limit` code points of `text`, from its beginning and its end, and between them a note.

    Half a value is still personal, and no rule would recognise it. So the cut moves to before a value that it would
    divide or separate from its context. Half a sealed value could never be opened, so the cut moves to after one. If
    finding that out takes more than the rest of `budget`, the end is left out, and then the beginning too.
    """
    if len(text) <= limit:
        return text
    if limit < (_LEAST if has_tail else 1):
        return note(len(text), "characters")
    try:
        end, gap = _end_of_head(text, limit - limit // 2 if has_tail else limit, _Window(scanner, budget))
    except TooCostlyError:
        return note(len(text), "characters")
    begin = len(text)
    if has_tail:
        with suppress(TooCostlyError):
            begin = _begin_of_tail(text, max(end, len(text) - limit // 2), _Window(scanner, budget))
    if end >= begin:
        return text
    tail = text[begin:]
    return f"{text[:end]}{gap}{note(begin - end, 'characters')}{' ' if tail else ''}{tail}"


class _Window(NamedTuple):
    """Scans pieces of a text, with one budget for all of them."""

    scanner: Scanner
    budget: ScanBudget

    def found(self, text: str, start: int, end: int) -> list[Span]:
        found = self.scanner.scan(text[start:end], self.budget)
        return [(start + each.start, start + each.end) for each in found]


def _end_of_head(text: str, end: int, window: _Window) -> tuple[int, str]:
    """Give where the kept beginning ends, and the separator between it and the note."""
    start = max(0, end - _BEHIND)
    gap = ""
    ahead = _NEAR if _GAP.search(text, max(0, end - 1), end + _NEAR) else _AHEAD
    for first, last in window.found(text, start, end + ahead):
        if first < end < last or (last <= end < last + _BESIDE and not _is_found(text, first, last, end, window)):
            end = first
        elif last == end:
            gap = " "  # else what ends at the next space only would swallow the note: `password=hunter2[sealog:`
    for sealed_start, sealed_end in find_sealed_values(text[start : end + _LONGEST_SEALED]):
        if start + sealed_start < end < start + sealed_end:
            end = start + sealed_end
    return end, gap


def _begin_of_tail(text: str, begin: int, window: _Window) -> int:
    """Give where the kept end begins: after a value that would be divided, or separated from its context."""
    if window.scanner.reads_far(text, begin):
        return len(text)
    space = _GAP.search(text, begin - 1, begin + _NEAR)
    behind = _BEHIND if space is None else _NEAR
    begin = begin if space is None else space.end()
    stop = begin + (_AHEAD if space is None else _NEAR)
    inside = window.found(text, max(0, begin - behind), stop)
    for sealed_start, sealed_end in find_sealed_values(text[max(0, begin - _LONGEST_SEALED) : begin + _LONGEST_SEALED]):
        offset = max(0, begin - _LONGEST_SEALED)
        if offset + sealed_start < begin < offset + sealed_end:
            begin = offset + sealed_end
    for _ in range(_STEPS):
        alone = window.found(text, begin, stop)
        parted = [
            last
            for first, last in inside
            if begin < last and (first < begin or not any(start <= first and last <= to for start, to in alone))
        ]
        if not parted:
            return begin
        begin = parted[0]
    return len(text)


def _is_found(text: str, first: int, last: int, end: int, window: _Window) -> bool:
    """Tell whether the value `text[first:last]` is one without what stands behind `end`."""
    return any(start <= first and last <= to for start, to in window.found(text, max(0, first - _AROUND), end))


def cut_attributes(attributes: Mapping[str, Any], limit: int, scanner: Scanner) -> dict[str, Any]:
    """Give the attributes that hold a text longer than `limit`, with that text cut.

    OpenTelemetry's own limit cuts the same texts, but at any place.
    """
    return _cut_mapping(attributes, limit, _Cutting(scanner))


class _Cutting:
    """Cuts texts; each adds to the budget of all."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._effort = bounded(0)

    def text(self, text: str, limit: int) -> str:
        if len(text) <= limit:
            return text
        self._effort.allow(len(text))
        return cut(text, limit, self._scanner, self._effort, has_tail=False)


def _cut_mapping(values: Mapping[str, Any], limit: int, cutting: _Cutting) -> dict[str, Any]:
    return {key: new for key, value in values.items() if (new := _cut_value(value, limit, cutting)) is not value}


def _cut_value(value: Any, limit: int, cutting: _Cutting) -> Any:
    if isinstance(value, str):
        return cutting.text(value, limit)
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        items = [_cut_value(item, limit, cutting) for item in value]
        return value if all(new is old for new, old in zip(items, value, strict=True)) else items
    if isinstance(value, Mapping):
        changed = _cut_mapping(value, limit, cutting)
        return {**value, **changed} if changed else value
    return value
