"""Phone numbers in international form, with `+` or `00` before the country code.

It leaves signed numbers, base64 and zero-padded counters.
Standard: ITU-T E.164 and E.123; which numbers a country has issued is known to `phonenumbers` (libphonenumber).
A number that is written in groups as E.123 shows it (`+1 (555) 123-4567`), or right behind a label such as `phone`, was
meant as one: there the length is enough. Test data and typing errors are people's data too.
Misses: national numbers (they need context), `+1.2025550123` as in RFC 5733 (it reads as a decimal), letters for
digits, numbers without groups that a country has not issued.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sealog.compiled import compiled
from sealog.detect.data.fictional_phones import is_fiction
from sealog.detect.data.phone_ranges import country_of, is_issued, issued_shape, may_be_issued, phonenumbers
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before, is_word
from sealog.detect.rules.support.context import labelled
from sealog.detect.rules.support.numbers import compact
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATORS = " \t().\\-/\u00a0\u2010-\u2015\u202f"
_GROUP_END = pattern(r"[0-9](?![0-9])")
_DECIMAL = pattern(r"\+[0-9]+\.[0-9]+")
_PAIRS = pattern(r"00(?:[ -][0-9]{2})+")  # a hex dump or a MAC address
_EXTENSION = pattern(r" ?(?:x|ext\.?) ?[0-9]{1,6}\Z")  # RFC 3966 section 3, as people write it
_DIALLED = pattern(r"001-[0-9]{3}-[0-9]{3}-[0-9]{4}|\+1([-.])[0-9]{3}\1[0-9]{3}\1[0-9]{4}")  # to North America
_IN_GROUPS = pattern(r"\+[1-9][0-9]{0,2}[ -]?(?:\([0-9]{1,4}\)[ -]?)?[0-9]{2,4}(?:[ -][0-9]{2,6}){1,4}")
_CLOSED_LEFT = frozenset("+.%\\_")
_CLOSED_LEFT_OF_ZEROS = frozenset("-,/#$")
_is_near_word = labelled(
    ("phone", "phone number", "telephone", "tel", "mobile", "cell", "fax", "msisdn", "whatsapp", "sms to", "telefon")
)
_TAUGHT: set[int] = set()
"""Country codes whose numbers the compiled half knows."""

_PARSE = 25
_END = 6
"""Steps of reading a candidate once more, without its last group (see `scan_budget.py`)."""
_CLOCK = pattern(r"[0-9]:\Z")


def _validate(text: str, start: int, end: int) -> Span | None:
    left = before(text, start, 2)
    if is_word(left[-1:]) or left[-1:] in _CLOSED_LEFT:
        return None
    if text[start] == "0" and _is_field(left, text[start:end]):
        return None
    is_said = _is_near_word(text, start, end)
    for further, stop in enumerate(_ends(text, start, end)):
        if further:
            spend(_END)
        value = text[start:stop]
        if _DECIMAL.fullmatch(value) or _PAIRS.fullmatch(value):
            return None
        if _is_number(value, is_said=is_said):
            return start, stop
    return None


def _is_field(left: str, value: str) -> bool:
    """Tell whether what stands before zeros makes them part of a longer number or of a time."""
    if left[-1:] == "," and not left[:1].isdigit():
        return _DIALLED.match(value) is None
    return left[-1:] in _CLOSED_LEFT_OF_ZEROS or _CLOCK.search(left) is not None


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    """Give where the number may end: behind its last group first, so that a following count can be left off."""
    for match in reversed(list(_GROUP_END.finditer(text, start, end))):
        if not is_word(after(text, match.end(), 1)):
            yield match.end()


def _is_number(value: str, *, is_said: bool) -> bool:
    value = _EXTENSION.sub("", value)
    plus = _with_plus(value)
    digits = compact(plus)
    if is_issued(digits):
        _teach(digits)
        return True
    if _DIALLED.fullmatch(value):
        return True
    is_meant = is_said or (_IN_GROUPS.fullmatch(value) is not None and _separators_in(value) > 1)
    if not (is_meant or may_be_issued(digits) or is_fiction(digits)):
        return False
    spend(_PARSE)
    library = phonenumbers()
    try:
        number = library.parse(plus, None)
    except library.NumberParseException:
        return False
    if is_meant:
        reason = library.is_possible_number_with_reason(number)
        return bool(reason == library.ValidationResult.IS_POSSIBLE)
    return library.is_valid_number(number) or is_fiction(f"{number.country_code}{number.national_number}")


def _teach(digits: str) -> None:
    """Tell the compiled half what the country of a number issues; once, so that no start waits for it."""
    code = country_of(digits)
    if compiled is not None and code is not None and code not in _TAUGHT:
        _TAUGHT.add(code)
        _twin(compiled).learn(str(code), issued_shape(code))


@cache
def _twin(compiled: Any) -> Any:
    return compiled.InternationalPhones(_SHAPE)


def _separators_in(value: str) -> int:
    return sum(character in " -" for character in value)


def _with_plus(value: str) -> str:
    return value if value.startswith("+") else f"+{value[2:]}"


def _normalise(value: str) -> str:
    """Give E.164 where the number has a country code; else the digits, because the country is unknown."""
    value = value.strip()
    if not value.startswith(("+", "00")):
        return compact(value) if any(map(str.isdigit, value)) else value
    library = phonenumbers()
    try:
        number = library.parse(_with_plus(value), None)
    except library.NumberParseException:
        return value
    return str(library.format_number(number, library.PhoneNumberFormat.E164))


_DIGIT = rf"[{_SEPARATORS}]?[{_SEPARATORS}]?[{_SEPARATORS}]?[0-9]"

_SHAPE = rf"(?:\+ ?|00[ -]?)[1-9](?:[{_SEPARATORS}]{{0,3}}[0-9]){{6,14}}(?: ?(?:x|ext\.?) ?[0-9]{{1,6}})?"

RULE = Rule(
    entity="phone_number",
    group="contact",
    gate=rf"(?:\+ ?|(?:^|[^0-9A-Za-z_.])00[ -]?)[1-9]{_DIGIT * 6}",
    shape=_SHAPE,
    validate=_validate,
    twin=_twin,
    normalise=_normalise,
    indexed=False,
    cost=6,
    hits=(
        "call «+1 202-555-0143» now",
        "tel:«+4930123456»",
        "from «+44 (0)20 7946 0958» to support",
        "phone=«0033612345678»&x=1",
        "fax «00 49 30 123456»",
        "«+91 98765 43210» 3 retries",
        "sms to «+1-202-555-0143x123» sent",
        "(«+49) 30 123456»",
        '{"msisdn":"«+8613800138000»"}',
        "mobil «+49 151/12345678», privat",
        "Tel. «+49 (0) 89 / 123456-0».",
        "«+12025550143» «+12025550144»",
        "call «+1 (555) 123-4567» please",
        "fax «+44 1632 960 983»",
        "phone=«+15551234567» saved",
        "sent to «+447700900123», then to «+44 7700 900456»",
        "«+33639981234» and «+61491570006» are for films",
        "«001-490-155-3846», office",
        "x,«001-490-155-3846x12»",
        "moved to «+1-177-892-0730x52646».",
    ),
    misses=(
        "2024-05-01T12:34:56+0200 started",
        "offset +00:00 and +05:30",
        "diff +1234567 -7654321 lines",
        "version 1.0+20240115123456",
        "abc+15551234567890/def== is base64",
        "moved +12.345678901 degrees",
        "counter 0000012345678",
        "00 11 22 33 44 55 66 77 in a dump",
        "00-11-22-33-44-55 is a device",
        "+999 123 456 789 has no country",
        "at 10:00 4930123456",
        "1+14155552671=x",
        "+15551234567 was never issued",
        "+10 -20 +30 -40 lines",
        "heap +120 4500 900123 bytes",
        "+1 234 567 steps",
        "1,001-490-155-3846",
        "phone +15551234",
    ),
)
