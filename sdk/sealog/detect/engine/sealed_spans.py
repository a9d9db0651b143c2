"""Finds the sealed values in a text, and covers them so that rules read the rest.

A sealed value is covered before any rule reads the text: no rule finds a value in it, and none takes the text beside
it for a part of it. A forgery, which only looks like a sealed value, is ordinary text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.crypto.authenticity import is_proven, is_vouched_for
from sealog.crypto.spelling import read_sealed_values

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from sealog.detect.engine.prefilter import Fields
    from sealog.detect.model.rule import Span


def believed(text: str, entities: Container[str], find: Callable[[str], Sequence[Fields]]) -> list[Span]:
    """Give the spans of the sealed values in a text that are genuine, closing `~` included, sorted.

    A sealed value without a proof is not believed if `find` finds a value that begins within it, or that begins before
    it and ends within it: somebody may have written the sealed value's form around that value. A finding that begins
    where the sealed value does is that sealed value, of which a rule reads no more than the longest value it knows.
    """
    proven: list[Span] = []
    vouched: list[Span] = []
    for start, end, sealed in read_sealed_values(text):
        if is_proven(sealed):
            proven.append((start, end))
        elif is_vouched_for(sealed, end - start - text.endswith("~", start, end), entities):
            vouched.append((start, end))
    if not vouched:
        return proven
    found = find(cover(text, proven))
    return sorted([*proven, *(span for span in vouched if not _is_cut(text, span, found))])


def cover(text: str, spans: Iterable[Span]) -> str:
    """Give a text of the same length with stars in place of each span."""
    pieces: list[str] = []
    position = 0
    for start, end in spans:
        pieces += (text[position:start], "*" * (end - start))
        position = end
    return "".join(pieces) + text[position:]


def outside(found: Iterable[Fields], spans: Sequence[Span]) -> list[Fields]:
    """Return the parts of the findings that lie outside the spans. Both are sorted and disjoint."""
    return [(entity, group, *piece) for entity, group, start, end in found for piece in free(start, end, spans)]


def free(start: int, end: int, taken: Iterable[Span]) -> Iterator[Span]:
    """Return the parts of a span outside the `taken` ones, which are sorted."""
    for first, last in taken:
        if last <= start:
            continue
        if first >= end:
            break
        if start < first:
            yield start, first
        start = last
    if start < end:
        yield start, end


def _is_cut(text: str, span: Span, found: Sequence[Fields]) -> bool:
    first, last = span
    return any(
        start < last and first < end and (start > first or (end < last - 1 and _has_word(text[start:first])))
        for _, _, start, end in found
    )


def _has_word(text: str) -> bool:
    """Tell whether more than quotes, brackets and other signs stand in a text."""
    return any(map(str.isalnum, text))
