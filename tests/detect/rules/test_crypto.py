"""The check sums of crypto money addresses, against the values of their standards."""

from __future__ import annotations

import random
from hashlib import sha256

import pytest

from sealog.compiled import compiled
from sealog.detect.checksums.base58 import BITCOIN, RIPPLE, checked_payload, cryptonote_payload
from sealog.detect.checksums.bech32 import is_bech32
from sealog.detect.checksums.keccak import keccak256
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.rules.payment import crypto

MONERO = "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H"


def _encode(payload: bytes, alphabet: str = BITCOIN) -> str:
    data = payload + sha256(sha256(payload).digest()).digest()[:4]
    number = int.from_bytes(data, "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = alphabet[digit] + text
    return alphabet[0] * (len(data) - len(data.lstrip(b"\0"))) + text


@pytest.mark.parametrize(
    ("data", "digest"),
    [
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
    ],
)
def test_keccak_gives_the_published_hashes(data: bytes, digest: str) -> None:
    assert keccak256(data).hex() == digest


def test_keccak_takes_more_than_one_block() -> None:
    assert len({keccak256(bytes(size)) for size in (135, 136, 137, 272)}) == 4


@pytest.mark.parametrize("version", [b"\x30", b"\x1e", b"\x4c", b"\x41", b"\x1c\xb8"])
def test_an_address_of_each_coin_is_found(version: bytes) -> None:
    address = _encode(version + bytes(range(20)))
    found = default_scanner().scan(f"paid {address} today")
    assert [(f.entity, f.start, f.end) for f in found] == [("crypto", 5, 5 + len(address))]


def test_a_monero_address_is_found() -> None:
    assert cryptonote_payload(MONERO) is not None
    assert [f.entity for f in default_scanner().scan(f"xmr {MONERO}.")] == ["crypto"]
    assert default_scanner().scan(f"xmr {MONERO[:-1]}G.") == []


@pytest.mark.parametrize("text", ["", "1", "0OIl", "1" * 30, "zzzz"])
def test_what_is_no_base58_has_no_payload(text: str) -> None:
    assert checked_payload(text) is None


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a12uel5l", True),
        ("A12UEL5L", True),
        ("a1lqfn3a", True),
        ("A12uEL5L", False),
        ("a12uel5m", False),
        ("1nwldj5", False),
        ("", False),
    ],
)
def test_bech32_follows_the_vectors_of_its_standards(text: str, right: bool) -> None:
    assert is_bech32(text) is right


@pytest.mark.skipif(compiled is None, reason="sealog's compiled half is not built here")
@pytest.mark.parametrize("alphabet", [BITCOIN, RIPPLE])
def test_the_compiled_half_leaves_open_just_the_addresses_with_a_right_check_sum(alphabet: str) -> None:
    judge = compiled.CryptoAddresses(crypto._SHAPE)
    rng = random.Random(58)
    for _ in range(200):
        address = _encode(bytes(rng.randrange(3)) + rng.randbytes(20), alphabet)
        at = rng.randrange(1, len(address))
        for text in (address, address[:at] + rng.choice(BITCOIN) + address[at + 1 :]):
            if text[0] not in "13LMDAX7tTrm259n" or not 26 <= len(text) <= 35:
                continue
            values, _, open_, *_ = judge.judged(f"to {text}.", 0, 0)
            is_right = checked_payload(text, RIPPLE if text[0] == "r" else BITCOIN) is not None
            assert (values, open_ is not None) == ([], is_right), text
