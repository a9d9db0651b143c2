"""Payment card numbers: 12 to 19 digits, in one piece or in the groups that stand on cards.

It takes no piece of a longer number, of hex or of a UUID for a card, and 12 or 13 digits in one piece (old Visa, short
Maestro) only beside a word: article numbers (EAN-13) and counters have that length and pass Luhn one time in ten.
Standard: ISO/IEC 7812-1 (issuer ranges, lengths, Luhn check; see `card_brands.py`). Misses: numbers split over lines,
with other separators than one space or one hyphen, masked or truncated numbers, schemes without a check digit, cards of
no listed scheme without a word.
"""

from __future__ import annotations

import re

from sealog.detect.card_brands import has_luhn, is_card_number
from sealog.detect.context import near
from sealog.detect.effort import spend
from sealog.detect.interface import Rule, Span
from sealog.detect.surroundings import is_decimal_part, is_glued

_GROUPINGS = ((4, 4, 4, 4, 3), (4, 4, 4, 4), (4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (4, 4, 4, 1), (4, 4, 5), (4, 4, 4))
_DIGITS = re.compile(r"[0-9]+")
_HYPHEN_AFTER = re.compile(r"-[0-9A-Za-z]")
_SURE_SIZE = 14
_PRIVATE_SIZES = (15, 16)
_CARD_WORDS = (
    *("card", "card number", "card no", "credit card", "debit card", "cc", "gift card", "carte", "carte bancaire"),
    *("karte", "kreditkarte", "kartennummer", "tarjeta", "cartão", "kaart"),
)
_is_near_card = near(_CARD_WORDS)
_is_near_word = near((*_CARD_WORDS, "pan", "visa", "maestro", "payment", "carta"))


def _validate(text: str, start: int, end: int) -> Span | None:
    groups = [match.span() for match in _DIGITS.finditer(text, start, end)]
    if len(groups) == 1:
        is_sure = end - start >= _SURE_SIZE or _is_near_word(text, start, end)
        if is_sure and _is_card(text, start, end):
            return start, end
        return (start, end) if _is_private_label(text, start, end) else None
    spend(4 * len(groups))
    sizes = tuple(last - first for first, last in groups)
    for number in range(len(groups) - 2):
        for grouping in _GROUPINGS:
            if sizes[number : number + len(grouping)] == grouping:
                first, last = groups[number][0], groups[number + len(grouping) - 1][1]
                if _has_one_separator(text[first:last]) and _is_card(text, first, last):
                    return first, last
    return None


def _is_private_label(text: str, start: int, end: int) -> bool:
    """Tell whether a word says of 15 or 16 digits that they are a card of a scheme that nobody has listed.

    ISO/IEC 7812-1 gives industries the first digit: travel 3, banks 4 and 5, shops and banks 6.
    """
    return (
        end - start in _PRIVATE_SIZES
        and text[start] in "3456"
        and _is_near_card(text, start, end)
        and _stands_free(text, start, end)
        and has_luhn(text[start:end])
    )


def _has_one_separator(value: str) -> bool:
    return not (" " in value and "-" in value)


def _stands_free(text: str, start: int, end: int) -> bool:
    if is_glued(text, start, end) or is_decimal_part(text, start, end):
        return False
    return text[start - 1 : start] != "-" and _HYPHEN_AFTER.match(text, end) is None


def _is_card(text: str, start: int, end: int) -> bool:
    return _stands_free(text, start, end) and is_card_number(text[start:end].replace(" ", "").replace("-", ""))


def _normalise(value: str) -> str:
    return "".join(_DIGITS.findall(value))


_FIRST = r"(?:^|[^0-9A-Za-z])(?:1800|[2-689][0-9][0-9][0-9])"
_FOUR = r"[0-9][0-9][0-9][0-9]"

RULE = Rule(
    entity="credit_card",
    group="payment",
    gate=rf"{_FIRST}(?:[ -]?{_FOUR}[ -]?{_FOUR}|[ -]{_FOUR}[0-9][0-9][ -]{_FOUR})",
    shape=(
        r"[0-9]{4}[ -][0-9]{4,6}[ -][0-9]{4,5}(?:[ -][0-9]{1,7}){0,6}"
        r"|[0-9]{12,19}"
    ),
    validate=_validate,
    normalise=_normalise,
    indexed=False,
    cost=4,
    hits=(
        "paid with «4111111111111111» today",
        "card «4111 1111 1111 1111» 2 items",
        "card=«5500-0000-0000-0004»;cvv=***",
        "amex «3782 822463 10005» ok",
        "amex «371449635398431»",
        "diners «3056 930902 5904»",
        "mir «2200000000000004»",
        "visa of thirteen «4222222222222»",
        "2024 «4111 1111 1111 1111» 17",
        "unionpay «6212 3456 7890 1234 007»",
        "maestro «6759 6498 2643 8453»",
        "jcb «3530111333300000», discover next",
        "卡号«4111111111111111»已付款",
        "my store card «3598899323053410» is lost",
        '{"pan":"«6011111111111117»"}',
    ),
    misses=(
        "4111111111111112 has a wrong check digit",
        "order 94111111111111111 is longer",
        "blk_4111111111111111 of a file system",
        "0x4111111111111111",
        "550e8400-e29b-41d4-a716-411111111111",
        "id 1234-4111-1111-1111-1111",
        "4111-1111-1111-1111-9999 goes on",
        "0.4111111111111111 of one",
        "a4111111111111111f in hex",
        "at 1700000000000 ms and 1700000000000000000 ns",
        "4111 1111-1111 1111 mixes separators",
        "41 11 11 11 11 11 11 11 in bytes",
        "order 3598899323053410 of nobody's scheme",
        "card 3598899323053411 has a wrong check digit",
        "7000000000000005 belongs to nobody",
        "ean 4017641591961 and log sequence number 574838413395",
    ),
)
