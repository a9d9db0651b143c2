"""Finds fixed words: one pass over a text gives the places of some thousand words.

All words are looked for by one Aho-Corasick automaton (`ahocorasick_rs`), or one by one where that can't be imported:
the same places, only slower. In RE2's Set so many words would explode the DFA (measured: twenty times the cost).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sealog.detect.regex import Engine

Hit: TypeAlias = "tuple[int, int, int]"
"""Number of the word, start and end."""

FindWords: TypeAlias = "Callable[[bytes], Sequence[Hit]]"
"""Gives every place of a word in UTF-8, overlapping ones too, in any case of ASCII: sorted by end, then start.

Places count bytes. The first word is number 0; a word that was given twice has two hits.
"""


def build_words(words: Sequence[str], engine: Engine) -> FindWords:
    """Compile words in lower case; `engine="re"` uses no library beyond the standard one."""
    patterns = [word.encode() for word in words]
    if not patterns:
        return lambda _: ()
    library = None if engine == "re" else _library()
    if library is None:
        return _one_by_one(patterns)
    # A DFA takes some megabytes and half the time of the default.
    automaton = library.BytesAhoCorasick(patterns, implementation=library.Implementation.DFA)
    find = automaton.find_matches_as_indexes
    # `bytes.lower` changes ASCII only, so that every place stays. The flag is `overlapping`; by name it costs 0.1 µs.
    return lambda data: find(data.lower(), True)


def _library() -> Any:
    """Load `ahocorasick_rs`, which the compiled half makes needless; None where it is not installed."""
    try:
        return import_module("ahocorasick_rs")
    except ImportError:
        return None


def in_code_points(hits: Sequence[Hit], data: bytes) -> list[Hit]:
    """Count the places of words in code points of the text whose UTF-8 is `data`."""
    # Decoding goes forward only, through the text once; a word is decoded for itself, since words may overlap.
    at_byte = at = 0
    counted: list[Hit] = []
    for number, start, end in hits:
        at += len(data[at_byte:end].decode())
        at_byte = end
        counted.append((number, at - len(data[start:end].decode()), at))
    return counted


def _one_by_one(patterns: Sequence[bytes]) -> FindWords:
    def find(data: bytes) -> list[Hit]:
        lowered = data.lower()
        found: list[Hit] = []
        for number, word in enumerate(patterns):
            start = lowered.find(word)
            while start >= 0:
                found.append((number, start, start + len(word)))
                start = lowered.find(word, start + 1)
        found.sort(key=lambda hit: (hit[2], hit[1]))
        return found

    return find
