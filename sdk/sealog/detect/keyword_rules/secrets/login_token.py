"""Tokens under names that end in `login`: `SONAR_LOGIN=9b2f…`, `sonar.login=…`.

It leaves names of people, which is what a login nearly always is: only a value that nobody could remember counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.enclosed import assigned
from sealog.detect.keyword_rules.text.legible import is_hard, is_jumbled, is_mixed
from sealog.detect.keyword_rules.text.placeholders import is_masked, is_placeholder
from sealog.detect.model.rule import Form, KeywordRule
from sealog.pattern import pattern

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span

_SHORTEST = 20
_TIME = pattern(r"[0-9:.TZ+-]+")


def _find(text: str, start: int, end: int) -> Span | None:
    found = assigned(text, start, end)
    if found is None or found.rest or found.sign in {"", "==", "(", ","}:
        return None
    value = text[found.start : found.end]
    if _TIME.fullmatch(value) or not value.isascii() or "@" in value or is_placeholder(value) or is_masked(value):
        return None
    is_long_one = len(value) >= _SHORTEST and (is_hard(value) or is_mixed(value))
    return (found.start, found.end) if is_long_one or (found.prefix and is_jumbled(value)) else None


RULE = KeywordRule(
    entity="secret",
    group="secret",
    keywords=("login",),
    find=_find,
    form=Form("login_token"),
    hits=(
        "ARTIFACTORY_LOGIN=«8c1d5f0e7b2a49d3a6f4e9b80c7d2e158c1d5f0e»",
        "-Dregistry.login=«8c1d5f0e7b2a49d3a6f4e9b80c7d2e158c1d5f0e»",
        '{"registryLogin": "«t7Rk2LwQ9xVb4NcZ8mPj»"}',
        "NEXUS_LOGIN: «t7Rk2LwQ9xVb4NcZ8mPj»",
        "login='«pL0sX8vB-3nQ7tYc_5kWe1»'",
        "APP_LOGIN=«tHF4vUCsMehG» shopLogin: «kQ3vXw7Zp2Lm9»",
        "AZURE_LOGIN=«t7Rk2LwQ9xVb4NcZ8mPj» ./deploy",
    ),
    misses=(
        "login=alice",
        "login: alice.example-2024-from-sales",
        "last_login=2024-05-18T12:30:45.123456Z",
        "login failed for user bob",
        "SONAR_LOGIN=${SONAR_TOKEN_2024_FROM_VAULT}",
        "login=xxxxxxxxxxxxxxxxxxxxxxxx",
        "login_id=8c1d5f0e7b2a49d3a6f4e9b80c7d2e158c1d5f0e",
        "login == 8c1d5f0e7b2a49d3a6f4e9b80c7d2e158c1d5f0e",
        "APP_LOGIN=JohnDoe1984 APP_LOGIN=SvcBackup2024 APP_LOGIN=mira.osei_77 login=tHF4vUCsMehG",
        "login=service-account-2024-of-the-shop",
    ),
)
