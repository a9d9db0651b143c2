"""Spellings of the lexicon's words: all those that texts use, and the folded one for comparing keys.

In texts every spelling is looked for as it is; a key is folded first: accents and case go, `ß` is `ss`, `ł` is `l`.
"""

from __future__ import annotations

import re
import string
import unicodedata
from bisect import bisect
from functools import lru_cache
from typing import TYPE_CHECKING

from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_JOINTS = ("", " ", "_", "-", ".")
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e", "’": "'", "ς": "σ"}
)
_JOINERS = pattern(
    "[\u200c\u200d]"
)  # they change how letters look, in Persian and Indic scripts, and are left out at times
_ACCENTS = pattern("[\u0300-\u036f]")
_ACCENTED = pattern("[\u00c0-\u03ff\u1e00-\u1fff]")  # Latin and Greek letters that may have accents
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
_LONGEST_KEY = 256
_JOINT = "\0"  # stands for whichever joint while the parts are spelled

# Scripts that put no space between words, so that a word may begin and end anywhere (Thai to Khmer, kana, Han, Hangul).
# The first of each range, and what follows its last: a regular expression of so many characters takes 2 ms to compile.
_UNSPACED = "\u0e00\u0f00\u1000\u10a0\u1780\u1800\u3005\u3100\u3400\ua000\uac00\ud7a4\uff66\uffa0"


def words_of(table: dict[str, str]) -> tuple[str, ...]:
    """Give all words of a table of languages, each once."""
    return tuple(dict.fromkeys(word for row in table.values() for word in row.split(", ")))


def qualified(table: dict[str, str]) -> tuple[str, ...]:
    """Give a word with each of its qualifiers behind it, of a table that has `word: qualifier, qualifier`."""
    split = (row.split(": ") for row in table.values())
    return tuple(dict.fromkeys(f"{word} {each}" for word, others in split for each in others.split(", ")))


def listed(table: str) -> list[str]:
    """Give the words of a constant that `make tables` wrote."""
    return table.replace("\n", "|").split("|") if table else []


def text_spellings(words: Iterable[str], joints: tuple[str, ...] = _JOINTS) -> tuple[str, ...]:
    """Give every spelling of words that a text may have, as a search that lowers ASCII only must be given them.

    The parts of `mot de passe` may be joined by one of the `joints`: a space, `_`, `-`, `.` or nothing; letters beyond
    ASCII may be capitals, all or the first of each part, have their accents apart (NFD), or none. `make tables` writes
    them down: for the whole lexicon this takes 10 ms.
    """
    return tuple(dict.fromkeys(form for word in words for form in _forms(word, joints)))


def _forms(word: str, joints: tuple[str, ...]) -> Iterator[str]:
    parts = word.split()
    if len(parts) == 1:
        yield from _spelled(parts)
        return
    for form in dict.fromkeys(_spelled(parts)):
        for joint in joints:
            yield form.replace(_JOINT, joint)


def _spelled(parts: list[str]) -> Iterator[str]:
    for spelled in _cases(parts, _JOINT):
        yield spelled.translate(_LOWER)
        if spelled.isascii():
            continue
        if _JOINERS.search(spelled):
            yield _JOINERS.sub("", spelled)
        yield unicodedata.normalize("NFD", spelled).translate(_LOWER)
        if _ACCENTED.search(spelled):
            yield _plain(spelled).translate(_LOWER)


def _cases(parts: list[str], joint: str) -> Iterator[str]:
    word = joint.join(parts)
    yield word
    if not word.isascii() and word != word.upper():
        yield word.upper()
        if "i" in word:
            yield word.replace("i", "\u0130").upper()  # Turkish: ŞİFRE
        yield joint.join(part[0].upper() + part[1:] for part in parts)
        yield word[0].upper() + word[1:]


def _plain(word: str) -> str:
    """Give a word of Latin or Greek letters without their accents; others (`й`, Indic vowels) stay."""
    if is_unspaced(word):
        return word
    return _ACCENTS.sub("", unicodedata.normalize("NFD", word)).translate(_PLAIN) if _ACCENTED.search(word) else word


@lru_cache(maxsize=64)
def key_words(key: str) -> tuple[str, ...]:
    """Give the words of a key, folded: `Mot-de_Passe` is `mot`, `de`, `passe`. Keys that are no names have none."""
    if len(key) > _LONGEST_KEY:
        key = key[-_LONGEST_KEY:]
    if key.isascii():
        return tuple(re.split("[\\W_]+", key.lower().strip("_")))
    folded = "".join(char if is_of_word(char) else " " for char in _JOINERS.sub("", fold(key)))
    return tuple(folded.split())


def fold(text: str) -> str:
    """Give letters without case and accents, and wide ones in their usual width."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_PLAIN))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", decomposed))


def is_of_word(char: str) -> bool:
    """Tell whether a character is a part of a word: letters, digits, and the vowel signs of Indic and other scripts."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def begins_name(text: str, start: int) -> bool:
    """Tell whether a word of the tables may begin at `start`: no letter goes on, except where scripts put no spaces."""
    left = text[start - 1 : start]
    if not left or not (left.isalpha() or unicodedata.category(left)[0] == "M"):
        return True
    if is_unspaced(text[start : start + 1]):
        return True
    return (left.islower() and text[start].isupper()) or bool(left.isascii() != text[start].isascii())


def is_unspaced(word: str) -> bool:
    """Tell whether a word is of a script that puts no space between words."""
    return max(word, default="") >= _UNSPACED[0] and any(bisect(_UNSPACED, char) % 2 for char in word)
