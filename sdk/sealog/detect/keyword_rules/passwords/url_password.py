r"""Passwords and keys in URLs: `scheme://user:password@host`, `https://KEY:@host`; also with JSON's `https:\/\/`.

It leaves the user's name and the host. Standard: RFC 3986 section 3.2.1, which forbids `@`, `/`, `?` and `#` in a
password; people write them all the same, so that the last `@` before a host decides. Misses: passwords with spaces
or quotes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sealog.detect.keyword_rules.text.legible import is_hard, is_jumbled, is_mixed
from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import before
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_REACH = 512
_RUN = pattern(r"[^\s\"'<>\x1e]{1,512}", re.ASCII)
_ESCAPE = pattern(r"\\[nrtbfu\"'\\]")
_USER = pattern(r"[^/:@?#\\]{0,128}")
_MAIL = pattern(r"@[^/:@?#\\]{1,128}(?=:(?![0-9]{1,5}(?:[/?#]|\Z))[^@]*@)")
_PORT = pattern(r":[0-9]{1,5}(?=[\\/?#]|\Z)")
_SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]{0,24}\Z")
_STORES = pattern(
    r"(?:postgres|pgsql|mysql|maria|mongo|redis|valkey|amqp|mssql|sqlserver|oracle|clickhouse|cockroach|couch|cql|ldap|smtp|nats|mqtt)"
)
_HOST = pattern(r"[\w\[.%${-]")
_HOST_ENDS = pattern(
    r"(?P<name>[\w.-]{1,255})(?P<port>:[0-9]{1,5})?(?:,[\w.-]{1,64}(?::[0-9]{1,5})?){0,8}\\?[/?#,;&|)]", re.ASCII
)
_LONG_USER = pattern(r"[\w.~+=-]{12,128}[:@]", re.ASCII)
_MOST_SIGNS = 8
_USER_INFORMATION = 3  # steps of reading it
_NO_KEYS = frozenset({"ssh", "git+ssh", "sftp", "rsync", "svn+ssh"})
KEYWORDS = ("://", ":\\/\\/", ":\\\\/\\\\/")


class UserInformation(NamedTuple):
    """The part of a URL before its host: where user, password (empty if there is none) and all of it end."""

    user_end: int
    password: Span
    at: int


def user_information(text: str, start: int, end: int) -> UserInformation | None:
    """Give what stands before the host of the URL whose `://` is `text[start:end]`."""
    run = _RUN.match(text, end, end + _REACH)
    if run is None or "@" not in run[0]:
        return None
    spend(_USER_INFORMATION)
    tail = _one_url(run[0])
    if "@" not in tail:
        return None
    user = _USER.match(tail)
    colon = user.end() if user else 0
    if tail[colon : colon + 1] == "@":
        mail = _MAIL.match(tail, colon)
        if mail is None:
            return UserInformation(end + colon, (end + colon, end + colon), end + colon)
        colon = mail.end()
    if tail[colon : colon + 1] != ":":
        return None
    at = tail.find("@", colon)
    if at < 0 or _is_host_with_port(before(text, start, 26), tail, colon, at):
        return None
    for _ in range(_MOST_SIGNS):
        following = tail.find("@", at + 1)
        if following < 0 or _is_behind_host(tail[at + 1 : following]):
            break
        at = following
    return UserInformation(end + colon, (end + colon + 1, end + at), end + at)


def _one_url(run: str) -> str:
    """Cut the text at an escape or at another URL."""
    if "\\" in run and (escape := _ESCAPE.search(run)) is not None:
        run = run[: escape.start()]
    return run.partition("://")[0]


def _is_host_with_port(left: str, tail: str, colon: int, at: int) -> bool:
    """Tell whether host, port and a path with an `@` in it stand there, rather than user and password."""
    if not _PORT.match(tail, colon):
        return False
    scheme = _SCHEME.search(left)
    is_store = scheme is not None and _STORES.match(scheme[0].lower()) is not None
    return not is_store or "." in tail[:colon] or "=" in tail[colon:at]


def _is_behind_host(piece: str) -> bool:
    """Tell whether the `@` behind `piece` stands behind the host, in a path or query."""
    host = _HOST_ENDS.match(piece)
    return host is not None and ("." in host["name"] or host["port"] is not None or "?" in piece)


def _find(text: str, start: int, end: int) -> Span | None:
    found = user_information(text, start, end)
    if found is None or not _HOST.match(text, found.at + 1):
        return None
    begin, stop = found.password
    return None if begin == stop or is_placeholder(text[begin:stop]) else (begin, stop)


def _find_key(text: str, start: int, end: int) -> Span | None:
    begun = _LONG_USER.match(text, end)
    found = user_information(text, start, end) if begun else None
    if found is None or not _HOST.match(text, found.at + 1):
        return None
    user = text[end : found.user_end]
    scheme = _SCHEME.search(before(text, start, 26))
    if "@" in user or (scheme and scheme[0].lower() in _NO_KEYS):
        return None
    # Nothing behind the colon says that the user is all there is.
    is_alone = found.at == found.user_end + 1
    if not (is_hard(user) or is_mixed(user) or (is_alone and is_jumbled(user))):
        return None
    if is_placeholder(user) or is_masked(user):
        return None
    return end, found.user_end


RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=KEYWORDS,
    find=_find,
    form=Form("url"),
    hits=(
        "postgres://app:«hunter2»@db.example.com/shop",
        "redis://:«hunter2»@cache:6379/0 refused",
        "DATABASE_URL=mysql2://root:«r00t!»@10.0.0.5:3306/x".replace("10.0.0.5", "db"),
        "amqp://guest:«guest1»@rabbit:5672/%2F",
        "clone https://oauth2:«hunter2»@gitlab.example.com/a/b.git",
        "jdbc:postgresql://app:«p%40ss»@db/shop?ssl=true",
        "postgres://a:«Gr8n@baum!7»@h",
        "mongodb://u:«p@ss/w0rd»@h1.example:27017,h2.example:27017/db?authSource=admin",
        r'{"url":"https:\/\/app:«hunter2»@db.example.com\/shop"}',
        "mysql://root:«pa:ss?wo#rd/1»@db:3306/x",
        "ftp://bob:«hunter2»@files.example.com/a@b.txt",
    ),
    misses=(
        "ssh://deploy@build.example.com:22/repo",
        "http://host:8080/path@2x",
        "postgres://app:****@db/shop",
        "postgres://app:${DB_PASSWORD}@db/shop",
        "https://example.com:443/?q=a@b",
        "spark://driver.example:35627",
        "http://[::1]:8080/",
        "mysql://<user>:<password>@host/db",
        "redis://cache:6379/0?owner=a@b",
        "https://example.com/?u=a:b@c",
    ),
)

KEY_RULE = KeywordRule(
    entity="secret",
    group="secret",
    keywords=KEYWORDS,
    find=_find_key,
    form=Form("url"),
    hits=(
        "GET https://«Zt7Qm2Lx9Kc4Vb8N1r5W»:@api.example.com/v1",
        "GET https://«Zt7QmxLyKcaVbNdWrTe»:@api.example.com/v1",
        "GET https://«Zt7Qm2Lx9Kc4Vb8N1r5W»@api.example.com/v1",
        "https://«8c1d5f0e7b2a49d3a6f4e9b80c7d2e15»:x@api.example.com/v1".replace(":x", ":"),
        r'{"url":"https:\/\/«Zt7Qm2Lx9Kc4Vb8N1r5W»:@api.example.com\/v1"}',
        "upstream=http://«a8f5f167f44f4964e6c998dee827110c»@api:8080/",
        "clone https://«Zt7Qm2Lx9Kc4Vb8N1r5W»:${NOTHING_AT_ALL}@git.example.com/a/b.git",
    ),
    misses=(
        "ssh://Zt7Qm2Lx9Kc4Vb8N1r5W@build.example.com:22/repo",
        "https://deploy@build.example.com/repo",
        "https://alice.example:@api.example.com/v1",
        "https://x-access-token:****@git.example.com/a/b.git",
        "https://example.com/Zt7Qm2Lx9Kc4Vb8N1r5W@2x.png",
        "https://Zt7Qm2Lx9Kc4Vb8N1r5W.example.com/?q=a@b",
        "https://service-account-2024@build.example.com/repo",
        "https://${API_KEY_2024_OF_THE_SHOP}@api.example.com/v1",
    ),
)
