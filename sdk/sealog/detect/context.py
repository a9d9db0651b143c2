"""Words that say what a number beside them is: an ID number without them is a count, an order, a time.

It looks only at a bounded window of the same text, and never takes a word out of a sealed value or a mask.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from sealog.detect.surroundings import after, before

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Near: TypeAlias = "Callable[[str, int, int], bool]"
"""Tells whether a word stands near `text[start:end]`."""

BEFORE = 40
"""Code points before a candidate in which a word counts: a label, a copula and quotes, not another sentence."""

AFTER = 18
"""Code points behind a candidate: `123 456 782 (SIN)`."""

_JOINTS = ("", " ", "_", "-", ".")
_CUT_WORD = re.compile(r"^[\w~:\-]+")
_REPLACED = re.compile(r"\[masked:[a-z0-9_]*\]?|(?:seal1k?)?~[\w~-]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def spellings(words: Sequence[str]) -> list[str]:
    """Give every spelling of the words: the parts of `birth date` joined by a space, `_`, `-`, `.` or nothing."""
    return sorted({joint.join(word.split()) for word in words for joint in _JOINTS})


def near(words: Sequence[str], reach: int = BEFORE, behind: int = AFTER) -> Near:
    """Make what tells whether one of `words` stands near a candidate.

    Words are in lower case; a space in one stands for a space, dot, hyphen, underscore, a hump (`birthDate`) or
    nothing. A plural `s` may follow.
    """
    alternation = "|".join(r"[ _.\-]?".join(re.escape(part) for part in word.split()) for word in words)
    search = re.compile(rf"(?<![^\W\d_])(?:{alternation})s?(?![^\W\d_])").search

    def tell(text: str, start: int, end: int) -> bool:
        # One code point more, so that a word which the window cuts in two is known and left out.
        window = before(text, start, reach + 1)
        if search(_legible(_CUT_WORD.sub("", window) if len(window) > reach else window)):
            return True
        return bool(behind and search(_legible(after(text, end, behind))))

    return tell


def _legible(window: str) -> str:
    if "~" in window or "[masked" in window:
        window = _REPLACED.sub(" ", window)
    return window if window.islower() else _HUMP.sub("_", window).lower()
