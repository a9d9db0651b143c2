"""Puts quotes around the replacement of a number, so that a document still can be parsed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.structured.outline import outline
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_NUMBER = pattern(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
_BEFORE = pattern(r"[\[({:,][ \t\r\n]{0,64}\Z")
_REACH = 65


def may_be_document(text: str) -> bool:
    """Tell whether a text may hold a document: it has a bracket somewhere."""
    return "{" in text or "[" in text or "(" in text


def has_numbers(text: str, spans: Iterable[tuple[int, int]]) -> bool:
    """Tell whether one of the spans may be a number of a document."""
    return may_be_document(text) and any(
        _NUMBER.fullmatch(text, start, end) and _BEFORE.search(text, max(0, start - _REACH), start)
        for start, end in spans
    )


def quote_numbers(text: str, replacements: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    r"""Give the replacements (start, end, token) with quotes around those of numbers in JSON and in Python's literals.

    In a string in a string the quotes are escaped as often as needed. A value that stays gets none.
    """
    if not has_numbers(text, ((start, end) for start, end, _ in replacements)):
        return replacements
    quotes = {(piece.start, piece.end): piece.quote for piece in outline(text, lambda _: None).pieces if piece.quote}
    return [
        (start, end, f"{quote}{token}{quote}")
        if (quote := quotes.get((start, end))) and token != text[start:end]
        else (start, end, token)
        for start, end, token in replacements
    ]
