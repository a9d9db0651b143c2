"""The gate of context words: one pass over a text that says which rules have one of their words in it.

It confirms nothing. A thousand words would explode RE2's DFA beside other shapes (measured: twenty times the cost);
one Aho-Corasick automaton (`ahocorasick_rs`) reads them all in about a microsecond. Where that can't be imported, the
standard library's `re` finds the same, slower.
"""

from __future__ import annotations

import re
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

try:
    import ahocorasick_rs
except ImportError:  # no wheel for this platform
    ahocorasick_rs = None  # type: ignore[assignment]

from sealog.detect.context import spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sealog.detect.regex import Engine

    Hits: TypeAlias = Iterable[tuple[int, int, int]]

_LOWER = frozenset(b"abcdefghijklmnopqrstuvwxyz")
_LETTERS = _LOWER | frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PLURAL = frozenset(b"sS")


class ContextGate:
    """The context words of all rules; rule 0 is the first."""

    def __init__(self, words_of_rules: Sequence[Sequence[str]], engine: Engine) -> None:
        pairs = sorted(
            (spelling, number) for number, words in enumerate(words_of_rules) for spelling in spellings(words)
        )
        grouped = [(word, [number for _, number in rules]) for word, rules in groupby(pairs, key=itemgetter(0))]
        self._rules = [numbers for _, numbers in grouped]
        self._hits = _finder([word.encode() for word, _ in grouped], engine)

    def match(self, data: bytes) -> set[int]:
        """Give the numbers of the rules with a word in the text, whose UTF-8 is `data`."""
        found: set[int] = set()
        for word, start, end in self._hits(data.lower()):
            if _is_whole(data, start, end):
                found.update(self._rules[word])
        return found


def _is_whole(data: bytes, start: int, end: int) -> bool:
    """Tell whether no letter goes on at either side; a hump (`customerPhone`) and a plural `s` end a word too."""
    if start and data[start - 1] in _LETTERS and (data[start - 1] not in _LOWER or data[start] in _LOWER):
        return False
    right = data[end : end + 2]
    if right and right[0] in _PLURAL:
        right = right[1:]
    return not right or right[0] not in _LETTERS or (right[0] not in _LOWER and data[end - 1] in _LOWER)


def _finder(words: Sequence[bytes], engine: Engine) -> Callable[[bytes], Hits]:
    """Give what finds every place of every word in bytes in lower case: number of the word, start, end."""
    if not words:
        return lambda _: ()
    if engine == "re2" and ahocorasick_rs is not None:
        automaton = ahocorasick_rs.BytesAhoCorasick(words, implementation=ahocorasick_rs.Implementation.DFA)
        return lambda data: automaton.find_matches_as_indexes(data, overlapping=True)
    alternation = b"|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    finditer = re.compile(b"(?=(" + alternation + b"))").finditer
    # At one place the longest word is found; those it begins with stand there as well.
    begun = {
        word: [(number, len(other)) for number, other in enumerate(words) if word.startswith(other)] for word in words
    }
    return lambda data: (
        (number, match.start(), match.start() + size) for match in finditer(data) for number, size in begun[match[1]]
    )
