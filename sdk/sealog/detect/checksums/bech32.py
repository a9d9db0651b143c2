"""Bech32 and Bech32m: a readable prefix, data in base 32 and a check sum.

Sources: BIP 173 (Bech32), BIP 350 (Bech32m).
"""

from __future__ import annotations

_ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECKS = frozenset({1, 0x2BC830A3})


def is_bech32(text: str) -> bool:
    """Tell whether a text of one case has a right check sum, in either variant."""
    if text not in {text.lower(), text.upper()}:
        return False
    prefix, _, data = text.lower().rpartition("1")
    digits = [_ALPHABET.find(char) for char in data]
    if not prefix or min(digits, default=-1) < 0:
        return False
    values = [*(ord(char) >> 5 for char in prefix), 0, *(ord(char) & 31 for char in prefix), *digits]
    return _polymod(values) in _CHECKS


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATORS):
            if top >> bit & 1:
                check ^= generator
    return check
