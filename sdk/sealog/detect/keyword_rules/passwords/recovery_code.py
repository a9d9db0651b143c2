"""Codes that let somebody in without the second factor: `"recovery_code": "yvf13-fb2k"`, `backup codes: […]`.

Services give them in a list, each of one to six groups of letters and digits; such of digits only are
`one_time_code.py`'s. Misses: codes that are words, and codes in tables.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.model.rule import KeywordRule
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import begins_part
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import Span

_READ = 6
"""Steps of reading a code."""

_MOST_CODES = 32
_CODE = (
    r"(?P<code>(?=[^\s\"'\\]{0,40}[0-9])(?=[^\s\"'\\]{0,40}[A-Za-z])[A-Za-z0-9]{2,16}(?:-[A-Za-z0-9]{2,16}){0,5})"
    r"(?![\w./:@-])"
)
_FIRST = pattern(
    r"s?\\{0,3}[\"']?(?:\[[0-9]{0,2}\])?(?:[ ]{0,2}(?:=>|[:=])[ ]{0,2}|[ ](?:is|are|was)[ ])\[?\s{0,8}\\{0,3}[\"'`]?"
    + _CODE,
    re.ASCII,
)
_NEXT = pattern(r"\\{0,3}[\"'`]?[ ]?[,;|]?\s{1,8}\\{0,3}[\"'`]?" + _CODE, re.ASCII)
_NEXT_CLOSE = pattern(r"\\{0,3}[\"'`]?[,;|]\\{0,3}[\"'`]?" + _CODE, re.ASCII)
_SHORTEST = 6
_VERSION = pattern(r"v[0-9]{1,4}|(?:sha|md|rfc|http|base|utf|version|type|step)-?[0-9]{1,4}", re.IGNORECASE)


def _is_code(code: str) -> bool:
    return len(code) >= _SHORTEST and _VERSION.fullmatch(code) is None and not is_placeholder(code)


def _find(text: str, start: int, end: int) -> Span | None:
    spend(_READ)
    match = _FIRST.match(text, end) if begins_part(text, start) else None
    return match.span("code") if match is not None and _is_code(match["code"]) else None


def _others(text: str, start: int, end: int) -> Iterator[Span]:
    """Give the further codes of a list."""
    found = _find(text, start, end)
    for _ in range(_MOST_CODES if found is not None else 0):
        spend(_READ)
        match = found and (_NEXT.match(text, found[1]) or _NEXT_CLOSE.match(text, found[1]))
        if not match or not _is_code(match["code"]):
            return
        found = match.span("code")
        yield found


RULE = KeywordRule(
    entity="password",
    group="secret",
    keywords=tuple(
        f"{kind}{joint}code" for kind in ("recovery", "backup", "rescue", "scratch") for joint in ("_", "-", "", " ")
    ),
    find=_find,
    others=_others,
    hits=(
        '"recovery_code": "«yvf13-fb2k»"',
        "recoveryCode=«a1b2c-d3e4f»",
        "backup codes: «a1b2c-d3e4f», «g5h6i-j7k8l»",
        '{"backup_codes":["«a1b2c-d3e4f»","«g5h6i-j7k8l»"]}',
        "user_backup_code: «4fq8zk2m»",
        "your recovery code is «yvf13-fb2k»",
    ),
    misses=(
        "recovery code: required, backup_code=null",
        "recovery_code=${RECOVERY_CODE_1}",
        "backup code is version2 now",
        "recovery code: E12",
        "backup_code=backup/codes.v2",
        "recovery codes are being generated",
        "recovery_code: sha256",
        "backup_code = backup7.zip",
    ),
)
