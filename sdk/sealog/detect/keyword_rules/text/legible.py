"""How random the letters and digits of a value are: words, as in names in programs, or what a generator gives.

It knows no name and no maker. Random letters hardly ever read as words: they change case at every other letter, or pile
up consonants.
"""

from __future__ import annotations

import re

from sealog.detect.secrets.entropy import entropy
from sealog.pattern import pattern

_PIECES = pattern(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_PILE = pattern("[bcdfghjklmnpqrstvwxz]{5}", re.IGNORECASE)
_DIGITS = pattern("[0-9]")
_VOWELS = pattern("[aeiouyAEIOUY]")
_LETTERS_A_PIECE = 3.0
_MOST_DIGITS = 4  # a year
_LEAST_VOWELS = 0.22

_PARTS = pattern(r"[-_.:/]+")
_PART = pattern(r"[0-9]{1,10}|v[0-9]{1,3}|[A-Za-z]{2,24}[0-9]{0,4}", re.ASCII)
_KINDS = tuple(map(pattern, ("[a-z]", "[A-Z]", "[0-9].*[0-9]")))
_LONGEST_MEAN_PIECE = 2.6  # letters; words have more than four
_SHORTEST_MIXED = 20
_FLOOR_MIXED = 3.5

_SHORTEST_JUMBLED = 12
_LONGEST_MEAN_PIECE_OF_SHORT = 2.4
_LETTERS_AND_DIGITS = pattern("[0-9A-Za-z]*", re.ASCII)

_SHORTEST_HARD = 16
_FEWEST_DIGITS = 3
_FLOOR_HARD = 2.5


def is_legible(value: str) -> bool:
    """Tell whether `value` is made of pronounceable words and at most four digits."""
    pieces = _PIECES.findall(value)
    letters = sum(map(len, pieces))
    if not pieces or letters < _LETTERS_A_PIECE * len(pieces) or _PILE.search(value):
        return False
    return len(_DIGITS.findall(value)) <= _MOST_DIGITS and len(_VOWELS.findall(value)) >= _LEAST_VOWELS * letters


def _is_name_of_parts(value: str) -> bool:
    """Tell whether `value` joins words and numbers, as ids that people make do: `cache-entry-0001-0002`."""
    parts = [part for part in _PARTS.split(value) if part]
    if len(parts) == 1 or not all(map(_PART.fullmatch, parts)):
        return False
    words = [part for part in parts if part[-1].isalpha() or part[0].isalpha()]
    return any(map(_VOWELS.search, words)) and not any(map(_PILE.search, words))


def is_mixed(value: str) -> bool:
    """Tell whether `value` changes between small letters, capitals and digits as often as random ones do.

    Hashes, UUIDs and names of things never do.
    """
    if len(value) < _SHORTEST_MIXED or not all(kind.search(value) for kind in _KINDS):
        return False
    pieces = _PIECES.findall(value)
    return sum(map(len, pieces)) <= _LONGEST_MEAN_PIECE * len(pieces) and entropy(value) >= _FLOOR_MIXED


def is_jumbled(value: str) -> bool:
    """Tell whether `value` looks as if its letters and digits were drawn, though it may be short or have one digit.

    `is_mixed` wants more of it, which tells it from names in programs under names that mean little.
    """
    if len(value) < _SHORTEST_JUMBLED or not _LETTERS_AND_DIGITS.fullmatch(value):
        return False
    if not any(map(str.isdigit, value)) or value.lower() == value or value.upper() == value:
        return False
    longest = _LONGEST_MEAN_PIECE_OF_SHORT if len(value) < _SHORTEST_MIXED else _LONGEST_MEAN_PIECE
    return len(value) <= longest * len(_PIECES.findall(value))


def is_hard(value: str) -> bool:
    """Tell whether nobody could remember `value`: long, with digits in it, and no words."""
    if len(value) < _SHORTEST_HARD or len(_DIGITS.findall(value)) < _FEWEST_DIGITS:
        return False
    if is_legible(value) or _is_name_of_parts(value):
        return False
    return entropy(value) >= _FLOOR_HARD
