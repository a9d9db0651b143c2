"""Base58 with check sums, as cryptocurrency addresses use it. Prefixes of currencies are in `rules/payment/crypto.py`.

Sources: Bitcoin developer reference, "Base58Check encoding"; XRP Ledger, "Base58 encodings" (its own alphabet);
CryptoNote standard 007 (blocks of eight bytes in eleven characters), with Keccak-256 as its check.
"""

from __future__ import annotations

from hashlib import sha256

from sealog.detect.checksums.keccak import keccak256

BITCOIN = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
RIPPLE = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz"

_CHECK_SIZE = 4
_BLOCK, _BLOCK_CHARS = 8, 11
_BYTES_OF_CHARS = {2: 1, 3: 2, 5: 3, 6: 4, 7: 5, 9: 6, 10: 7, 11: 8}


def checked_payload(text: str, alphabet: str = BITCOIN) -> bytes | None:
    """Give version and payload of a Base58Check text, or None if a character or the check sum is wrong."""
    number = _number(text, alphabet)
    if number is None:
        return None
    zeros = len(text) - len(text.lstrip(alphabet[0]))
    data = bytes(zeros) + number.to_bytes((number.bit_length() + 7) // 8, "big")
    body, check = data[:-_CHECK_SIZE], data[-_CHECK_SIZE:]
    return body if body and sha256(sha256(body).digest()).digest()[:_CHECK_SIZE] == check else None


def cryptonote_payload(text: str) -> bytes | None:
    """Give network byte and keys of a CryptoNote address, or None if a character or the check sum is wrong."""
    data = b""
    for start in range(0, len(text), _BLOCK_CHARS):
        chars = text[start : start + _BLOCK_CHARS]
        size, number = _BYTES_OF_CHARS.get(len(chars)), _number(chars, BITCOIN)
        if size is None or number is None or number >> (8 * size):
            return None
        data += number.to_bytes(size, "big")
    body, check = data[:-_CHECK_SIZE], data[-_CHECK_SIZE:]
    return body if keccak256(body)[:_CHECK_SIZE] == check else None


def _number(text: str, alphabet: str) -> int | None:
    number = 0
    for char in text:
        digit = alphabet.find(char)
        if digit < 0:
            return None
        number = number * len(alphabet) + digit
    return number
