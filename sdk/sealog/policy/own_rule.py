"""A user's own detection rule, read from a policy and tested on its own hits and misses before it is used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, get_args

from stdnum import luhn, verhoeff
from stdnum.iso7064 import mod_11_10, mod_97_10

from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.surroundings import SEPARATOR
from sealog.detect.regex import best_engine, compile_shape
from sealog.detect.rules.support.numbers import compact, issued, number_rule
from sealog.records.finding import Group

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.detect.model.rule import Rule
    from sealog.policy.spot import Spot

_NO_DIGITS = re.compile("[^0-9]+")


def _digits(value: str) -> str:
    return _NO_DIGITS.sub("", value)


VALIDATORS: dict[str, Callable[[str], bool]] = {
    "none": issued,
    "luhn": lambda value: luhn.is_valid(_digits(value)),
    "mod_11_10": lambda value: mod_11_10.is_valid(_digits(value)),
    "mod_97_10": lambda value: mod_97_10.is_valid(compact(value)),
    "verhoeff": lambda value: verhoeff.is_valid(_digits(value)),
}
"""Checks by name, of a value's digits (`mod_97_10`: and its letters).

ISO/IEC 7812-1 annex B (`luhn`), ISO/IEC 7064, and J. Verhoeff, Error Detecting Decimal Codes (1969).
"""

_ENTITY = re.compile("[a-z][a-z0-9_]{0,31}")  # what a sealed value can spell (docs/spec/sealed-value.md)
_FIELDS = ("entity", "group", "shape", "validator", "context", "hits", "misses")


def read_rule(spot: Spot) -> Rule:
    """Read one rule.

    Raises:
        SettingError: a field is missing or wrong, a hit is not found or a miss is; the line is named, not the text.
    """
    fields = spot.entries(_FIELDS)
    for needed in ("entity", "shape", "hits", "misses"):
        if needed not in fields:
            raise spot.error(f"`{needed}` is missing")
    entity = fields["entity"].text()
    if not _ENTITY.fullmatch(entity):
        raise fields["entity"].error("must be small letters, digits and `_`, at most 32")
    shape = _checked_shape(fields["shape"])
    words = [word.text().lower() for word in fields["context"].items()] if "context" in fields else []
    rule = number_rule(
        entity,
        group=fields["group"].one_of(get_args(Group)) if "group" in fields else "person",
        shape=shape,
        check=VALIDATORS[fields["validator"].one_of(VALIDATORS)] if "validator" in fields else issued,
        words=words,
        alone="" if words else shape,
        gate="" if words else shape,
        hits=tuple(hit.text() for hit in fields["hits"].items()),
        misses=tuple(miss.text() for miss in fields["misses"].items()),
    )
    _try(rule, fields)
    return rule


def _checked_shape(spot: Spot) -> str:
    shape = spot.text()
    wrong = spot.error("must be a regular expression that both RE2 and Python's `re` read")
    try:
        plain, fast = re.compile(shape, re.ASCII), compile_shape(shape, best_engine())
    except Exception:  # noqa: BLE001 - either engine's own error; its text quotes the shape
        raise wrong from None
    if plain.fullmatch("") or plain.search(SEPARATOR):
        raise spot.error("must match neither an empty text nor U+001E, which stands between the texts of a record")
    try:
        fast.confirm("", lambda *_: None)  # the compiled half compiles a shape when a text first asks for it
    except Exception:  # noqa: BLE001 - as above: it is too large
        raise wrong from None
    return shape


def _try(rule: Rule, fields: dict[str, Spot]) -> None:
    scanner = Scanner(rules=[rule], key_rules=[])
    for spot, marked in zip(fields["hits"].items(), rule.hits, strict=True):
        text, spans = _unmark(marked)
        if not spans:
            raise spot.error("a hit marks what is to be found with guillemets: «…»")
        if [(found.start, found.end) for found in scanner.scan(text)] != spans:
            raise spot.error("the rule does not find exactly what this hit marks")
    for spot, miss in zip(fields["misses"].items(), rule.misses, strict=True):
        if scanner.scan(miss):
            raise spot.error("the rule finds something in this miss")


def _unmark(marked: str) -> tuple[str, list[tuple[int, int]]]:
    pieces = re.split("[«»]", marked)
    spans, at = [], 0
    for number, piece in enumerate(pieces):
        if number % 2:
            spans.append((at, at + len(piece)))
        at += len(piece)
    return "".join(pieces), spans
