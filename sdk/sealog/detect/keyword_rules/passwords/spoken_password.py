"""Passwords in sentences: `with password hunter2`, `the new password is hunter2`, `"hunter2" is the password`.

It leaves words and numbers, with which a sentence may go on: a password must have letters and digits, or stand in
quotes. Misses: passwords that are words and stand in no quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.data.tables.spellings import SPOKEN
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.lexicon.passwords import PASSWORDS as WORDS
from sealog.detect.lexicon.spelling import is_unspaced, listed, words_of
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before, begins_word
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_VALUE = pattern(
    r"[ ]?[\u00ab\u201c\u201e\u300c\u300e]?(?:(?P<q>[\"'`])"
    r"(?P<quoted>[^\s\"'`\x1e](?:[^\n\"'`\x1e]{2,62}[^\s\"'`\x1e]))(?P=q)"
    r"|(?P<note>[<(\[{\u00ab][^<>()\[\]{}\u00bb\n\x1e]{1,64}[>)\]}\u00bb])?(?P<bare>[^\s\"'`\x1e<>()\[\]{},;\u3001\u3002\uff0c\uff1b\u00bb\u201d\u300d\u300f]{6,64}))",
    re.ASCII,
)
_REFUSED = 4  # steps of reading a text that is no password; those of one are counted where it is found
_BEFORE_MORE = ("with", "using")  # these begin phrases that may have a password in the middle
_GOES_ON = pattern(r"[ ][A-Za-z]")
_LETTER = pattern("[A-Za-z]")
_DIGIT = pattern("[0-9]")
# How something is stored or sent, and what programs count.
_METHOD = pattern(
    r"(?:base|md|sha|utf|rc|aes|des|ntlm|scram|bcrypt|scrypt|pbkdf|argon|oauth|saml|http|v|attempt|error|rule|policy"
    r"|plugin|auth|grant|user|account|host|port|line|step|code)[-_.v]?[0-9].*|.*[/:=].*|0x.*|[0-9.]+[a-z]{1,4}",
    re.IGNORECASE,
)


def _find(text: str, start: int, end: int) -> Span | None:
    match = _VALUE.match(text, end) if begins_word(text, start) else None
    if match is None:
        return None
    kind = "bare" if match["quoted"] is None else "quoted"
    begin, stop = match.span(kind)
    if kind == "bare":
        stop -= len(match[kind]) - len(match[kind].rstrip(".:!?"))
    value = text[begin:stop]
    begin = begin if match["note"] is None else match.start("note")
    if kind == "bare" and not text[start:end].lower().startswith(_BEFORE_MORE) and _GOES_ON.match(text, stop):
        return None
    if is_placeholder(value) or (kind == "bare" and not _is_told_from_words(value)):
        spend(_REFUSED)
        return None
    return begin, stop


def _is_told_from_words(value: str) -> bool:
    return bool(_LETTER.search(value) and _DIGIT.search(value)) and _METHOD.fullmatch(value) is None


def _phrases() -> tuple[str, ...]:
    """Give the phrases of all languages; a space ends one, except in scripts that put none between words."""
    return tuple(dict.fromkeys(phrase if is_unspaced(phrase) else f"{phrase} " for phrase in listed(SPOKEN)))


_OWNERS = ("the", "your", "my", "his", "her", "our", "their")
_KINDS = ("", "new ", "old ", "current ", "temporary ", "initial ", "root ", "admin ")
_SAID_BEHIND = (
    *(f" is {owner} {kind}password" for owner in _OWNERS for kind in _KINDS),
    *(" ist das passwort", " ist das neue passwort", " ist mein passwort", " ist dein passwort", " ist ihr passwort"),
    *(" est le mot de passe", " est votre mot de passe", " est mon mot de passe", " es la contrase\u00f1a"),
    *(" es tu contrase\u00f1a", " es su contrase\u00f1a", " \u00e8 la password", " \u00e9 a senha"),
    *(" is het wachtwoord", " is je wachtwoord", " to has\u0142o", " \u00e4r l\u00f6senordet", " er adgangskoden"),
    *(" er passordet", " on salasana", " este parola", " - \u044d\u0442\u043e \u043f\u0430\u0440\u043e\u043b\u044c"),
)
_SAID_BEFORE = pattern(
    r"(?:\A|[\s(:,;])(?:(?P<q>\\{0,3}[\"'`])(?P<quoted>[^\s\"'`\x1e](?:[^\n\"'`\x1e]{2,62}[^\s\"'`\x1e\\]))(?P=q)"
    r"|(?P<bare>[^\s\"'`\x1e()\[\]{},;]{6,64}))\Z"
)
_OF_WHAT = pattern(
    r"[ ]{0,4}(?:\Z|[^\w -])|[ ](?:for|of|to|on|in|and|f\u00fcr|von|pour|de|para|per|voor)\b", re.IGNORECASE
)
_REACH = 80


def _find_before(text: str, start: int, end: int) -> Span | None:
    """Give the password of which a sentence goes on to say that it is one: `"hunter2" is the password`."""
    spend(_REFUSED)
    left = before(text, start, _REACH)
    match = _SAID_BEFORE.search(left) if _OF_WHAT.match(text, end) else None
    if match is None:
        return None
    kind = "bare" if match["quoted"] is None else "quoted"
    if is_placeholder(match[kind]) or (kind == "bare" and not _is_told_from_words(match[kind])):
        return None
    offset = start - len(left)
    return offset + match.start(kind), offset + match.end(kind)


BEHIND_RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=_SAID_BEHIND,
    find=_find_before,
    hits=(
        '"«hunter2»" is the password for bob',
        "'«<abc>Gr8nbaum»' is your new password.",
        "note: «Gr8n-baum7» is the root password",
        "«Gr8n-baum7» ist das Passwort",
        "`«my long pass»` est le mot de passe",
        "«hunter2» is his password for the shop",
    ),
    misses=(
        "bob is the password manager's owner",
        '"login" is the password field',
        "this is the password for bob",
        "<redacted> is the password, ******** is your password",
        '"${DB_PASSWORD}" is the password',
        "what8 is the password policy",
        "12345678 is the old password of nobody",
        "where is the password",
    ),
)

BRACKETED_RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=tuple(
        dict.fromkeys(
            f"({spelled}) "
            for word in ("password", "passphrase", "passwd", "pwd", *words_of(WORDS))
            for spelled in (word, word if word[0].isascii() else word.capitalize())
        )
    ),
    find=_find,
    hits=(
        "(Password) «Gr8n-baum7»",
        "Login (passwd) «hunter2»",
        "prompt (Passwort) '«my long pass»'",
        "(contrase\u00f1a) «Gr8nbaum7»",
        "(Пароль) «Gr8nbaum7»",
        "step 2 (passphrase) «Gr8n-baum7» ok".replace(" ok", ""),
    ),
    misses=(
        "login(password) step2a",
        "(password) required",
        "(password) ******** accepted",
        "(password) 3 rules failed",
        "(password) sha256 hashed",
        "(password) base64",
        "(pwd) /srv/app2",
        "(passphrase) ${PASSPHRASE_2}",
    ),
)

RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=(
        *("with password ", "using password ", "password is ", "password was ", "password set to ", "password to "),
        *("password changed to ", "password reset to "),
        *_phrases(),
    ),
    find=_find,
    form=Form("spoken_password"),
    hits=(
        "login failed for user bob with password «hunter2»",
        "the new password is «hunter2».",
        "set password to '«hunter»' for bob",
        "his password is '«my long pass»', she said",
        "tried root using password «r00t!pass»",
        "password was «Summer2024», changed now",
        "das Passwort lautet «geheim99»",
        "La contraseña es «Gr8n-baum7».",
        "Le mot de passe est «Gr8n-baum7»",
        "新密码是«Gr8n-baum7»。",
        "パスワードは «Gr8n-baum7» です",
        "비밀번호는 «Gr8n-baum7» 입니다",
        "a senha é «Gr8n-baum7»",
        "the password is «<masked>Gr8n-baum7», as before",
        "with password «[masked:email]Gr8n-baum7»",
    ),
    misses=(
        "the password is required",
        "la contraseña es incorrecta, intento 3",
        "пароль - неверный",
        "密码是必填项",
        "the password was changed 3 days ago",
        "connected using password authentication",
        "password is base64 encoded, password is sha256 hashed",
        "password was wrong (attempt2)",
        "with password 12345678 characters",
        "password reset to default",
        "using password ******** from file",
        "password is ${DB_PASSWORD_2}",
        "with password policy-2 on",
        "password was 12345ms late",
        "password is 16chars long, password is version2 format",
        "the password was rotated2024 by cron",
        "password is <redacted> or (hidden) now",
    ),
)
