"""The plainest scanner of the same rules: every rule looks at every text. It is slow, and shares no fast path.

No gate, no automaton, no RE2, no anchors, no shortcut for ASCII: what the scanner leaves out because it sees that
nothing can be there, this one looks at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sealog.crypto.spelling import find_sealed_values
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.detect.structured.mending import Structure
from sealog.detect.structured.names_beside import NAME_RULES
from sealog.detect.unescape.merge import in_original, merge, merge_readings
from sealog.detect.unescape.readings import readings
from sealog.records.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import KeywordRule, Rule, Span

_SHAPES = [re.compile(rule.shape, re.ASCII) for rule in RULES]
_SURROGATE = re.compile("[\ud800-\udfff]")


def scan(text: str) -> list[Finding]:
    """Give what `Scanner.scan` is to give."""
    text = _SURROGATE.sub("\ufffd", text)
    found: list[tuple[int, int, int]] = []
    offset = 0
    whole = list(_candidates(text))
    for part in text.split("\x1e"):
        here = [(a - offset, b - offset, rank) for a, b, rank in whole if offset <= a < offset + len(part)]
        found += [(a + offset, b + offset, rank) for a, b, rank in _with_readings(part, here)]
        offset += len(part) + 1
    found = _STRUCTURE.mend(text, found)
    sealed = list(find_sealed_values(text))
    found = [(start, end, rank) for start, end, rank in found if not any(start < b and a < end for a, b in sealed)]
    chosen: list[tuple[int, int, int]] = []
    for start, end, rank in sorted(found, key=lambda each: (each[0] - each[1], each[2], each[0])):
        if all(end <= a or b <= start for a, b, _ in chosen):
            chosen.append((start, end, rank))
    rules = (*RULES, *KEYWORD_RULES, *KEY_RULES)
    return [Finding(rules[rank].entity, rules[rank].group, start, end) for start, end, rank in sorted(chosen)]


def _entity(rank: int) -> str:
    return (*RULES, *KEYWORD_RULES, *KEY_RULES)[rank].entity


_FIRST_KEY_RULE = len(RULES) + len(KEYWORD_RULES)
_STRUCTURE = Structure(
    default_scanner().entity_of_key,
    {id(rule): rank for rank, rule in enumerate(KEY_RULES, _FIRST_KEY_RULE)},
    _entity,
    lambda _: True,
)
"""It reads the structure of every text."""


def _with_readings(text: str, written: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    given = readings(text)
    if not given:
        return written
    read = [in_original(each, _candidates(each.text)) for each in given]
    return merge(text, written, merge_readings(text, given[0], read, lambda rank: rank < len(RULES)), given[0])


def _candidates(text: str) -> Iterator[tuple[int, int, int]]:
    for rank, rule in enumerate(RULES):
        for start, end in _by_shape(rule, _SHAPES[rank], text):
            yield start, end, rank
    lowered = _lower(text)
    for word, read in [(word, rule.read) for rule in NAME_RULES for word in rule.keywords]:
        for at in _places(word, lowered):
            yield from _STRUCTURE.beside(text, read(text, at, at + len(word)))
    for rank, keyword_rule in enumerate(KEYWORD_RULES, len(RULES)):
        for start, end in _by_keyword(keyword_rule, text, lowered):
            yield start, end, rank


def _by_shape(rule: Rule, shape: re.Pattern[str], text: str) -> Iterator[Span]:
    position = 0
    while (match := shape.search(text, position)) is not None:
        span = rule.validate(text, *match.span())
        if span is not None:
            yield span
        position = (span or match.span())[1]


def _by_keyword(rule: KeywordRule, text: str, lowered: str) -> Iterator[Span]:
    """Look beside each keyword, sorted by end, then start, but not within what the rule has found before."""
    places = {(at + len(word), at) for word in rule.keywords for at in _places(word, lowered)}
    done = 0
    for end, start in sorted(places):
        span = rule.find(text, start, end) if start >= done else None
        if span is not None:
            for each in (span, *(rule.others(text, start, end) if rule.others else ())):
                done = each[1]
                yield each


def _lower(text: str) -> str:
    """Lower ASCII only: other letters may become two."""
    return "".join(char.lower() if char.isascii() else char for char in text)


def _places(word: str, text: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
