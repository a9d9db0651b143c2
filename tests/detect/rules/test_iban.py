"""An IBAN is found whole, however people group it, and nothing of it is sealed as something else."""

from __future__ import annotations

from random import Random
from string import ascii_uppercase, digits

import pytest

from detect.engines import ENGINES
from sealog.detect.data.iban_registry import IBAN_LENGTHS, IBAN_PARTS
from sealog.detect.engine.scanner import Scanner

_SIGNS = {"n": digits, "a": ascii_uppercase, "c": ascii_uppercase + digits}
_GAPS = [" ", "-", ".", "\u00a0", "\u2013", "  ", "\t", "\n", "\r\n    ", "_", "/", "\u202f"]
_SCANNERS = [Scanner(engine=engine) for engine in ENGINES]


def _iban(country: str, random: Random) -> str:
    account = "".join(random.choice(_SIGNS[kind]) for size, kind in IBAN_PARTS[country] for _ in range(size))
    return _with_check(country, account)


def _with_check(country: str, account: str) -> str:
    number = int("".join(str(int(sign, 36)) for sign in f"{account}{country}00"))
    return f"{country}{98 - number % 97:02d}{account}"


def _grouped(iban: str, sizes: list[int], gap: str) -> str:
    groups, at = [], 0
    for size in sizes:
        groups.append(iban[at : at + size])
        at += size
    return gap.join(group for group in [*groups, iban[at:]] if group)


def _found(scanner: Scanner, text: str) -> list[tuple[str, str]]:
    return [(finding.entity, text[finding.start : finding.end]) for finding in scanner.scan(text)]


@pytest.mark.parametrize("gap", _GAPS)
@pytest.mark.parametrize("sizes", [[4] * 8, [2, 2, *[4] * 8], [4, 5, 5, 11], [2, 20], [3, 2, 6, 4, 4, 3]])
def test_every_grouping_of_every_country_is_found_whole(sizes: list[int], gap: str) -> None:
    random = Random(f"{sizes}{gap}")
    for country in IBAN_PARTS:
        iban = _grouped(_iban(country, random), sizes, gap)
        text = f"paid from {iban} today"
        for scanner in _SCANNERS:
            assert _found(scanner, text) == [("iban_code", iban)]


@pytest.mark.parametrize("country", IBAN_PARTS)
def test_every_spelling_of_an_iban_has_one_normal_form(country: str) -> None:
    iban = _iban(country, Random(country))
    scanner = _SCANNERS[0]
    for spelling in (iban.lower(), _grouped(iban, [2, 2, 4, 4], "\u00a0"), _grouped(iban, [4] * 8, " - ")):
        assert scanner.normalise("iban_code", spelling) == iban


@pytest.mark.parametrize(
    "country", ["NO", "DE", "GB", "FR", "BE", "DK", "FI", "NL", "ES", "IT", "CH", "AT", "IS", "XK"]
)
def test_an_iban_whose_account_can_be_guessed_has_no_index(country: str) -> None:
    iban = _iban(country, Random(country))
    for scanner in _SCANNERS:
        for spelling in (iban, iban.lower(), _grouped(iban, [4] * 8, " ")):
            assert scanner.index_form("iban_code", spelling) is None


@pytest.mark.parametrize("country", ["PL", "CZ", "SK", "SE", "HU", "MT", "TR", "UA", "RO"])
def test_an_iban_with_a_long_account_number_has_one(country: str) -> None:
    iban = _iban(country, Random(country))
    for scanner in _SCANNERS:
        assert scanner.index_form("iban_code", _grouped(iban, [4] * 8, " ")) == iban


@pytest.mark.parametrize("country", IBAN_PARTS)
def test_one_wrong_digit_makes_it_no_iban(country: str) -> None:
    iban = _iban(country, Random(country))
    wrong = f"{iban[:2]}{(int(iban[2:4]) + 1) % 97:02d}{iban[4:]}"
    for scanner in _SCANNERS:
        assert "iban_code" not in dict(_found(scanner, f"paid from {_grouped(wrong, [4] * 8, ' ')} today"))


def test_the_registry_has_the_lengths_that_countries_publish() -> None:
    assert len(IBAN_PARTS) == 89
    assert {country: IBAN_LENGTHS[country] for country in ("NO", "BE", "DE", "GB", "FR", "MT", "LC", "RU")} == {
        "NO": 15,
        "BE": 16,
        "DE": 22,
        "GB": 22,
        "FR": 27,
        "MT": 31,
        "LC": 32,
        "RU": 33,
    }


@pytest.mark.parametrize("account", ["004915123456780199", "411111111111111100", "120171284500536904"])
@pytest.mark.parametrize("sizes", [[4] * 8, [2, 2, 4, 8], [4, 2, 16], [4, 18]])
@pytest.mark.parametrize("word", ["tel", "card", "IBAN", "phone:", "SSN", ""])
def test_no_part_of_an_iban_is_sealed_as_something_else(account: str, sizes: list[int], word: str) -> None:
    """Such a finding would leave the ends in the clear."""
    iban = _grouped(_with_check("DE", account), sizes, " ")
    for scanner in _SCANNERS:
        assert _found(scanner, f"{word} {iban}") == [("iban_code", iban)]
