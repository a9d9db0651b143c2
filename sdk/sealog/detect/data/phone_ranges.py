"""Which telephone numbers a country has issued, told in less than a microsecond. It knows no spelling, only digits.

`phonenumbers` (libphonenumber) knows it too, but takes fifty microseconds to parse a number, in which the application
waits. What it holds of each region are regular expressions; one of them, without the parsing, says the same.
Nothing is loaded or compiled before the first number asks for it: an application's start must not wait for it.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sealog.detect.model.scan_budget import spend

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_KINDS = (
    *("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost"),
    *("personal_number", "voip", "pager", "uan", "voicemail"),
)
_PARSE = 30  # steps of reading a number by the library
_NO_REGION = "001"
"""What libphonenumber names the region of satellites and of the other country codes that belong to no country."""


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
    """Give what tells whether digits are a number of one of the regions, with its trunk prefix or without.

    As libphonenumber's `is_valid_number`, it takes those of all regions that share the country code. It takes none that
    begin with a country code (see `is_parsed`). The regions' shapes are one: to try each takes ten times as long.
    """
    codes = dict.fromkeys(map(country_code, regions))
    return re.compile("|".join(f"(?:{issued_shape(code)})" for code in codes), re.ASCII).fullmatch


@cache
def country_codes(regions: tuple[str, ...]) -> tuple[str, ...]:
    """Give the country calling codes of regions, each once."""
    return tuple(dict.fromkeys(str(country_code(region)) for region in regions))


def assigned_in(regions: Sequence[str], kinds: Sequence[str]) -> Callable[[str], object]:
    """Give what tells whether national digits are of one of these kinds (libphonenumber's names) in the regions."""

    @cache
    def shape() -> re.Pattern[str]:
        patterns = (pattern for region in regions for pattern in _of_kinds(_metadata(region), kinds))
        return re.compile("|".join(patterns), re.ASCII)

    return lambda digits: shape().fullmatch(digits)


def is_issued(digits: str) -> bool:
    """Tell whether digits that begin with a country code are surely a number that somebody has issued.

    Of anything else than digits it says no.
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
    """Tell whether libphonenumber may take digits that begin with a country code for a number; its no takes long.

    Where it would put other digits in place of some before it looks, nobody knows without it.
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
    """Give the shape of what is issued behind a country code, with the trunk prefix or without."""
    regions = _regions()[country_code]
    kinds = "|".join(dict.fromkeys(kind for region in regions for kind in _of_kinds(_metadata(region), _KINDS)))
    return f"(?:{_trunk_prefix(_metadata(regions[0]))})?(?:{kinds})"


@cache
def _likely(country_code: int) -> Callable[[str], object] | None:
    """Give what matches all numbers of a country code and more, or None where that can't be told.

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


def _of_kinds(metadata: Any, kinds: Sequence[str]) -> Iterator[str]:
    for kind in kinds:
        known = getattr(metadata, kind, None)
        if known is not None and known.national_number_pattern:
            yield known.national_number_pattern


def _trunk_prefix(metadata: Any) -> str:
    # Where something is put in place of the prefix, only the plain one is known here; the others choose a carrier.
    if metadata is None:
        return ""
    prefix = metadata.national_prefix_for_parsing
    return (metadata.national_prefix if metadata.national_prefix_transform_rule else prefix) or ""
