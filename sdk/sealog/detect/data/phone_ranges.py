"""Tells whether a country has issued a telephone number, by its digits alone and in less than a microsecond.

`phonenumbers` (libphonenumber) takes fifty microseconds to parse a number, and the application waits meanwhile. Its
regular expression for a region, used without the parsing, gives the same answer.
It is loaded and compiled when the first number needs it, so that an application starts quickly.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sealog.detect.model.scan_budget import spend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_KINDS = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
    *("personal_number", "voip", "pager", "uan", "voicemail"),
)
_PARSE = 30  # steps of reading a number by the library
_NO_REGION = "001"
"""libphonenumber's name for the region of satellites and of the other country codes that belong to no country."""


@cache
def phonenumbers() -> Any:
    """Load libphonenumber's Python port; the first call takes 15 ms."""
    return import_module("phonenumbers")


@cache
def country_code(region: str) -> int:
    """Give the country calling code of a region."""
    return int(phonenumbers().country_code_for_region(region))


@cache
def issued_in(regions: tuple[str, ...]) -> Callable[[str], object]:
    """Return a test of digits: are they a number of one of the regions, with its trunk prefix or without?

    Like libphonenumber's `is_valid_number`, it accepts numbers of all regions that share the country code. It accepts
    none that begin with a country code (see `is_parsed`). The regions' shapes are joined into one: trying each takes
    ten times as long.
    """
    return re.compile(issued_shape_in(regions), re.ASCII).fullmatch


def issued_shape_in(regions: tuple[str, ...]) -> str:
    """Give the shape of the numbers that `issued_in` accepts."""
    codes = dict.fromkeys(map(country_code, regions))
    return "|".join(f"(?:{issued_shape(code)})" for code in codes)


@cache
def country_codes(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Give the country calling codes of regions, each once."""
    return tuple(dict.fromkeys(str(country_code(region)) for region in regions))


@cache
def assigned_in(regions: tuple[str, ...], kinds: tuple[str, ...]) -> Callable[[str], object]:
    """Return a test of national digits: are they of one of these kinds (libphonenumber's names) in the regions?"""
    return re.compile(assigned_shape_in(regions, kinds), re.ASCII).fullmatch


def assigned_shape_in(regions: tuple[str, ...], kinds: tuple[str, ...]) -> str:
    """Give the shape of the digits that `assigned_in` accepts."""
    return "|".join(pattern for region in regions for pattern in _of_kinds(_metadata(region), kinds))


def is_issued(digits: str) -> bool:
    """Tell whether digits that begin with a country code are surely an issued number.

    False for a text that holds anything but digits.
    """
    code = country_of(digits)
    if code is None or _regions()[code][0] == _NO_REGION:
        return False
    return _issued(code)(digits[len(str(code)) :]) is not None


def country_of(digits: str) -> int | None:
    """Give the country code that digits begin with, or None."""
    if not digits.isdecimal():
        return None
    return next((code for size in (1, 2, 3) if (code := int(digits[:size])) in _regions()), None)


def may_be_issued(digits: str) -> bool:
    """Tell whether libphonenumber may accept digits that begin with a country code: its own refusal takes long.

    True also where libphonenumber replaces some digits before it looks, which only it can judge.
    """
    for size in (1, 2, 3):
        code = int(digits[:size]) if digits[:size].isdecimal() else 0
        if code in _regions():
            likely = _likely(code)
            return likely is None or likely(digits[size:]) is not None
    return False


def is_parsed(value: str, region: str | None) -> bool:
    """Tell whether libphonenumber takes a spelling for a number of a region; it may begin with the country code.

    With no region it must begin with a plus and the country code.
    """
    spend(_PARSE)
    library = phonenumbers()
    try:
        return bool(library.is_valid_number(library.parse(value, region)))
    except library.NumberParseException:
        return False


def _regions() -> dict[int, tuple[str, ...]]:
    regions: dict[int, tuple[str, ...]] = phonenumbers().COUNTRY_CODE_TO_REGION_CODE
    return regions


@cache
def _issued(country_code: int) -> Callable[[str], object]:
    return re.compile(issued_shape(country_code), re.ASCII).fullmatch


def issued_shape(country_code: int) -> str:
    """Give the shape of the numbers issued behind a country code, with the trunk prefix or without."""
    regions = _regions()[country_code]
    kinds = "|".join(dict.fromkeys(kind for region in regions for kind in _of_kinds(_metadata(region), _KINDS)))
    return f"(?:{_trunk_prefix(_metadata(regions[0]))})?(?:{kinds})"


@cache
def _likely(country_code: int) -> Callable[[str], object] | None:
    """Return a regular expression that matches at least all numbers of a country code, or None where there is none.

    libphonenumber takes a trunk prefix off by the rules of the code's main region, then looks at all its regions.
    """
    known: list[Any] = [_metadata(region) for region in _regions()[country_code]]
    main = known[0]
    if None in known or main.national_prefix_transform_rule or any(each.general_desc is None for each in known):
        return None
    general = sorted({each.general_desc.national_number_pattern or ".*" for each in known})
    prefix = main.national_prefix_for_parsing or ""
    return re.compile(f"(?:{prefix})?(?:{'|'.join(general)})", re.ASCII).fullmatch


def _metadata(region: str) -> Any:
    return phonenumbers().PhoneMetadata.metadata_for_region(region)


def _of_kinds(metadata: Any, kinds: tuple[str, ...]) -> Iterator[str]:
    for kind in kinds:
        known = getattr(metadata, kind, None)
        if known is not None and known.national_number_pattern:
            yield known.national_number_pattern


def _trunk_prefix(metadata: Any) -> str:
    # Where libphonenumber replaces the prefix, only the plain one is known here; the others choose a carrier.
    if metadata is None:
        return ""
    prefix = metadata.national_prefix_for_parsing
    return (metadata.national_prefix if metadata.national_prefix_transform_rule else prefix) or ""
