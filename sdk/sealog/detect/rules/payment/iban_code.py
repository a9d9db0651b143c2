"""IBANs: international bank account numbers of the registry's countries, however people group them.

Length, check digits and places of letters and digits must be right. It leaves pieces of longer words and numbers.
 Standard: ISO 13616-1, check digits by ISO/IEC 7064 (mod 97-10). Misses: countries that joined the registry
later, national account numbers, groups with other signs between them than `_GAP`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from sealog.detect.data.iban_registry import IBAN_PARTS
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import before
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

_REMAINDER = 1
_NOT_ASCII = "\u00a0\u00b7\u2000-\u200a\u2010-\u2015\u202f\u205f\u2212\u3000"
_GAP = rf"[ \t\r\n./_+\-{_NOT_ASCII}]"  # forms write a space as `+`
_BETWEEN = rf"(?:{_GAP}{{0,3}}|[ \t]?\r?\n[ \t]{{0,16}})"  # the last is the end of a line, and the next one's indent
_APART = rf"{_GAP}{{0,2}}[:=]?{_BETWEEN}"  # `IBAN DE: 89 …`
_KINDS = {"n": "[0-9]", "a": "[A-Za-z]", "c": "[0-9A-Za-z]"}
_GLUED = pattern(r"[0-9A-Za-z]\Z")
_NAME = pattern(r"(?<![0-9A-Za-z])iban\Z", re.IGNORECASE)
_NUMBER = pattern(r"(?:[0-9]|(?<![0-9A-Za-z])[0-9A-Fa-f]{4,})-\Z")
_SEPARATORS = pattern(r"[^0-9A-Za-z]+")
_GOES_ON = pattern(r"[0-9A-Za-z]|-[0-9]")
_WORDS = ("iban", "account", "bank", "konto", "compte", "cuenta", "conto", "conta", "rekening")
_WORD = pattern("|".join(_WORDS), re.IGNORECASE)
_REACH = 40
_IN_PROSE = pattern(r"[A-Za-z][a-z][ \t](?![0-9]{2}(?: [0-9A-Za-z]{4}){2})")  # `at 10 …`, `is 12 …`
_ASSIGNED = pattern(r"[:=\"'][ ]?\Z")


def _validate(text: str, start: int, end: int) -> Span | None:
    del end  # only the head of an IBAN is a candidate: the rest depends on its country
    match = _reader(text[start : start + 2].upper())(text, start)
    if match is None or _GOES_ON.match(text, match.end()) or _remainder(_normalise(match[0])) != _REMAINDER:
        return None
    left = before(text, start, _REACH)
    if (_GLUED.search(left) and not _NAME.search(left)) or _NUMBER.search(left):
        return None
    is_said = _WORD.search(left) or _ASSIGNED.search(left)
    return None if _IN_PROSE.match(match[0]) and not is_said else (start, match.end())


@cache
def _reader(country: str) -> Callable[[str, int], re.Match[str] | None]:
    """Return a reader of a country's IBANs (capitals), from their start: a fixed number of signs, so a bounded time."""
    name = "".join(f"[{letter}{letter.lower()}]" for letter in country)
    parts = "".join(f"(?:{_BETWEEN}{_KINDS[kind]}){{{size}}}" for size, kind in IBAN_PARTS[country])
    return re.compile(f"{name}{_APART}[0-9]{_BETWEEN}[0-9]{parts}").match


def _remainder(iban: str) -> int:
    """Compute ISO/IEC 7064's remainder: country and check digits go to the end, letters become 10 to 35."""
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97


def _normalise(value: str) -> str:
    return _SEPARATORS.sub("", value).upper()


def _twin(compiled: Any) -> Any:
    return compiled.Ibans(IBAN_PARTS, _WORDS)


def _countries() -> str:
    """Give the shape of all country codes in any case: a class of second letters for each first one."""
    seconds: dict[str, str] = {}
    for country in IBAN_PARTS:
        first, second = country[0], country[1]
        seconds[first] = seconds.get(first, "") + second + second.lower()
    return "|".join(f"[{first}{first.lower()}][{letters}]" for first, letters in seconds.items())


_ANY = f"{_GAP}*[0-9A-Za-z]"

# Countries whose account numbers have at least 2^40 values once the bank is known: 13 digits or more (the registry).
_WIDE = frozenset(
    [
        "AE",
        "AL",
        "AZ",
        "BH",
        "BY",
        "CR",
        "CY",
        "CZ",
        "DO",
        "EG",
        "GE",
        "GI",
        "GR",
        "GT",
        "HN",
        "HU",
        "IL",
        "JO",
        "KW",
        "KZ",
        "LB",
        "LC",
        "LU",
        "LV",
        "LY",
        "MD",
        "ME",
        "MT",
        "NI",
        "OM",
        "PK",
        "PL",
        "PS",
        "QA",
        "RO",
        "RS",
        "RU",
        "SA",
        "SC",
        "SE",
        "SK",
        "SV",
        "TL",
        "TN",
        "TR",
        "UA",
        "VA",
        "VG",
        "YE",
    ]
)


def _is_guessable(iban: str) -> bool:
    """Tell whether all accounts of a known bank could be tried against a blind index: see decision 14."""
    return iban[:2] not in _WIDE


RULE = Rule(
    entity="iban_code",
    group="payment",
    gate=(rf"(?:^|[^0-9A-Za-z]|[Ii][Bb][Aa][Nn])(?:{_countries()}){_GAP}*[:=]?{_GAP}*[0-9]{_GAP}*[0-9]{_ANY * 8}"),
    shape=rf"(?:{_countries()}){_APART}[0-9]{_BETWEEN}[0-9]",
    validate=_validate,
    normalise=_normalise,
    indexed=True,
    guessable=_is_guessable,
    index_form=lambda compiled: compiled.IndexForm.accounts(sorted(_WIDE)),
    cost=5,
    twin=_twin,
    hits=(
        "to «DE89370400440532013000» today",
        "to «DE89 3704 0044 0532 0130 00» EUR 5",
        "iban=«GB82WEST12345698765432»;",
        "«GB82 WEST 1234 5698 7654 32»",
        "from «NO9386011117947»",
        "konto «BE68 5390 0754 7034» paid",
        "«MT84MALT011000012345MTLCAST001S»",
        "«fr1420041010050500013m02606» in small letters",
        "«LC55HEMM000100010012001200023015»",
        '{"iban":"«NL91ABNA0417164300»"}',
        "«De89370400440532013000» and «GB82west12345698765432» mix cases",
        "«DE 89 3704 0044 0532 0130 00», «DE 89370400440532013000»",
        "IBAN «DE: 89 3704 0044 0532 0130 00» and IBAN «DE:89370400440532013000»",
        "«NL91 ABNA 0417 1643 00» «FR14 20041 01005 0500013M026 06»",
        "«BE68-5390-0754-7034» or «BE68.5390.0754.7034»",
        "«CH93 0076 2011 6238 5295 7» «NO93 8601 11 17947»",
        "«DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000» «DE89\u20133704\u20130044\u20130532\u20130130\u201300»",
        "«DE89  3704  0044  0532  0130  00» and «DE89\t3704\t0044\t0532\t0130\t00»",
        "pay to «DE89 3704 0044\n    0532 0130 00» today",
        "form «DE89+3704+0044+0532+0130+00» sent; iban = «GB82+WEST+1234+5698+7654+32»",
        "IBAN«DE89370400440532013000» iban_«DE89370400440532013000».pdf «DE89370400440532013000»_7.csv",
        "iban «de 893704 00440532013000»; «de 89 3704 0044 0532 0130 00» «DE89370400440532013000»-EUR",
    ),
    misses=(
        "DE89370400440532013001 has wrong check digits",
        "DE8937040044053201300 is too short",
        "DE893704004405320130000 is too long",
        "DE89 3704 0044 0532 0130 01 has wrong check digits",
        "ZZ89370400440532013000 is no country",
        "XDE89370400440532013000",
        "DE89-3704-0044-0532-0130-00-12 goes on",
        "550e8400-be68-5390-0754-7034-11",
        "1234-BE68539007547034",
        "commit be68539007547034aa55bb66cc77dd88ee99ff00",
        "at25 at 2024 be ready 1234",
        "counted de 893704 00440532013000 of them",
        "DE89,3704,0044,0532,0130,00 is a row",
        "GB8212345698765432WEST has its letters elsewhere",
        "DE89\x1e370400440532013000",
    ),
)
