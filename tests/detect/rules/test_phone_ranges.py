"""Issued telephone numbers without parsing: the same answers as libphonenumber's."""

from __future__ import annotations

import random

import phonenumbers
import pytest

from sealog.detect.data.phone_ranges import is_issued, is_parsed, issued_in
from sealog.detect.rules.phone import alone as phone_alone
from sealog.detect.rules.phone import national as national_phone

REGIONS = sorted({*national_phone.REGIONS, *phone_alone.REGIONS, "TR", "FI", "KR", "PH"})
DIGITS = random.Random(20)


def some_digits(least: int, most: int) -> str:
    return "".join(DIGITS.choices("0123456789", k=DIGITS.randint(least, most)))


@pytest.mark.parametrize("region", REGIONS)
def test_example_numbers_are_issued_as_they_are_dialled_at_home(region: str) -> None:
    number = phonenumbers.example_number(region)
    assert number is not None
    national = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL)
    assert issued_in((region,))("".join(filter(str.isdigit, national)))
    assert is_issued(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:])


@pytest.mark.parametrize("region", REGIONS)
def test_any_digits_are_judged_as_libphonenumber_judges_them(region: str) -> None:
    judge = issued_in((region,))
    code = str(phonenumbers.country_code_for_region(region))
    # Germany's and Austria's digits may begin with their own country code: libphonenumber cuts it off at times.
    for first in "0", "":
        for _ in range(400):
            digits = first + DIGITS.choice("123456789") + some_digits(6, 9)
            if not digits.lstrip("0").startswith(code):
                assert bool(judge(digits)) == is_parsed(digits, region), digits


def test_what_is_taken_without_parsing_is_valid_with_its_country_code() -> None:
    for _ in range(3000):
        digits = str(DIGITS.choice([1, 33, 39, 44, 61, 7, 91, 351, 852])) + some_digits(7, 10)
        if is_issued(digits):
            assert phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}")), digits


@pytest.mark.parametrize("digits", ["999123456789", "870773111632", "0", "21", "", "4930X12"])
def test_what_belongs_to_no_country_is_not_taken_without_parsing(digits: str) -> None:
    assert not is_issued(digits)
