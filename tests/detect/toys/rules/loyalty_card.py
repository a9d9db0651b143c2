"""Loyalty cards of an invented shop: `LC-` and eight digits, the last of which is the sum of the others modulo 10.

Standard: none. Misses: cards without their `LC-`.
"""

from __future__ import annotations

from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import is_glued


def _validate(text: str, start: int, end: int) -> Span | None:
    digits = [int(digit) for digit in text[start + 3 : end]]
    if is_glued(text, start, end) or sum(digits[:-1]) % 10 != digits[-1]:
        return None
    return start, end


RULE = Rule(
    entity="loyalty_card",
    group="payment",
    gate=r"LC-[0-9]",
    shape=r"LC-[0-9]{8}",
    validate=_validate,
    normalise=str.upper,
    indexed=True,
    hits=("paid with «LC-12345678» today", "card=«LC-10000001»", "'«LC-99999993»'"),
    misses=("LC-12345670 has another sum", "LC-1234567", "XLC-12345678", "LC-123456781"),
)
