"""Characters that look like ASCII (`tables/characters.py`), and characters that are not shown.

Source: Unicode's property Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
"""

from __future__ import annotations

from functools import cache

from sealog.detect.data.tables.characters import LOOKALIKES

IGNORED = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E)),
    *((0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF)),
)
"""Ranges of characters that are not shown: zero-width spaces and joiners, soft hyphens, marks of direction."""


@cache
def lookalikes() -> dict[str, str]:
    """Give the ASCII that each look-alike stands for, by character."""
    return {char: plain for plain, chars in LOOKALIKES.items() for char in chars}


def is_ignored(code: int) -> bool:
    """Tell whether a character is not shown."""
    return any(first <= code <= last for first, last in IGNORED)


@cache
def odd_characters() -> str:
    """Give the inside of a regular expression's class that holds all look-alikes and ignored characters."""
    codes = sorted(map(ord, lookalikes()))
    ranges = [list(each) for each in IGNORED]
    for code in codes:
        if ranges[-1][1] == code - 1 and len(ranges) > len(IGNORED):
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(rf"\U{first:08x}-\U{last:08x}" for first, last in ranges)
