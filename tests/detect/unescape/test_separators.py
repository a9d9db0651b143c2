"""A number is found with whatever people put between its groups; columns and other numbers are left alone."""

from __future__ import annotations

import pytest

from detect.engines import ENGINES
from sealog.detect.engine.scanner import Scanner

_SCANNERS = [Scanner(engine=engine) for engine in ENGINES]
_GAPS = [" ", "-", ".", "  ", "\t", " - ", "\u00a0", "\u2013", "\u202f", "\u2011"]
_NUMBERS = [
    ("us_ssn", "SSN", ["536", "90", "4399"]),
    ("ca_sin", "SIN", ["312", "663", "222"]),
    ("uk_nhs", "NHS number", ["943", "476", "5919"]),
    ("br_cpf", "CPF", ["529", "982", "247", "25"]),
    ("in_aadhaar", "Aadhaar", ["2341", "2341", "2346"]),
    ("credit_card", "card", ["4111", "1111", "1111", "1111"]),
    ("credit_card", "card", ["3782", "822463", "10005"]),
    ("phone_number", "phone", ["415", "555", "2671"]),
    ("phone_number", "phone", ["+49", "151", "12345678"]),
    ("iban_code", "IBAN", ["DE89", "3704", "0044", "0532", "0130", "00"]),
]
_ZEROS = {"Arabic": 0x660, "Persian": 0x6F0, "Devanagari": 0x966, "Bengali": 0x9E6, "Thai": 0xE50, "wide": 0xFF10}


def _found(scanner: Scanner, text: str) -> list[tuple[str, str]]:
    return [(finding.entity, text[finding.start : finding.end]) for finding in scanner.scan(text)]


@pytest.mark.parametrize("gap", _GAPS)
@pytest.mark.parametrize(("entity", "word", "groups"), _NUMBERS)
def test_a_number_beside_its_word_is_found_with_any_gap(entity: str, word: str, groups: list[str], gap: str) -> None:
    value = gap.join(groups)
    for scanner in _SCANNERS:
        assert _found(scanner, f"{word}: {value}, saved") == [(entity, value)]


@pytest.mark.parametrize("zero", _ZEROS.values(), ids=_ZEROS)
@pytest.mark.parametrize(("entity", "word", "groups"), _NUMBERS)
def test_a_number_is_found_in_the_digits_of_other_scripts(entity: str, word: str, groups: list[str], zero: int) -> None:
    digits = {ord("0") + digit: chr(zero + digit) for digit in range(10)}
    value = "-".join(groups).translate(digits)
    for scanner in _SCANNERS:
        assert _found(scanner, f"{word}: {value}, saved") == [(entity, value)]


@pytest.mark.parametrize(
    "text",
    [
        "536  90  4399  12\n537  91  4400  13",
        "4111  1111  1111  1111  1111",
        "1\t536\t90\t4399\t7",
        "counts 536.90.4399 of the build",
        "rows 4111  1111  1111  1111 without a word",
        "12\u201314 May, 3\u20135 items, 100\u00a0000\u00a0rows",
    ],
)
def test_columns_and_other_numbers_are_clean(text: str) -> None:
    for scanner in _SCANNERS:
        assert _found(scanner, text) == []
