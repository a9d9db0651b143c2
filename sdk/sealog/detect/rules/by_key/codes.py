"""Attributes that hold a code, a PIN, a password's hash, a token against forged requests, or an account without IBAN.

The rules of texts are `keyword_rules/passwords/one_time_code.py`, `keyword_rules/secrets/cookie.py` and
`rules/payment/bank_codes.py`. They leave pins of boards and counters, which have fewer than four digits. Misses: PINs
by their names in languages other than English and German; ids of sessions, which OpenTelemetry calls pseudonyms
(`semconv.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.data import semconv
from sealog.detect.data.tables import names as tables
from sealog.detect.keyword_rules.text.legible import is_hard, is_mixed
from sealog.detect.lexicon.spelling import key_words, listed
from sealog.detect.model.rule import KeyRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.records.finding import Group

_WORDS = pattern(r"[^0-9a-z]+")
_OWNER = pattern(r"(?:user|customer|client|card|sim|account|login|user_?s|sms|my|new|old|current|bank|x)(?=.)")
_ABOUT = frozenset({"is", "has", "no", "needs", "requires", "require", "show", "allow", "hide", "verify", "skip"})
_LONGEST_NAME = 4  # words
_ALGORITHM = pattern("[A-Za-z]{2,8}[-_]?[0-9]{0,3}[a-z]{0,2}|[0-9]{0,3}")  # argon2id, SHA-256
_WORD = pattern("[A-Za-z]*(?:[-_./ ][A-Za-z]+)*|[0-9]{0,3}")  # same-origin
_TOKEN = pattern(r"[\w+/.~-]+={0,2}", re.ASCII)
_UUID = pattern(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NO_CODE = pattern("[0-9]{0,3}|true|false|none|null|yes|no|on|off", re.IGNORECASE)


def _matcher(names: str) -> Callable[[str], bool]:
    known = frozenset(names.split())

    def matches(key: str) -> bool:
        if key in semconv.SEALED or key in semconv.SCANNED:
            return False
        written = _WORDS.split(key) if key.isascii() else key_words(key)
        words = [word for word in written if word][-_LONGEST_NAME:]
        for count in range(1, len(words) + 1):
            name = "".join(words[-count:])
            if name in known or _OWNER.sub("", name, count=1) in known:
                return not _ABOUT.intersection(words[-count - 1 : -count])
        return False

    return matches


def _is_no_code(text: str) -> bool:
    return _NO_CODE.fullmatch(text) is not None


def _is_algorithm(text: str) -> bool:
    return _ALGORITHM.fullmatch(text) is not None


def _is_one_word(text: str) -> bool:
    return not text.strip() or " " not in text.strip()


def _is_no_token(text: str) -> bool:
    return _TOKEN.fullmatch(text) is None or _UUID.fullmatch(text) is not None or not (is_hard(text) or is_mixed(text))


def _is_word(text: str) -> bool:
    return _WORD.fullmatch(text) is not None


def _rule(
    entity: str, group: Group, names: str, hits: tuple[str, ...], excepts: Callable[[str], bool] | None = None
) -> KeyRule:
    first, second = names.split()[:2]
    misses = (
        f"{first}_valid",
        f"has_{first}",
        f"{second}_length",
        f"{first}_sent_at",
        f"no_{second}",
        "spin",
        "code",
        "",
    )
    return KeyRule(entity, group, _matcher(names), hits, misses, excepts=excepts)


KEY_RULES = (
    _rule(
        "password",
        "secret",
        "pswd passwrd pasword psw passcode passcodes",
        ("pswd", "db.pswd", "passwrd", "PASSCODE", "user_passcode", "login.psw"),
    ),
    _rule(
        "password",
        "secret",
        "otp pin otpcode pincode pinnumber onetimecode onetimepin onetimepassword mfacode 2facode twofactorcode totp"
        " totpcode verificationcode smscode logincode resetcode authenticationcode tan mtan smstan sicherheitscode"
        " einmalcode recoverycode recoverycodes backupcode backupcodes authcode authorizationcode"
        " activationcode unlockcode puk pukcode "
        + " ".join((*listed(tables.CODES), *listed(tables.CODES_ACCENTED), *listed(tables.CODES_UNSPACED))),
        (
            *("otp", "user.pin", "otpCode", "pin_code", "verification_code", "mfa.code", "cardPin", "2fa_code"),
            *("recovery_codes", "backupCode", "auth.code", "sim.puk"),
            *("验证码", "код_подтверждения", "doğrulamaKodu", "인증번호"),
        ),
        _is_no_code,
    ),
    _rule(
        "password",
        "secret",
        "passwordhash passwordhashes pwdhash passhash passworddigest",
        ("password_hash", "user.passwordHash", "pwd_hash", "PASSWORD_DIGEST", "passHash", "db.password_hashes"),
        _is_algorithm,
    ),
    _rule(
        "secret",
        "secret",
        "seedphrase recoveryphrase mnemonic mnemonicphrase seedwords",
        ("seed_phrase", "wallet.seedPhrase", "recovery_phrase", "wallet.mnemonic", "mnemonicPhrase", "SEED_WORDS"),
        _is_one_word,
    ),
    _rule(
        "secret",
        "secret",
        "bearer credential credentials creds",
        ("bearer", "credentials", "aws.credential", "creds", "user_credentials", "Bearer"),
        _is_word,
    ),
    _rule(
        "secret",
        "secret",
        "csrf xsrf csrfmiddlewaretoken authenticitytoken requestverificationtoken anticsrftoken jsessionid phpsessid",
        ("csrf", "_xsrf", "csrfmiddlewaretoken", "__RequestVerificationToken", "form.csrf", "PHPSESSID"),
    ),
    _rule(
        "secret",
        "secret",
        "session signature sig auth hmac secrets apikeys accesstokens refreshtokens apitokens authtokens sessiontokens",
        ("session", "request.signature", "sas.sig", "auth", "user.accessTokens", "secrets", "oauth.refreshTokens"),
        _is_no_token,
    ),
    _rule(
        "bank_account",
        "payment",
        "bankaccount bankaccountnumber accountnumber accountno acctno acctnumber kontonummer ktonr kontonr sortcode blz"
        " bankleitzahl bsb bsbnumber clabe konto",
        ("accountNumber", "bank_account", "sort_code", "Kontonummer", "payout.bsb", "user_account_number"),
        _is_no_code,
    ),
)
