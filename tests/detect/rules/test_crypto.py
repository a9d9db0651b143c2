"""The check sums of crypto money addresses, against the values of their standards."""

from __future__ import annotations

from hashlib import sha256

import pytest

from sealog.detect.checksums.base58 import BITCOIN, checked_payload, cryptonote_payload
from sealog.detect.checksums.bech32 import is_bech32
from sealog.detect.checksums.keccak import keccak256
from sealog.detect.engine.scanner import default_scanner

MONERO = "888tNkZrPN6JsEgekjMnABU4TBzc2Dt29EPAvkRxbANsAnjyPbb3iQ1YBRk1UXcdRsiKc9dhwMVgN5S9cQUiyoogDavup3H"


def _encode(payload: bytes) -> str:
    number = int.from_bytes(payload + sha256(sha256(payload).digest()).digest()[:4], "big")
    text = ""
    while number:
        number, digit = divmod(number, 58)
        text = BITCOIN[digit] + text
    return text


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
