"""National phone numbers whose spelling alone shows that they are phone numbers.

The sizes of their groups must be those of a numbering plan. It leaves columns and pieces of longer numbers.
Sources: the North American Numbering Plan (area and exchange begin with 2 to 9; which areas are assigned is known to
`phonenumbers`), ITU-T E.123 section 2 (the part that is left out at times stands in parentheses), RFC 3966 section 3
(extensions). Misses: `415 555 2671`, `0151 23456789`, `06 12 34 56 78`, which other numbers are written like as well.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sealog.compiled import compiled
from sealog.detect.data.phone_ranges import (
    assigned_in,
    assigned_shape_in,
    country_code,
    country_codes,
    is_parsed,
    issued_in,
    issued_shape_in,
)
from sealog.detect.model.rule import Rule, Span
from sealog.detect.model.scan_budget import spend
from sealog.detect.model.surroundings import after, before, is_glued
from sealog.detect.rules.support.numbers import compact, shown
from sealog.pattern import pattern, source_of

REGIONS = ("DE", "GB", "FR", "ES", "IT", "NL", "AU", "JP", "BR", "AT", "CH", "BE", "HU", "IE", "PL", "ZA", "NZ")
"""Whose area codes are known in parentheses; in the order in which they are asked."""

GROUPINGS: dict[str, dict[tuple[int, ...], tuple[str, ...]]] = {
    " ": {
        (3, 3, 2, 2): ("CH",),
        (4, 2, 2, 2): ("BE",),
        (4, 3, 2, 2): ("AT", "TR"),
        (3, 3, 4): ("ZA", "FI", "IE", "NZ"),
        (3, 4, 4): ("GB", "KR"),
        (4, 3, 3): ("AU",),
        (4, 3, 4): ("GB", "PH"),
    },
    "-": {(2, 4, 4): ("JP",), (3, 4, 4): ("JP",)},
}
"""How many digits stand between the separators where a country groups a number behind the trunk zero, and which do.

As libphonenumber formats them. Pairs (`06 12 34 56 78`), which times and bytes are as well, and two groups only are
left out.
"""

_EXTENSION = r"(?: ?(?:x|ext\.?) ?[0-9]{2,6})"
_PARENTHESES = pattern(rf"(?:1[-. ]?)?\([0-9]{{3}}\)[- ]?[0-9]{{3}}[-.][0-9]{{4}}{_EXTENSION}?")
_AMERICAN = pattern(r"(?:1([-.]))?([2-9][0-9]{2})([-.])([2-9][0-9]{2})\3([0-9]{4})")
_AREA = pattern(r"\((?:0[1-9][0-9]{0,3}\) ?[0-9]{2,8}(?:[ -][0-9]{2,5}){0,3}|[1-9][0-9]{1,2}\) ?[0-9]{3,5}-[0-9]{3,4})")
_TRUNK = pattern(r"0[1-9][0-9]{0,2}(?:([ -])[0-9]{2,4})(?:\1[0-9]{2,4}){1,2}")
_TAIL = pattern(rf"{_EXTENSION}\Z")
_TIED_LEFT = pattern(r"[-+.:/#\\$)\]]\Z")
_TIED_RIGHT = pattern(r"[-/+:][0-9A-Za-z]|\.[0-9]|[(\[]")
_TIED_RIGHT_OF_SPACES = pattern(r"[/+:][0-9A-Za-z]|[-.][0-9]|[(\[]")
_COLUMN_LEFT = pattern(r"[0-9][,;|]?[ \t]\Z|[,;|\t]\Z")
_COLUMN_RIGHT = pattern(r"[ \t,;|][0-9]")
_GOES_ON_LEFT = pattern(r"[0-9][ ,]\Z")
_GOES_ON_RIGHT = pattern(r"[-/+:.][0-9]|[ ]?[(\[]")


_ISSUED = 2  # steps of telling whether a number is issued in some regions

_AMERICA = ("US", "CA"), ("fixed_line", "toll_free", "premium_rate")


def _validate(text: str, start: int, end: int) -> Span | None:
    if is_glued(text, start, end):
        return None
    value = text[start:end]
    tail = _TAIL.search(value) if "x" in value else None
    if _PARENTHESES.fullmatch(value) or (tail and _AMERICAN.fullmatch(value, 0, tail.start())):
        # Only telephone numbers are written so; a hyphen and a word behind them (`-Fax`) are no part of the number.
        return None if _goes_on(text, start, end) else (start, end)
    if tail or _is_tied(text, start, end):
        return None
    if value[0] == "(":
        _teach("area")
        regions: tuple[str, ...] = REGIONS if _AREA.fullmatch(value) else ()
        return (start, end) if _is_issued(value, regions) else None
    if (american := _AMERICAN.fullmatch(value)) is not None:
        is_even = american[1] in {None, american[3]}
        _teach("american")
        return (start, end) if is_even and assigned_in(*_AMERICA)("".join(american.group(2, 4, 5))) else None
    regions = ()
    if (trunk := _TRUNK.fullmatch(value)) is not None and not _is_column(text, start, end):
        sizes = tuple(map(len, value.split(trunk[1])))
        regions = GROUPINGS[trunk[1]].get(sizes, ())
        _teach(_kind(trunk[1], sizes))
    return (start, end) if _is_issued(value, regions) else None


def _kind(sign: str, sizes: tuple[int, ...]) -> str:
    """Give a grouping's name for the compiled half: ` 3,4,4`."""
    return sign + ",".join(map(str, sizes))


@cache
def _teach(kind: str) -> None:
    """Tell the compiled half which numbers of a kind are issued; with the first of them, so that no start waits."""
    if compiled is None:
        return
    if kind == "american":
        _twin(compiled).learn(kind, assigned_shape_in(*_AMERICA))
    elif regions := REGIONS if kind == "area" else _BY_KIND.get(kind):
        _twin(compiled).learn(kind, issued_shape_in(regions))


def _is_column(text: str, start: int, end: int) -> bool:
    """Tell whether digits that only spaces separate go on: `017 0442 1744 2`."""
    left, right = before(text, start, 3), after(text, end, 2)
    return bool(_COLUMN_LEFT.search(left) or _COLUMN_RIGHT.match(right))


def _is_tied(text: str, start: int, end: int) -> bool:
    # A hyphen and a word (`082 490 1693-Office`) don't continue groups that spaces join.
    tied_right = _TIED_RIGHT_OF_SPACES if " " in text[start:end] and "-" not in text[start:end] else _TIED_RIGHT
    return bool(_TIED_LEFT.search(before(text, start, 1)) or tied_right.match(after(text, end, 2)))


def _goes_on(text: str, start: int, end: int) -> bool:
    left = before(text, start, 2)
    return left[-1:] in {"-", "+", "."} or bool(_GOES_ON_LEFT.search(left) or _GOES_ON_RIGHT.match(after(text, end, 2)))


def _is_issued(value: str, regions: tuple[str, ...]) -> bool:
    if not regions:
        return False
    spend(_ISSUED)
    digits = compact(value)
    if issued_in(regions)(digits):
        return True
    return digits.startswith(country_codes(regions)) and any(
        digits.startswith(str(country_code(region))) and is_parsed(value, region) for region in regions
    )


_3 = "[0-9][0-9][0-9]"
_SIDE = "[2-9][0-9][0-9]"

_SHAPE = (
    r"(?:1[-. ]?)?\([0-9]{3}\)[- ]?[0-9]{3}[-.][0-9]{4}(?: ?(?:x|ext\.?) ?[0-9]{2,6})?"
    r"|\([0-9]{2,5}\) ?[0-9]{2,8}(?:[ -][0-9]{2,5}){0,3}"
    r"|0[1-9][0-9]{0,2}(?:(?: [0-9]{2,4}){2,3}|(?:-[0-9]{4}){2})"
    r"|(?:1[-.])?[2-9][0-9]{2}[-.][2-9][0-9]{2}[-.][0-9]{4}(?: ?(?:x|ext\.?) ?[0-9]{2,6})?"
)


_BY_KIND = {_kind(sign, sizes): regions for sign, known in GROUPINGS.items() for sizes, regions in known.items()}


@cache
def _twin(compiled: Any) -> Any:
    return compiled.LonePhones(_SHAPE, source_of(_PARENTHESES)[0], source_of(_AREA)[0], set(_BY_KIND))


RULE = Rule(
    entity="phone_number",
    group="contact",
    gate=(
        rf"{_SIDE}(?:-{_SIDE}-|\.{_SIDE}\.)[0-9]{_3}|\([0-9][0-9][0-9]?[0-9]?[0-9]?\)[ -]?[0-9][0-9]"
        r"|(?:^|[^0-9A-Za-z_])0[1-9][0-9]?[0-9]?(?: [0-9][0-9][0-9]?[0-9]? [0-9][0-9]|-[0-9][0-9][0-9][0-9]-[0-9])"
    ),
    shape=_SHAPE,
    validate=_validate,
    twin=_twin,
    normalise=compact,
    indexed=False,
    hits=(
        *shown("(415) 555-2671", "(415)555-2671", "415-555-2671", "415.555.2671", "1-415-555-2671", "1 (415) 555-2671"),
        *shown("(415) 555-2671 x12", "415-555-2671 ext. 4021", "800-555-0199"),
        *shown("(030) 1234-5678", "(030) 901820", "(020) 7946 0018", "(03) 5327 5996", "(11) 3123-4567"),
        *shown("079 0442 1744", "041 541 67 61", "0487 23 46 71", "0660 565 36 45", "0412 345 678", "03-1234-5678"),
        "user id 7, «212-555-0123», moved",
        "«(212)555-0123x4402»-Fax, «082 490 1693»-Office",
    ),
    misses=(
        "order 415 555 2671 shipped",
        "order 4155552671 shipped",
        "part 115-555-2671",
        "part 415-155-2671",
        "area 200-555-2671 is not assigned",
        "part 415-555.2671",
        "part 415-555-2671-9",
        "part 415-555-2671-b and a-415-555-2671",
        "part x415-555-2671 and 415-555-2671_3",
        "10.415.555.2671 and 415.555.2671.1",
        "at 12:415-555-2671",
        "/415-555-2671",
        "f(415) of 555-2671",
        "kvi 26214396(104857584)",
        "017 0442 1744 2 and 3 079 0442 1744 in columns",
        "at 06 12 34 56 78 and 0151 23456789",
        "hex 079 0442 174f, 0790 4421 7440",
        "081109 203615 148 INFO",
        "counts (12) 345 678 and (123) 456 789",
        "took (15) 100-20 ms",
        "call(415) 555-267",
        "v(1.2) 12-3456",
        "0415-555-2671",
        "sizes 415.555.2671x",
    ),
)
