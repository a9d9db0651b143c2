"""Reads text with a null character between all letters: UTF-16 that was decoded as Latin-1.

It gives the text without the null characters, and the place of each character.
"""

from __future__ import annotations

from typing import NamedTuple

from sealog.pattern import pattern

_RUN = pattern("(?:[^\\0\x1e]\\0){4,}")
"""As many in a row show UTF-16; fewer may be fields that null characters separate."""


class Plain(NamedTuple):
    """A text without null characters between its letters; `places[n]` is where its n-th character stands."""

    text: str
    places: list[int]


def without_nulls(text: str) -> Plain | None:
    """Give the text as it was meant; None where no null characters stand between letters."""
    pieces: list[str] = []
    places: list[int] = []
    position = 0
    for run in _RUN.finditer(text):
        start, end = run.span()
        pieces += (text[position:start], text[start:end:2])
        places += (*range(position, start), *range(start, end, 2))
        position = end
    if not pieces:
        return None
    pieces.append(text[position:])
    places += range(position, len(text))
    return Plain("".join(pieces), places)
