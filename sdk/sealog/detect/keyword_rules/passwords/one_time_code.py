"""One-time codes, PINs and PUKs beside their word: `Your OTP is 482913`, `PIN: 4711`, `482913 is your login code`.

It leaves digits that no such word names, status codes, and pins of boards (fewer than four digits).
Sources: RFC 4226 and RFC 6238 (six to eight digits), ISO 9564-1 (PINs of 4 to 12 digits), ETSI TS 102 221 (PUKs of
eight digits). Misses: codes of letters, codes in another sentence than their word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.data.tables.spellings import CODES
from sealog.detect.lexicon.spelling import listed
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.surroundings import before, is_word
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_SHORT = frozenset({"otp", "totp", "hotp", "2fa", "mfa", "pin", "puk", "tan"})
_NEEDS_SIGN = frozenset({"pin", "puk", "tan", "2fa", "mfa"})
_BEGUN = ("de v", "de s", "de verif", "de seg")
"""Letters beyond ASCII that may complete a keyword's last word: `code de vérification`."""

_LETTERS = pattern(r"[^\W\d_]{0,16}")
_CODE = (
    r"(?P<code>[A-Z]-[0-9]{5,8}|[0-9]{3}[ -][0-9]{3}|[0-9]{4}[ -][0-9]{4}|[0-9]{2}(?:-[0-9]{2}){2}"
    r"|[0-9]{2}(?: [0-9]{2}){2}|[0-9]{4,8})"
)
_ANY_CODE = pattern(_CODE, re.IGNORECASE)
_UNSPACED = r"\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3"  # scripts that put no space behind a number
_ENDS = rf"(?![^\W{_UNSPACED}]|%|[.,:/-][0-9]|[ ][0-9])"
_AFTER = pattern(
    r"(?:[ _-]?(?:code|number|no\.?|passwor[dt]|passcode|value|pass|token|nummer|nr\.?|numero|key|input))?"
    r"(?:\\{0,3}[\"'`\u201d\u00bb]|\]){0,2}"
    r"(?:[ ](?:for|f[u\u00fc]r|pour|para)(?:[ ][\w@.-]{1,32}){1,2})?"
    r"(?P<sign>[ \u00a0]{0,2}(?:=>|[:=#]|\uff1a)[ ]{0,2}|[ ](?:is|was|ist|lautet|est|es|\u00e8|are)[: ][ ]?"
    r"|[ ]?[\u662f\u4e3a\u70ba\u306f\ub294\uc740][ :\uff1a]{0,2}|[ ]?(?=[\[\u3010\u300c])"
    r"|(?<=[\u7801\u78bc])(?=[0-9])|[ ])"
    rf"(?:\\{{0,3}}[\"'`\u201c\u201e\u00ab<\[\u3010\u300c])?{_CODE}{_ENDS}",
    re.IGNORECASE,
)
_BEFORE = pattern(
    r"(?<![\w.,:/-])(?P<code>[A-Z]-[0-9]{5,8}|[0-9]{3}[ -][0-9]{3}|[0-9]{4,8})[\"'`]?"
    r"[ ](?:is|as|ist|est|es|used as|for)[ ]"
    r"(?:[A-Za-z]{2,12}[ ]){0,4}(?:[A-Za-z]{0,4})\Z"
)
_FEWEST_OF_SECURITY = 5  # three or four digits are a card's, which `card_data.py` knows


def _find(text: str, start: int, end: int) -> Span | None:
    word = text[start:end].lower()
    if not _is_whole(text, start, end, word):
        return None
    match = _AFTER.match(text, _word_end(text, end) if word.endswith(_BEGUN) else end)
    if match is not None:
        is_said = match["sign"] != " " or (text[start:end].isupper() and word in _SHORT) or word not in _NEEDS_SIGN
        if is_said and (not word.startswith("security") or len(match["code"]) >= _FEWEST_OF_SECURITY):
            return match.span("code")
        return None
    if word in _SHORT:
        return None
    left = before(text, start, 64)
    ahead = _BEFORE.search(left)
    return None if ahead is None else (start - len(left) + ahead.start("code"), start - len(left) + ahead.end("code"))


def _word_end(text: str, end: int) -> int:
    rest = _LETTERS.match(text, end)
    return rest.end() if rest else end


def _is_whole(text: str, start: int, end: int, word: str) -> bool:
    """Tell whether a short word is one: `spin`, `option` and `captan` hold three of them."""
    if word not in _SHORT:
        return True
    left, right = text[start - 1 : start], text[end : end + 1]
    is_tan_of_a_kind = word == "tan" and left.isalpha() and text[start:end].isupper()  # mTAN, pushTAN
    begins = not is_word(left) or left == "_" or is_tan_of_a_kind or (left.islower() and text[start].isupper())
    return begins and (not is_word(right) or right == "_" or (right.isupper() and text[end - 1].islower()))


SHAPES = {"code": _ANY_CODE}
"""What the compiled half has to know."""

RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=(
        *sorted(_SHORT),
        *(
            "verification code",
            "verification_code",
            "verificationcode",
            "security code",
            "login code",
            "sms code",
            "authenticator code",
        ),
        *(
            "auth code",
            "authentication code",
            "confirmation code",
            "sign-in code",
            "access code",
            "passcode",
            "one-time code",
        ),
        *(
            "one-time password",
            "one time password",
            "one-time pin",
            "reset code",
            "recovery code",
            "activation code",
            "code de v",
            "code de s",
        ),
        *("digo de verif", "codigo de verif", "digo de seg", "codice di verifica", "codice di sicurezza"),
        *(
            "tigungscode",
            "sicherheitscode",
            "verifizierungscode",
            "anmeldecode",
            "einmalpasswort",
            "einmalkennwort",
            "einmalcode",
        ),
        *("verificatiecode", "your code", "ihr code", "dein code", "votre code", "digo es", "google verification"),
        *listed(CODES),
    ),
    find=_find,
    form=Form("one_time_code"),
    hits=(
        "Your OTP is «482913»",
        "OTP: «482 913», valid for 5 minutes",
        "code de vérification : «482 913»",
        "PIN: «4711»",
        "PUK: «48291377»; sim puk=«48291377», PUK «4829 1377» for the new card",
        "verification code «12-34-56» sent",
        '{"otp": "«482913»", "pin": «4711»}',
        "«G-482913» is your Google verification code.",
        "Use «482913» as your login code",
        "mTAN «482913» accepted",
        "Bestätigungscode: «482913»",
        "mfa_code=«482913» totp=«91827364»",
        "код подтверждения: «482913» doğrulama kodu «482913»",
        "【Shop】验证码\uff1a«482913»\uff0c5分钟内有效 验证码是«482913» 您的验证码«482913»请勿泄露",
        "認証コードは«482913»です",
        "인증번호[«482913»]를 입력 인증번호는 «482913»입니다",
    ),
    misses=(
        "Erlang/OTP 26 [erts-14.2] started",
        "OTP-19123 fixed",
        "pin 13 is high, pin=13, PIN: 7",
        "tan 4711 and sin 0815",
        "spin: 4711 option=4711 laptop 123456",
        "Republik 20240518, spuk: 48291377, puk 48291377 times",
        "verification code sent 20240518",
        "otp length 6, otp_ttl=300",
        "security code 123 changed",
        "exit code is 4711, status code 5003",
        "pin 4711 tabs to the bar",
        "your code compiled in 1234 ms",
        "otp verified in 4711ms, mfa=12.5",
        "验证码错误 验证码长度6 인증번호 발송 код подтверждения отправлен",
    ),
)
