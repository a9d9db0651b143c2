"""Cryptocurrency addresses of ten currencies by their checksum, and Solana's, which have none, beside a word.

Bitcoin, Ethereum, Litecoin, Dogecoin, Dash, Zcash, XRP, Tron, Monero, Cardano. It leaves hashes, ids and memory
addresses: Ethereum addresses in one case have no check sum either, and need a word like `wallet` beside them. Sources:
Base58Check (`base58.py`), BIP 173 and 350 (`bech32.py`), CryptoNote for Monero; ERC-55 for Ethereum's mixed case; CIP
19 for Cardano's prefixes; the coins' parameters for the version bytes. Misses: others without a check sum, Cardano's of
the Byron era, keys and transactions.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sealog.detect.checksums.base58 import BITCOIN, RIPPLE, checked_payload, cryptonote_payload
from sealog.detect.checksums.bech32 import is_bech32
from sealog.detect.checksums.keccak import keccak256
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.scan_budget import affords, spend
from sealog.detect.model.surroundings import after, before, is_glued
from sealog.detect.rules.support.numbers import number_rule, said, unsaid
from sealog.pattern import pattern

_HASH_SIZE = 20
_KEY_SIZE = 32
_MONERO_SIZES = frozenset({65, 73})  # two keys, and a payment id in integrated addresses
_MONERO_NETWORKS = frozenset({18, 19, 42})
_VERSIONS = frozenset(
    {b"\x00", b"\x05", b"\x30", b"\x32", b"\x1e", b"\x16", b"\x4c", b"\x10", b"\x41", b"\x1c\xb8", b"\x1c\xbd"}
)
_REACH = 32
_WORD = pattern(
    r"eth|wallet|addr|erc-?20|account|recipient|payee|sender|beneficiary|\bfrom|\bto\b|owner", re.IGNORECASE
)
_SAME = pattern(r"(.)\1*")
_HIGH = 8
_KECCAK, _DECODED = 120, 8
"""Steps of one hash, and of one address in base 32 or 58 (see `scan_budget.py`)."""


def _validate(text: str, start: int, end: int) -> Span | None:
    # The base58 shape takes one character before the address, as RE2 has no look-behind.
    if not text[start].isalnum():
        start += 1
    if is_glued(text, start, end):
        return None
    value = text[start:end]
    if value[:2] == "0x":
        return (start, end) if _is_ethereum(text, start, end) else None
    spend(_DECODED)
    if value[:4].lower().startswith(("bc1", "tb1", "ltc1", "addr", "stak")):
        right = is_bech32(value)
    elif len(value) > 90:  # noqa: PLR2004 - Monero's are 95 or 106 characters, all others at most 35
        payload = cryptonote_payload(value)
        right = payload is not None and len(payload) in _MONERO_SIZES and payload[0] in _MONERO_NETWORKS
    else:
        right = _is_base58(value)
    return (start, end) if right else None


def _is_base58(value: str) -> bool:
    payload = checked_payload(value, RIPPLE) if value[0] == "r" else checked_payload(value)
    if payload is None:
        return False
    version = payload[:-_HASH_SIZE]
    return version == b"\x00" if value[0] == "r" else version in _VERSIONS


def _is_ethereum(text: str, start: int, end: int) -> bool:
    digits = text[start + 2 : end]
    if _SAME.fullmatch(digits):
        return False
    if digits not in {digits.lower(), digits.upper()}:
        if not affords(_KECCAK):
            return True
        nibbles = keccak256(digits.lower().encode("ascii")).hex()
        return all(
            char.isdigit() or char.isupper() == (int(nibble, 16) >= _HIGH)
            for char, nibble in zip(digits, nibbles, strict=False)
        )
    return bool(_WORD.search(before(text, start, _REACH)) or _WORD.search(after(text, end, _REACH)[:8]))


def _normalise(value: str) -> str:
    is_one_spelling = value[:2] == "0x" or value[:3].lower() in {"bc1", "tb1", "ltc"}
    return value.lower() if is_one_spelling else value


_B58 = "[1-9A-HJ-NP-Za-km-z]"
_EDGE = "(?:^|[^0-9A-Za-z\x1e])"
_HEX = "[0-9a-fA-F]"

_SHAPE = (
    rf"{_EDGE}(?:[48]{_B58}{{94}}(?:{_B58}{{11}})?|[13LMDAX7tTrm259n]{_B58}{{25,34}})|0x{_HEX}{{40}}"
    r"|(?:bc|tb|ltc)1[02-9ac-hj-np-z]{38,71}|(?:addr|stake)(?:_test)?1[02-9ac-hj-np-z]{50,110}"
    r"|(?:BC|TB|LTC)1[02-9AC-HJ-NP-Z]{38,71}"
)


def _twin(compiled: Any) -> Any:
    return compiled.CryptoAddresses(_SHAPE)


RULE = Rule(
    entity="crypto",
    group="crypto",
    gate=(
        rf"(?:^|[^0-9A-Za-z])[13LMDAX7tTrm24589n]{_B58 * 25}|0x{_HEX * 18}"
        "|(?:bc|tb|ltc|addr|stake|test)1[02-9ac-hj-np-z]|(?:BC|TB|LTC)1[02-9AC-HJ-NP-Z]"
    ),
    shape=_SHAPE,
    validate=_validate,
    normalise=_normalise,
    indexed=True,
    cost=4,
    twin=_twin,
    hits=(
        "genesis «1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa» paid",
        "to=«3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy»&amount=1",
        '{"address":"«bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4»"}',
        "segwit «BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4»",
        "taproot «bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0»",
        "eth «0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed»",
        "wallet «0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359» empty",
        "ltc «LT1fzHnLdzqKpPEGdQHsQNouHWgDrkmfVy» has the letters of a Bech32 prefix",
        "«addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x»",
        "to=«stake1uyehkck0lajq8gr28t9uxnuvgcqrc6070x3k9r8048z8y5gh6ffgw»",
        "xrp «rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh»",
    ),
    misses=(
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb has a wrong check sum",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5 too",
        "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD too",
        "tx 0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed5aaeb6053f3e94c9b9a09f33",
        "commit 0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359 merged",
        "wallet 0x0000000000000000000000000000000000000000",
        "RSP 0018:ffffc90000123e48 at 0xffffffff81a2b3c4",
        "digest 3f786850e387550fdab836ed7e6dc881de23001b",
        "x1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa is glued",
        "class LMDAXHandlerFactoryBeanGeneratorTest failed",
    ),
)


def _is_solana(value: str) -> bool:
    """Tell whether a text is 32 bytes in Base58: a public key, which has no check sum."""
    number = 0
    for char in value:
        number = number * 58 + BITCOIN.index(char)
    zeros = len(value) - len(value.lstrip("1"))
    return zeros + (number.bit_length() + 7) // 8 == _KEY_SIZE


SOLANA = replace(
    number_rule(
        "crypto",
        group="crypto",
        shape=f"{_B58}{{32,44}}",
        check=_is_solana,
        words=("solana", "sol address", "sol wallet", "phantom", "spl token", "solana wallet", "solana address"),
        hits=said(
            "solana", "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLtV", "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T"
        ),
        misses=unsaid(
            "solana",
            "4Nd1mBQtrMJVYVfKf2PJy9NZUZdTAsp7D4xWLs4gDB4T",
            "7EcDhSYGxXyscszYEp35KHN8vvw3svAuLKTzXwCFLt0",
            "11111111111111111111111111111111111111111111",
        ),
    ),
    normalise=str,
    indexed=True,
    cost=12,
)
