"""Payment card numbers with other separators between their groups than one space or one hyphen.

Dots alone are enough (`4111.1111.1111.1111`); two spaces, tabs, slashes and mixtures, which columns have as well, need
a word for a card near them. It leaves pieces of longer rows of groups. Standard: ISO/IEC 7812-1 (`credit_card.py`).
"""

from __future__ import annotations

from typing import Any

from sealog.detect.data.card_brands import RANGES, is_card_number
from sealog.detect.lexicon.cards import CARDS
from sealog.detect.lexicon.spelling import words_of
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import after, before
from sealog.detect.rules.support.context import near, near_source
from sealog.detect.rules.support.numbers import is_tied
from sealog.pattern import pattern

_WORDS = words_of(CARDS)
_is_near_word = near(_WORDS)
_GROUPINGS = {(4, 4, 4, 4), (4, 4, 4, 4, 3), (4, 6, 5), (4, 6, 4)}
_DIGITS = pattern("[0-9]+")
_NO_DIGITS = pattern("[^0-9]+")
_ROW_BEFORE = pattern(r"[0-9][ \t.\-/_]{1,3}\Z")
_ROW_BEHIND = pattern(r"[ \t.\-/_]{1,3}[0-9]{3}")


def _validate(text: str, start: int, end: int) -> Span | None:
    value = text[start:end]
    if tuple(map(len, _DIGITS.findall(value))) not in _GROUPINGS or not is_card_number(_normalise(value)):
        return None
    if (
        is_tied(text, start, end)
        or _ROW_BEFORE.search(before(text, start, 4))
        or _ROW_BEHIND.match(after(text, end, 6))
    ):
        return None
    gaps = set(_NO_DIGITS.findall(value))
    return (start, end) if gaps == {"."} or _is_near_word(text, start, end) else None


def _twin(compiled: Any) -> Any:
    return compiled.SpacedCards(_SHAPE, list(_GROUPINGS), RANGES, near_source(_WORDS))


def _normalise(value: str) -> str:
    return _NO_DIGITS.sub("", value)


_SHAPE = r"[0-9]{4}[ \t.\-/_]{1,3}[0-9]{4,6}[ \t.\-/_]{1,3}[0-9]{4,5}(?:[ \t.\-/_]{1,3}[0-9]{3,4}){0,2}"
_FOUR = "[0-9][0-9][0-9][0-9]"

RULE = Rule(
    entity="credit_card",
    group="payment",
    gate=rf"\.{_FOUR}(?:[0-9][0-9])?\.{_FOUR}",  # from its first dot on: digits before it would cost each line 2 µs
    shape=_SHAPE,
    validate=_validate,
    twin=_twin,
    normalise=_normalise,
    indexed=False,
    hits=(
        "paid with «4111.1111.1111.1111» today",
        "card: «4111  1111  1111  1111».",
        "card\t«5500\t0000\t0000\t0004»\tok",
        "amex «3782.822463.10005»",
        "Karte «4111 - 1111 - 1111 - 1111» belastet",
        "卡号«4111  1111  1111  1111»已付款",
        "номер карты: «5500-0000 0000-0004»",
    ),
    misses=(
        "4111.1111.1111.1112 has a wrong check digit",
        "columns 4111  1111  1111  1111 without a word",
        "card 4111  1111  1111  1111  9999 goes on",
        "card x4111.1111.1111.1111",
        "card 10.4111.1111.1111.1111",
        "at 2024.0518.1234.5678 of a version",
        "card 4111.111.11111.1111 has other groups",
        "card 4111  1111\x1e1111  1111",
    ),
    context=_WORDS,
)
