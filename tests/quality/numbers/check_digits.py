"""Check digits as the standards define them, in arithmetic of its own. It imports nothing that the detector uses."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_PERMUTED = ((0, 1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 5, 7, 6, 2, 8, 3, 0, 9, 4))


def total(digits: str, weights: Sequence[int]) -> int:
    """Give the sum of digits times weights, from the left."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def luhn(digits: str) -> str:
    """Give the digit of ISO/IEC 7812-1, annex B."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return str(-sum(number // 10 + number % 10 for number in doubled) % 10)


def mod_97(account: str, country: str) -> str:
    """Give the two digits of ISO 13616 for an account of a country."""
    moved = "".join(str(int(char, 36)) for char in f"{account}{country}00")
    return f"{98 - int(moved) % 97:02}"


def mod_11_10(digits: str) -> str:
    """Give the digit of ISO/IEC 7064, hybrid system MOD 11,10."""
    product = 10
    for digit in digits:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def verhoeff(digits: str) -> str:
    """Give the digit of J. Verhoeff, Error Detecting Decimal Codes (1969), over the dihedral group of ten."""
    rows = [_PERMUTED[0], _PERMUTED[1]]
    while len(rows) < 8:
        rows.append(tuple(rows[1][number] for number in rows[-1]))
    check = 0
    for place, digit in enumerate(reversed(digits), start=1):
        check = _dihedral(check, rows[place % 8][int(digit)])
    return str(next(number for number in range(10) if _dihedral(check, number) == 0))


def base58check(version: int, payload: bytes) -> str:
    """Give an address as Bitcoin's Base58Check writes it."""
    body = bytes([version]) + payload
    body += hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number, text = int.from_bytes(body, "big"), ""
    while number:
        number, rest = divmod(number, 58)
        text = BASE58[rest] + text
    return "1" * (len(body) - len(body.lstrip(b"\0"))) + text


def _dihedral(left: int, right: int) -> int:
    if left < 5:
        return (left + right) % 5 if right < 5 else 5 + (left + right) % 5
    return 5 + (left - right) % 5 if right < 5 else (left - right) % 5
