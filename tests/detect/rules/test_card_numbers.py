"""Card numbers: the compiled half finds the plain ones, and leaves to the rule whatever it would decide otherwise."""

from __future__ import annotations

import random

import pytest

from sealog.compiled import compiled
from sealog.detect.data.card_brands import RANGES
from sealog.detect.engine.scanner import Scanner, default_scanner

pytestmark = pytest.mark.skipif(
    compiled is None, reason="sealog's compiled half is not built here: it needs Rust when sealog is installed"
)
NUMBERS = (
    *("4111111111111111", "5555555555554444", "378282246310005", "6011111111111117", "3530111333300000"),
    *("4222222222222", "6759649826438453", "30569309025904", "6212345678901234007", "3598899323053410"),
    *("4111111111111112", "94111111111111111", "41111111111111111111", "4017641591961", "4111 1111 1111 1111"),
    *("4111-1111-1111-1111", "3782 822463 10005", "4111111111111111.0", "4.111111111111111e15", "3598899323053410"),
    *("2024 4111 1111 1111 1111 17", "5758 5759 5760 5761 5762 5763 5764 5765", "4111 1111-1111 1111"),
)
BESIDE = (
    *("", " ", "-", ".", "_", ":", ",", "=", '"', "'", "(", ")", "{", "}", "[", "\n", "\x1e", "/", "a", "e", "E1"),
    *("0x", "card ", "iban ", "Karte ", "2024 ", "1234 5678 ", "id=", "ü", " at 12:00:01.", "\\", "%", "+", "4."),
    *("jane@example.com", "81.2.69.142", " 12 ms", '{"a": ', '", "b": "', '"}', "}", "&x=", "my store card ", "visa~"),
)


@pytest.mark.thorough
def test_texts_around_cards_have_the_same_findings_with_every_engine() -> None:
    plain, rng = Scanner(engine="re"), random.Random(3)
    for _ in range(1500):
        kinds = [rng.choice((NUMBERS, BESIDE, BESIDE)) for _ in range(rng.randrange(2, 9))]
        text = "".join(map(rng.choice, kinds))
        assert default_scanner().scan(text) == plain.scan(text), repr(text)


@pytest.mark.parametrize(
    "card",
    ["4111111111111111", "4111 1111 1111 1111", "5500-0000-0000-0004", "4111111111111111.0", "[4111111111111111]"],
)
def test_a_plain_card_needs_no_python(card: str) -> None:
    native = default_scanner().native
    assert native is not None
    text = f"jane@example.com paid with {card} from 81.2.69.142"
    assert [finding[0] for finding in native.find(text)] == ["email_address", "credit_card", "ip_address"]


def test_a_word_that_decides_needs_no_python() -> None:
    native = default_scanner().native
    assert native is not None
    assert native.find("visa 4222222222222 ok") == [("credit_card", "payment", 5, 18)]
    assert not native.find("sent 4222222222222 ok")
    assert native.find("my store card 3598899323053410") == [("credit_card", "payment", 14, 30)]


def test_each_brand_is_known_to_the_compiled_half() -> None:
    native = default_scanner().native
    assert native is not None
    for first, _, lengths in RANGES:
        for size in lengths:
            if size < 14:  # beside a word only
                continue
            begin = f"{first}".ljust(size - 1, "0")
            number = next(begin + digit for digit in "0123456789" if _has_luhn(begin + digit))
            assert native.find(f"paid {number} today") == [("credit_card", "payment", 5, 5 + size)], number


def _has_luhn(number: str) -> bool:
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(number))]
    return sum(value // 10 + value % 10 for value in doubled) % 10 == 0
