"""Characters that look like ASCII, and characters that nobody sees. It decodes no text.

Sources: Unicode's compatibility decomposition (UAX #15, NFKC), decimal digits of all scripts (general category Nd) and
the property Default_Ignorable_Code_Point (DerivedCoreProperties.txt).
"""

from __future__ import annotations

import unicodedata
from functools import cache

_COMPATIBLE = (
    *((0xA0, 0xBA), (0x17F, 0x17F), (0x2B0, 0x2B8), (0x2E1, 0x2E3), (0x1D2C, 0x1D65), (0x2000, 0x200A)),
    *((0x2024, 0x2024), (0x202F, 0x202F), (0x205F, 0x205F), (0x2070, 0x209C), (0x2102, 0x2149), (0x2160, 0x217F)),
    *((0x2460, 0x2468), (0x24B6, 0x24EA), (0x3000, 0x3000), (0xFB00, 0xFB06), (0xFB29, 0xFB29), (0xFE10, 0xFE16)),
    *((0xFE33, 0xFE6B), (0xFF01, 0xFF5E), (0x1D400, 0x1D6A3), (0x1D7CE, 0x1D7FF), (0x1F12B, 0x1F149)),
    (0x1FBF0, 0x1FBF9),
)
"""Where characters stand that NFKC turns into ASCII."""

_ZEROS = (
    *(0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20),
    *(0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0),
    *(0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450),
    *(0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50),
    *(0x1E140, 0x1E2F0, 0x1E950),
)
"""The zero of each script's digits; the other nine follow it."""

_DASHES = (*range(0x2010, 0x2016), 0x2212, 0xFE58)
"""Hyphens, dashes and the minus sign, which people write between groups of digits."""

_LIGATURES = range(0xFB00, 0xFB07)

IGNORED = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E)),
    *((0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF)),
)
"""Ranges of characters that are not shown: zero-width spaces and joiners, soft hyphens, marks of direction."""


@cache
def lookalikes() -> dict[str, str]:
    """Give the ASCII that each look-alike stands for, by character."""
    folds = {chr(zero + digit): str(digit) for zero in _ZEROS for digit in range(10)}
    for first, last in _COMPATIBLE:
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if plain.isascii() and (len(plain) == 1 or code in _LIGATURES):
                folds[chr(code)] = plain
    folds.update((chr(code), "-") for code in _DASHES)
    return folds


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
