"""Passwords in the dialogues of protocols, as servers and debuggers show them: IMAP, FTP, POP3, Redis, SQL*Plus.

The commands count in capitals only, since each is an English word too. A word that ends in a few digits is taken for a
name, where nothing else says that a password follows. Sources: RFC 3501 (LOGIN), RFC 959 and RFC 1939 (USER and PASS),
Redis (AUTH, HELLO), Oracle's SQL*Plus (CONNECT).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_READ = 4
"""Steps of reading what stands around a command."""

_REACH = 256
_NEAR = 16
"""Characters before a command in which a tag or a line's end stands."""

_END = r"(?=\s{0,4}(?:\Z|[\x1e\r\n])|\\{1,2}[rn]|[\"'\]])"
_QUOTED = r"\\?\"(?:[^\"\\\n\x1e]|\\[^\"\n\x1e]){0,128}\\?\""
_PASSWORD = (
    rf"(?P<q>\\?\")?(?P<value>(?(q)(?:[^\"\\\n\x1e]|\\[^\"\n\x1e]){{1,128}}|[^\s\"'\x1e\\]{{3,128}}))(?(q)(?P=q)){_END}"
)
_LOGIN = pattern(rf"(?:{_QUOTED}|[^\s\"\x1e]{{1,128}})[ ]{_PASSWORD}")
_TAG = pattern(r"(?:\A|[\s\"'>:\[(])(?:[A-Za-z]{0,8}[0-9.]{1,8}|[A-Za-z]|\*)[ ]\Z", re.ASCII)
_ONE = pattern(_PASSWORD)
_ONE_OR_TWO = pattern(rf"(?:[\w.@-]{{1,64}}[ ])?{_PASSWORD}", re.ASCII)
_CONNECT = pattern(
    r"[\w$#.]{1,64}/(?P<q>\")?(?P<value>(?(q)[^\"\n\x1e]{3,128}|[^\s@\"'\x1e/]{3,128}))(?(q)\")"
    r"(?=@\S|[ ][Aa][Ss][ ]SYS)",
    re.ASCII,
)
_BEGINS = pattern(r"(?:\A|[\n\r>]|\\[nr]|(?:\A|[\s\[])[CS]:)[ ]?[\"']?\Z")
_USER = pattern(r"USER [^\s\x1e]{1,128}[^\x1e]{0,128}\Z")
_NAME = pattern(r"[\w.:/()-]*[A-Za-z_.:/()-][0-9]{0,4}|[0-9.]*", re.ASCII)
_OF_REDIS = pattern(r"\b(?:redis|valkey|keydb|dragonfly)", re.IGNORECASE)
_STRONG = pattern(
    r"(?:[\w.@-]{1,64}[ ])?[\"']?(?P<value>(?=\S{0,63}[A-Za-z])(?=\S{0,63}[0-9])[^\s\"'\x1e\\()<>]{6,128})", re.ASCII
)
_PROTOCOL = "hello 3 auth "


def _find(text: str, start: int, end: int) -> Span | None:
    if not text[start : start + 2].isupper():
        return None
    spend(_READ)
    word, left = text[start:end].lower(), before(text, start, _REACH)
    is_told = True
    if word == "login ":
        match = _LOGIN.match(text, end) if _TAG.search(left, max(0, len(left) - _NEAR)) else None
    elif word in {"connect ", "conn "}:
        match = _CONNECT.match(text, end)
    elif word == _PROTOCOL:
        match = _ONE_OR_TWO.match(text, end)
    elif word == "auth " and _OF_REDIS.search(left):
        match = _STRONG.match(text, end)
    elif _BEGINS.search(left, max(0, len(left) - _NEAR)) is None:
        return None
    else:
        match = (_ONE if word == "pass " else _ONE_OR_TWO).match(text, end)
        is_told = word == "pass " and (at := left.rfind("USER ")) >= 0 and _USER.match(left, at) is not None
    if match is None or is_placeholder(match["value"]):
        return None
    return match.span("value") if is_told or not _NAME.fullmatch(match["value"]) else None


RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=("login ", "pass ", "auth ", _PROTOCOL, "connect ", "conn "),
    find=_find,
    form=Form("dialogue"),
    hits=(
        "a1 LOGIN bob «hunter2»",
        '> b\'EJBA1 LOGIN "bob" "«my long pass»"\'',
        "C: A003 LOGIN bob «Gr8n!baum»",
        "USER bob\r\nPASS «hunter2»",
        "PASS «Gr8n!baum»",
        "AUTH «Gr8n!baum»",
        "redis> AUTH bob «Gr8n!baum»",
        "HELLO 3 AUTH bob «hunter2»",
        "CONNECT scott/«t1ger9»@orcl",
    ),
    misses=(
        "1 login bob failed",
        "a user LOGIN bob failed",
        "PASS tests/test_login.py",
        "PASS TestCart (0.00s)",
        "PASS",
        "AUTH LOGIN PLAIN XOAUTH2",
        "AUTH failed",
        "AUTH CRAM-MD5",
        "PASS case12",
        "CONNECT db.example.com:443 HTTP/1.1",
        "USER bob\r\nPASS ********",
    ),
)
