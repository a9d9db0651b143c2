"""Payment card numbers: 12 to 19 digits, in one piece or in the groups that stand on cards.

It leaves pieces of longer numbers, of hex and of UUIDs. 12 or 13 digits in one piece (old Visa, short Maestro) count
only beside a word: article numbers (EAN-13) and counters have that length and pass Luhn one time in ten.
Standard: ISO/IEC 7812-1 (issuer ranges, lengths, Luhn check; see `card_brands.py`). Misses: numbers split over lines,
with other separators than one space or one hyphen, masked or truncated numbers, schemes without a check digit, cards of
no listed scheme without a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.detect.data.card_brands import RANGES, has_luhn, is_card_number
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import is_decimal_part, is_glued, is_word
from sealog.detect.rules.support.context import near, near_source
from sealog.pattern import pattern

if TYPE_CHECKING:
    import re

_GROUPINGS = ((4, 4, 4, 4, 3), (4, 4, 4, 4), (4, 4, 4, 3), (4, 6, 5), (4, 6, 4), (4, 4, 4, 1), (4, 4, 5), (4, 4, 4))
_DIGITS = pattern(r"[0-9]+")
_HYPHEN_AFTER = pattern(r"-[0-9A-Za-z]")
# A card number in a column of floats.
_ZEROS = pattern(r"\.0{1,4}(?![\w.])")
_SCIENTIFIC = pattern(r"([0-9])\.([0-9]{11,18})[eE]\+?(1[1-8])")
_GROUP_BEHIND = pattern(r"[ -][0-9]{4}(?![0-9:.])")
_GROUP_BEFORE = pattern(r"(?<![0-9])[0-9]{4}[ -]\Z")
_GROUP = 4
_LONG_ROW = 8
_SURE_SIZE = 14
_LONGEST_SIZE = 16
_PRIVATE_SIZES = (15, 16)
_CARD_WORDS = (
    *("card", "card number", "card no", "credit card", "debit card", "cc", "gift card", "carte", "carte bancaire"),
    *("karte", "kreditkarte", "kartennummer", "tarjeta", "cartão", "kaart"),
)
_WORDS = (*_CARD_WORDS, "pan", "visa", "maestro", "payment", "carta")
_is_near_card = near(_CARD_WORDS)
_is_near_word = near(_WORDS)


def _validate(text: str, start: int, end: int) -> Span | None:
    if (scientific := _SCIENTIFIC.fullmatch(text, start, end)) is not None:
        return (start, end) if _is_scientific(text, start, end, scientific) else None
    groups = [match.span() for match in _DIGITS.finditer(text, start, end)]
    return _one_group(text, start, end) if len(groups) == 1 else _several_groups(text, groups)


def _one_group(text: str, start: int, end: int) -> Span | None:
    if not has_luhn(text[start:end]):
        return None  # nine of ten numbers end at this test, before any look around them
    is_sure = end - start >= _SURE_SIZE
    if is_sure and (zeros := _ZEROS.match(text, end)) is not None and _begins_free(text, start):
        return (start, zeros.end()) if is_card_number(text[start:end]) else None
    is_sure = is_sure or (_is_near_word(text, start, end) and not _goes_on(text, start, end))
    if (is_sure and _is_card(text, start, end)) or _is_private_label(text, start, end):
        return start, end
    return None


def _several_groups(text: str, groups: list[Span]) -> Span | None:
    spend(4 * len(groups))
    sizes = tuple(last - first for first, last in groups)
    for number in range(len(groups) - 2):
        for grouping in _GROUPINGS:
            if sizes[number : number + len(grouping)] != grouping:
                continue
            first, last = groups[number][0], groups[number + len(grouping) - 1][1]
            if not _has_one_separator(text[first:last]) or not _is_card(text, first, last):
                continue
            if _is_of_a_table(text, groups, number, len(grouping)):
                continue
            if sum(grouping) >= _LONGEST_SIZE or not _goes_on(text, first, last):
                return first, last
    return None


def _is_of_a_table(text: str, groups: list[Span], number: int, count: int) -> bool:
    """Tell whether groups stand in a long row of groups of four that are no cards."""
    if sum(last - first == _GROUP for first, last in groups) < _LONG_ROW:
        return False
    neighbours = (groups[max(0, number - count) : number], groups[number + count : number + 2 * count])
    return not any(len(row) == count and _is_card(text, row[0][0], row[-1][1]) for row in neighbours)


def _goes_on(text: str, start: int, end: int) -> bool:
    """Tell whether a group of four or more digits stands right before or behind: then the digits are no card."""
    return (
        _GROUP_BEHIND.match(text, end) is not None or _GROUP_BEFORE.search(text, max(0, start - 6), start) is not None
    )


def _is_scientific(text: str, start: int, end: int, match: re.Match[str]) -> bool:
    """Tell whether a float such as 4.111111111111111e15 is a card number; zeros at its end are not written."""
    whole, fraction, exponent = match[1], match[2], int(match[3])
    if len(fraction) > exponent or not _begins_free(text, start) or is_word(text[end : end + 1]):
        return False
    return is_card_number(whole + fraction.ljust(exponent, "0"))


def _begins_free(text: str, start: int) -> bool:
    return not is_word(text[start - 1 : start]) and text[start - 1 : start] not in {"-", "."}


def _is_private_label(text: str, start: int, end: int) -> bool:
    """Tell whether a word says that 15 or 16 digits are a card, of a scheme that is not listed.

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
    if (scientific := _SCIENTIFIC.fullmatch(value)) is not None:
        return scientific[1] + scientific[2].ljust(int(scientific[3]), "0")
    value = value.partition(".")[0]
    return "".join(_DIGITS.findall(value))


_FIRST = r"(?:^|[^0-9A-Za-z])(?:1800|[2-689][0-9][0-9][0-9])"
_FOUR = r"[0-9][0-9][0-9][0-9]"

_SHAPE = (
    r"[0-9]\.[0-9]{11,18}[eE]\+?1[1-8]"
    r"|[0-9]{4}[ -][0-9]{4,6}[ -][0-9]{4,5}(?:[ -][0-9]{1,7}){0,6}"
    r"|[0-9]{12,19}"
)


def _twin(compiled: Any) -> Any:
    return compiled.Cards(_SHAPE, _GROUPINGS, RANGES, near_source(_CARD_WORDS), near_source(_WORDS))


RULE = Rule(
    entity="credit_card",
    group="payment",
    gate=(
        rf"{_FIRST}(?:[ -]?{_FOUR}[ -]?{_FOUR}|[ -]{_FOUR}[0-9][0-9][ -]{_FOUR})"
        rf"|[2-689]\.{_FOUR}{_FOUR}[0-9][0-9][0-9][0-9]*[eE]"
    ),
    shape=_SHAPE,
    twin=_twin,
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
        "cards «4111 1111 1111 1111» «5500 0000 0000 0004» «4111 1111 1111 1111»",
        "卡号«4111111111111111»已付款",
        "my store card «3598899323053410» is lost",
        '{"pan":"«6011111111111117»"}',
        "card «4111111111111111.0» ok",
        '{"card": «5500000000000004.00», "next": 1}',
        "paid «4.111111111111111e15», «5.500000000000004E+15»",
    ),
    misses=(
        "4111111111111112 has a wrong check digit",
        "order 94111111111111111 is longer",
        "blk_4111111111111111 of a file system",
        "0x4111111111111111",
        "4111111111111111.5 and 4111111111111111.0.1 and 14.111111111111111e15",
        "card 5018 0000 0009 1234 of 16 digits, card 501800000009 1234, 1234-5018-0000-0009",
        "550e8400-e29b-41d4-a716-411111111111",
        "id 1234-4111-1111-1111-1111",
        "4111-1111-1111-1111-9999 goes on",
        "0.4111111111111111 of one",
        "a4111111111111111f in hex",
        "at 1700000000000 ms and 1700000000000000000 ns",
        "5758 5759 5760 5761 5762 5763 5764 5765 5766 5767 in a table",
        "4111 1111-1111 1111 mixes separators",
        "41 11 11 11 11 11 11 11 in bytes",
        "order 3598899323053410 of nobody's scheme",
        "card 3598899323053411 has a wrong check digit",
        "7000000000000005 belongs to nobody",
        "ean 4017641591961 and log sequence number 574838413395",
    ),
)
