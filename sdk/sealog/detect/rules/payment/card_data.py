"""What else a payment card holds: its magnetic stripe (as `credit_card`) and its verification code (`cvv`).

Three digits count only where their key names them. Standards: ISO/IEC 7813 (tracks 1 and 2), PCI DSS 4.0
requirement 3.3 (neither may be kept). Misses: track 3, codes spelled in words.
"""

from __future__ import annotations

from sealog.detect.data.card_brands import is_card_number
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import begins_part, is_word
from sealog.pattern import pattern

_PAN = pattern(r"[0-9]+")
_CODE = pattern(r"[0-9]+\Z")


def _is_track(text: str, start: int, end: int) -> Span | None:
    pan = _PAN.search(text, start + 1, end)
    if pan is None or is_word(text[end : end + 1]):
        return None
    return (start, end) if is_card_number(pan.group()) else None


def _is_code(text: str, start: int, end: int) -> Span | None:
    code = _CODE.search(text[start:end])
    if code is None or not begins_part(text, start) or is_word(text[end : end + 1]) or text[end : end + 1] == ".":
        return None
    return start + code.start(), end


def _as_is(value: str) -> str:
    return value


_NAMED = r"(?i:cvv2?|cvc2?|cv2|card[ _-]?(?:verification|security)[ _-]?(?:code|value|number)?|security[ _-]?code)"

RULES = (
    Rule(
        entity="credit_card",
        group="payment",
        gate=r"%[Bb][0-9][0-9][0-9][0-9]|;[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]",
        shape=(
            r"%[Bb][0-9]{12,19}\^[^^?\n\x1e]{2,26}\^[0-9]{4,7}[^?\n\x1e ]{0,64}\??"
            r"|;[0-9]{12,19}=[0-9]{4,7}[0-9]{0,30}\??"
        ),
        validate=_is_track,
        normalise=_as_is,
        indexed=False,
        hits=(
            "swipe «%B4111111111111111^DOE/JOHN^25121010000000000?»",
            "swipe «;4111111111111111=25121010000000000?» read",
            "raw=«%b5500000000000004^ROE/JANE MS^2612101?»",
            "reader: «;371449635398431=2512101» ok",
            "«%B4111111111111111^DOE/JOHN^25121010000000000?»«;4111111111111111=25121010000000000?»",
            '{"track2":"«;4111111111111111=2512101?»"}',
        ),
        misses=(
            "swipe %B4111111111111112^DOE/JOHN^2512101? is wrong",
            "a=1;4111111111111112=2512101",
            ";411111111=2512",
            "%B is a format",
            "printf %B1234 ^ x ^ 2512",
            ";1234567890123456=2512101?",
            "date +%B2024",
            "?x=%B0%C0&y;1700000000=1",
        ),
    ),
    Rule(
        entity="cvv",
        group="payment",
        gate=r"(?i:cvv|cvc|cv2|csc|card[ _-]?(?:verif|secur)|security[ _-]?code)",
        shape=(
            rf"(?:{_NAMED}[\"'*]{{0,2}}(?: (?:is|code|to))? ?[:=#]? ?|(?i:csc)[\"']{{0,2}} ?[:=] ?)[\"']?[0-9]{{3,4}}"
        ),
        validate=_is_code,
        normalise=_as_is,
        indexed=False,
        hits=(
            "cvv=«123»",
            "CVV: «1234» given",
            '{"cvc":"«987»"}',
            "card security code «042»",
            "pay?cvv2=«123»&amount=5",
            "the CVC is «777», thanks",
            "changed the CVV to «745»",
            "cardVerificationValue: '«321»'",
            "card_cvv: «0412» cardCvc=«777» csc=«123»",
            "{'security_code': «555»}",
            r"paid\ncvv=«123»\tcvc2=«321»%26cvv=«745»",
        ),
        misses=(
            "cvv=12",
            "cvv=12345",
            "cvv missing, 123 tries",
            "cvv=***",
            "xcsc=123",
            "cvv_length=3",
            "csc 123.5 MB",
            "csc 200",
            "security code changed",
            "cvv=123a",
        ),
    ),
)
