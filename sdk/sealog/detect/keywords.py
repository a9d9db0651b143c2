"""The keyword gate: one pass over a text that says where any of many fixed words stand. It confirms nothing.

All words are looked for by one Aho-Corasick automaton (`ahocorasick_rs`), or one by one where that can't be imported:
the same hits, only slower.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

_library: Any
try:
    import ahocorasick_rs as _library
except ImportError:  # no wheel for this platform
    _library = None

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.detect.regex import Engine, Subject

Hit: TypeAlias = "tuple[int, int, int]"
"""Number of the keyword, start and end in code points."""


class Keywords(Protocol):
    """Fixed words in lower case; number 0 is the first."""

    def hits(self, subject: Subject) -> Sequence[Hit]:
        """Give every place where a word stands in any case, overlapping ones too; sorted by end, then start."""
        ...


def build_keywords(words: Sequence[str], engine: Engine) -> Keywords:
    """Compile the words; `engine="re"` means without a library here too."""
    if engine == "re" or _library is None or not words:
        return PlainKeywords(words)
    return AhoCorasickKeywords(words)


class AhoCorasickKeywords:
    """All words as one automaton over bytes."""

    def __init__(self, words: Sequence[str]) -> None:
        # A DFA takes a few hundred kilobytes and half the time of the default.
        self._find = _library.BytesAhoCorasick(
            [word.encode("ascii") for word in words], implementation=_library.Implementation.DFA
        ).find_matches_as_indexes

    def hits(self, subject: Subject) -> Sequence[Hit]:
        """See `Keywords`."""
        text, data = subject
        # `bytes.lower` changes ASCII only, so that every place stays where it is.
        found: list[Hit] = self._find(data.lower(), True)  # `overlapping`; by name it costs 0.1 µs
        if len(found) > 1:
            found.sort(key=_by_end)
        return found if len(text) == len(data) or not found else _in_code_points(found, data)


def _by_end(hit: Hit) -> tuple[int, int]:
    return hit[2], hit[1]


def _in_code_points(found: list[Hit], data: bytes) -> list[Hit]:
    # Words are ASCII: as long in bytes as in code points. Decoding goes forward only, through the text once.
    at_byte = at = 0
    hits: list[Hit] = []
    for number, start, end in found:
        at += len(data[at_byte:end].decode())
        at_byte = end
        hits.append((number, at - (end - start), at))
    return hits


class PlainKeywords:
    """One search a word: for some hundred short words quicker than one regular expression of them all."""

    def __init__(self, words: Sequence[str]) -> None:
        self._words = [word.encode("ascii") for word in words]

    def hits(self, subject: Subject) -> Sequence[Hit]:
        """See `Keywords`."""
        text, data = subject
        lowered = data.lower()
        found: list[Hit] = []
        for number, word in enumerate(self._words):
            start = lowered.find(word)
            while start >= 0:
                found.append((number, start, start + len(word)))
                start = lowered.find(word, start + 1)
        found.sort(key=_by_end)
        return found if len(text) == len(data) else _in_code_points(found, data)
