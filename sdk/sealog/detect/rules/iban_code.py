"""IBANs: international bank account numbers of the registry's countries, with and without spaces in fours.

It takes nothing whose length or check digits are wrong.
Standard: ISO 13616-1, check digits by ISO/IEC 7064 (mod 97-10). Misses: other separators than single spaces,
countries that joined the registry later, national account numbers.
"""

from __future__ import annotations

from sealog.detect.iban_lengths import IBAN_LENGTHS
from sealog.detect.interface import Rule, Span
from sealog.detect.surroundings import is_glued, is_word

_REMAINDER = 1
_COUNTRIES = "|".join([*IBAN_LENGTHS, *(country.lower() for country in IBAN_LENGTHS)])


def _validate(text: str, start: int, end: int) -> Span | None:
    left = IBAN_LENGTHS[text[start : start + 2].upper()]
    stop = start
    while left and stop < end:
        left -= text[stop] != " "
        stop += 1
    value = text[start:stop]
    if left or is_glued(text, start, stop) or text[start - 1 : start] == "-" or _goes_on(text, stop):
        return None
    if not (value.isupper() or value.islower()):
        return None
    return (start, stop) if _remainder(_normalise(value)) == _REMAINDER else None


def _goes_on(text: str, stop: int) -> bool:
    return text[stop : stop + 1] == "-" and is_word(text[stop + 1 : stop + 2])


def _remainder(iban: str) -> int:
    """Compute ISO/IEC 7064's remainder: country and check digits go to the end, letters become 10 to 35."""
    return int("".join(str(int(char, 36)) for char in iban[4:] + iban[:4])) % 97


def _normalise(value: str) -> str:
    return "".join(value.split()).upper()


_PAIR = "[0-9A-Za-z][0-9A-Za-z]"

RULE = Rule(
    entity="iban_code",
    group="payment",
    gate=rf"(?:^|[^0-9A-Za-z])(?:{_COUNTRIES})[0-9][0-9] ?{_PAIR}{_PAIR} ?{_PAIR}{_PAIR} ?{_PAIR}[0-9A-Za-z]",
    shape=rf"(?:{_COUNTRIES})[0-9]{{2}}(?: ?[0-9A-Za-z]{{4}}){{2,7}}(?: ?[0-9A-Za-z]{{1,3}})?",
    validate=_validate,
    normalise=_normalise,
    indexed=True,
    cost=6,
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
    ),
    misses=(
        "DE89370400440532013001 has wrong check digits",
        "DE8937040044053201300 is too short",
        "DE893704004405320130000 is too long",
        "ZZ89370400440532013000 is no country",
        "XDE89370400440532013000",
        "DE893704-0044-0532-0130-00",
        "commit be68539007547034aa55bb66cc77dd88ee99ff00",
        "at25 at 2024 be ready 1234",
        "De89370400440532013000 mixes cases",
        "GB82west12345698765432 does as well",
    ),
)
