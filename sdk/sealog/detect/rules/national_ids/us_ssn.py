"""US social security numbers, hyphenated (`AAA-GG-SSSS`) or with spaces.

It leaves columns of numbers. Nine digits in one piece, or with other separators, count only right behind their label.
Standard: SSA numbering (areas 000, 666 and 900 to 999, group 00 and serial 0000 are never issued). Misses: those
without a label; ITINs (area 9xx) are another kind of number.
"""

from __future__ import annotations

import re
from typing import Any

from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.surroundings import after, before, is_glued
from sealog.detect.rules.support.context import labelled, near_source
from sealog.detect.rules.support.numbers import is_tied, said, unsaid
from sealog.pattern import pattern

_SHAPE = r"[0-9]{3}[ -][0-9]{2}[ -][0-9]{4}"
_BARE_SHAPE = r"[0-9]{3}[ \t.\-/_]{0,3}[0-9]{2}[ \t.\-/_]{0,3}[0-9]{4}"
_NEVER_ISSUED = pattern(r"000|666|9")
_NEAR = 12
_TIED_BEFORE = pattern(r"[-+]\Z|[0-9]\.\Z")
_TIED_AFTER = pattern(r"[-+][0-9A-Za-z]|\.[0-9]")
_COLUMN_BEFORE = pattern(r"(?:^|[^\w.-])[0-9.]*[0-9] \Z|\" \Z")
_LABELS = ("ssn", "social security", "social security number", "social security no", "ss number")
_is_labelled = labelled(_LABELS)
_OF_A_HOUSE = pattern(
    r"(?:suite|apt\.?|apartment|unit|room|box|floor|flat) \Z", re.IGNORECASE
)  # then a street's number
_COLUMN_AFTER = pattern(r" +[0-9\"-]")


def _validate(text: str, start: int, end: int) -> Span | None:
    value = text[start:end]
    if value[3] != value[6] or _NEVER_ISSUED.match(value) or value[4:6] == "00" or value[7:] == "0000":
        return None
    left, right = before(text, start, _NEAR), after(text, end, _NEAR)
    if is_glued(text, start, end) or _TIED_BEFORE.search(left) or _TIED_AFTER.match(right):
        return None
    if value[3] == " " and (_COLUMN_BEFORE.search(left) or _COLUMN_AFTER.match(right) or _OF_A_HOUSE.search(left)):
        return None
    return start, end


def _normalise(value: str) -> str:
    return "".join(filter(str.isdigit, value))


def _twin(compiled: Any) -> Any:
    return compiled.SocialSecurityNumbers(_SHAPE)


def _twin_of_bare(compiled: Any) -> Any:
    return compiled.Numbers(_BARE_SHAPE, None, near_source(_LABELS, is_label=True), "us.ssn")


def _validate_bare(text: str, start: int, end: int) -> Span | None:
    if is_tied(text, start, end) or not _is_labelled(text, start, end):
        return None
    value = _normalise(text[start:end])
    if _NEVER_ISSUED.match(value) or value[3:5] == "00" or value[5:] == "0000":
        return None
    return start, end


BARE = Rule(
    entity="us_ssn",
    group="national_id",
    gate="",
    shape=_BARE_SHAPE,
    validate=_validate_bare,
    twin=_twin_of_bare,
    normalise=_normalise,
    indexed=False,
    hits=(
        *said("SSN", "536904399"),
        *said("social security number", "219099999"),
        *said("SSN", "536.90.4399", "536  90  4399", "536-90 4399", "536 - 90 - 4399", "536/90/4399"),
        "SSN:\t«536\t90\t4399»",
        "SSN is «536904399», he said",
        "<ssn>«536904399»</ssn>",
    ),
    misses=(
        *unsaid("SSN", "536904399", "000904399", "666904399", "936904399", "536004399", "536900000"),
        "ssn lookup took 536904399 ns",
    ),
    context=_LABELS,
)

RULE = Rule(
    entity="us_ssn",
    group="national_id",
    gate=r"[0-9][0-9][0-9][ -][0-9][0-9][ -][0-9][0-9][0-9][0-9]",
    shape=_SHAPE,
    validate=_validate,
    twin=_twin,
    normalise=_normalise,
    indexed=False,
    hits=(
        "ssn «123-45-6789» checked",
        "ssn=«536-90-4399»",
        "SSN «536 90 4399».",
        '{"ssn":"«219-09-9999»"}',
        "a;«665-12-3456»;b",
        "(«899-99-9999»)",
        "7,«536-90-4399»,12",
        "ssn:«536-90-4399»",
        "«123-45-6789»",
        "both «536-90-4399», «536-90-4398»",
    ),
    misses=(
        "Suite 680 36 4022 Oakridge Lane",
        "000-12-3456",
        "666-12-3456",
        "900-12-3456 is an ITIN's area",
        "123-00-6789",
        "123-45-0000",
        "123-45 6789",
        "123456789",
        "1123-45-6789",
        "123-45-67890",
        "+1-123-45-6789",
        "550e8400-123-45-6789-a716",
        '"GET / HTTP/1.1" 200 45 6789',
        "columns 12 200 45 6789 3",
        "part 123-45-6789-01",
    ),
)
