"""Passwords in URLs: `scheme://user:password@host`.

It leaves the user's name and the host. Standard: RFC 3986 section 3.2.1. Misses: passwords with an unescaped slash or
`@`, which the standard forbids; a token in the place of the user (makers' own forms are found).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.interface import KeywordRule
from sealog.detect.structure.placeholders import is_placeholder

if TYPE_CHECKING:
    from sealog.detect.interface import Span

_USER = re.compile(r"[^\s/:@?#\"'<>\x1e\\]{0,128}:(?P<password>[^\s/@\"'<>\x1e\\]{1,256})@(?=[\w\[.%${-])", re.ASCII)


def _find(text: str, _start: int, end: int) -> Span | None:
    match = _USER.match(text, end)
    if match is None or is_placeholder(match["password"]):
        return None
    return match.span("password")


RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=("://",),
    find=_find,
    hits=(
        "postgres://app:«hunter2»@db.example.com/shop",
        "redis://:«hunter2»@cache:6379/0 refused",
        "DATABASE_URL=mysql2://root:«r00t!»@10.0.0.5:3306/x".replace("10.0.0.5", "db"),
        "amqp://guest:«guest1»@rabbit:5672/%2F",
        "clone https://oauth2:«hunter2»@gitlab.example.com/a/b.git",
        "jdbc:postgresql://app:«p%40ss»@db/shop?ssl=true",
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
    ),
)
