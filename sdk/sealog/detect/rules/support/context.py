"""Looks for words near a number that say what it is: without them it may be a count, an order or a time.

It looks at a bounded window of the same text, and ignores words inside sealed values and masks.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from sealog.detect.lexicon.spelling import is_unspaced
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, introduction
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_Search: TypeAlias = "Callable[[str], re.Match[str] | None]"

Near: TypeAlias = "Callable[[str, int, int], bool]"
"""Tells whether a word stands near `text[start:end]`."""

BEFORE = 40
"""Code points before a candidate in which a word counts: a label, a copula and quotes, not another sentence."""

AFTER = 18
"""Code points behind a candidate: `123 456 782 (SIN)`."""

_WORDS_OF_ALL = 8
"""Steps of a look for the words of all scripts."""

_JOINTS = ("", " ", "_", "-", ".")
_LAST_ASCII = 0x7F
_CUT_WORD = pattern(r"^[0-9A-Za-z_~:\-\u00c0-\u024f\u0370-\u052f]+")
_REPLACED = pattern(r"\[masked:[a-z0-9_]*\]?|(?:seal1k?)?~[\w~-]+")
_HUMP = pattern(r"(?<=[a-z])(?=[A-Z])")


def spellings(words: Sequence[str]) -> list[str]:
    """Give every spelling of the words: the parts of `birth date` joined by a space, `_`, `-`, `.` or nothing.

    Letters beyond ASCII (`EMŠO`, `Αριθμός`) also as capitals, all of them or the first: the gate lowers ASCII only.
    """
    spelled: set[str] = set()
    for word in words:
        parts = word.split()
        for joined in [joint.join(parts) for joint in _JOINTS] if len(parts) > 1 else parts:
            spelled.update((joined,) if joined.isascii() else _cases(joined))
    return sorted(spelled)


_ASSIGNS = r"[\\\"'\] ]{0,5}(?:=>|[:=])[\\\"'\[ ]{0,5}"
"""What may stand between the name of a field and its value, with the quotes of JSON in JSON."""


COPULAS = "is|was|are|now|set|changed|updated|to|as|no|nr|number|at|on|ist|war|lautet|auf|es|era|est|jest"
"""Words of which up to four may stand between a label and its value: `number was changed to 1`, `Nummer lautet 1`."""


class _Capitals(dict[int, str]):
    """The capital of each letter beyond ASCII that has one of its own; made when a letter is first met."""

    def __missing__(self, code: int) -> str:
        upper = chr(code).upper()
        capital = self[code] = upper if code > _LAST_ASCII and len(upper) == 1 else chr(code)
        return capital


_CAPITALS = _Capitals()


def _cases(word: str) -> tuple[str, str, str]:
    capitals = word.translate(_CAPITALS)
    return word, capitals, capitals[0] + word[1:]


def near(words: Sequence[str], reach: int = BEFORE, behind: int = AFTER) -> Near:
    """Return a test: does one of `words` stand near a candidate, or in the key of an attribute that begins with it?

    Words are in lower case; a space in one stands for a space, dot, hyphen, underscore, a hump (`birthDate`) or
    nothing. A plural `s` may follow.
    """
    search = _search_once_needed(words, r"(?![^\W\d_])", "")

    def tell(text: str, start: int, end: int) -> bool:
        # One code point more, to recognise and skip a word that the window cuts in two.
        window, is_cut = introduction(text, start, reach + 1)
        if search(_legible(_CUT_WORD.sub("", window) if is_cut else window)):
            return True
        return bool(behind and search(_legible(after(text, end, behind))))

    return tell


def near_source(
    words: Sequence[str], reach: int = BEFORE, behind: int = AFTER, *, is_label: bool = False
) -> tuple[list[str], list[str], int, int, bool]:
    """Return the source with which the compiled half does the work of `near` or `labelled`."""
    unspaced = [word for word in words if is_unspaced(word)]
    return [word for word in words if not is_unspaced(word)], unspaced, reach, behind, is_label


def labelled(words: Sequence[str], reach: int = BEFORE) -> Near:
    """Return a test: is one of `words` the label right before a candidate, as in `phone: 1`, `phone number is 1`?

    The key of an attribute is the label of what its value begins with.
    """
    search = _search_once_needed(
        words,
        rf"(?:{_ASSIGNS}|[\W_]{{1,4}}(?:(?:{COPULAS})\W{{1,3}}){{0,4}})\Z",
        rf"(?:{_ASSIGNS}|\W{{0,3}}\w?\W{{0,3}})\Z",
    )

    def tell(text: str, start: int, end: int) -> bool:
        del end
        return search(_legible(introduction(text, start, reach)[0])) is not None

    return tell


def _search_once_needed(words: Sequence[str], behind: str, behind_unspaced: str) -> _Search:
    """Give the search for a word with `behind` after it; it is compiled by the first text that asks, not at start.

    `behind_unspaced` must follow a word of a script that puts no spaces between words; a particle may (`手机号是…`).
    """
    searches: dict[bool, _Search] = {}

    def search(window: str) -> re.Match[str] | None:
        is_ascii = window.isascii()
        if not is_ascii:
            spend(_WORDS_OF_ALL)
        if is_ascii not in searches:
            shape = _in_ascii(words, behind) if is_ascii else _in_any(words, behind, behind_unspaced)
            searches[is_ascii] = re.compile(shape).search
        return searches[is_ascii](window)

    return search


def _in_ascii(words: Sequence[str], behind: str) -> str:
    return _whole([word for word in words if word.isascii()]) + behind


def _in_any(words: Sequence[str], behind: str, behind_unspaced: str) -> str:
    shapes = [_whole([word for word in words if not is_unspaced(word)]) + behind]
    unspaced = "|".join(re.escape(word) for word in words if is_unspaced(word))
    if unspaced:
        shapes.append(f"(?:{unspaced}){behind_unspaced}")
    return "|".join(shapes)


def _whole(words: Sequence[str]) -> str:
    """Give the shape of any of the words, or its plural, that no letter stands before."""
    alternation = "|".join(r"[ _.\-]?".join(re.escape(part) for part in word.split()) for word in words)
    return rf"(?<![^\W\d_])(?:{alternation or '(?!)'})s?"


def _legible(window: str) -> str:
    if "~" in window or "[masked" in window:
        window = _REPLACED.sub(" ", window)
    if not window.isascii():
        window = unicodedata.normalize("NFC", window)
    return window if window.islower() else _HUMP.sub("_", window).lower()
