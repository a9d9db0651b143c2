"""Texts made to slow the scanner down: repeated beginnings of what each rule looks for, and random bytes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detect.marks import unmark
from detect.rules.test_rules import IN_TEXT
from detect.test_secrets import HITS as SECRET_HITS
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.rules import RULES

SCANNER = default_scanner()
EMAIL = "alice@example.com"
_SURROUNDED = 24


def _beginning(marked: str) -> str:
    """Give what stands before a value, and three quarters of it: enough to open every gate, too little to be found."""
    text, spans = unmark(marked)
    start, end = spans[0]
    return text[max(0, start - _SURROUNDED) : start + max(1, (end - start) * 3 // 4)]


BEGINNINGS = {rule.entity: _beginning(rule.hits[0]) for rule in IN_TEXT}
BEGINNINGS.update({f"{hit.entity} {hit.keyword}": _beginning(hit.line) for hit in SECRET_HITS})


@pytest.mark.thorough
def test_a_megabyte_of_the_beginnings_of_all_rules_is_scanned_to_its_end() -> None:
    turn = " ".join(BEGINNINGS.values())
    text = f"{turn * (1_000_000 // len(turn) + 1)} {EMAIL}"
    last = SCANNER.scan(text)[-1]
    assert text[last.start : last.end].endswith(EMAIL)


@given(st.binary(max_size=400), st.sampled_from(sorted(BEGINNINGS.values())))
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_an_error(data: bytes, beginning: str) -> None:
    for text in (data.decode("latin-1"), data.decode("utf-8", "surrogateescape"), data.decode("utf-8", "replace")):
        for found in SCANNER.scan(f"{text}{beginning}{text}"):
            assert 0 <= found.start < found.end


@pytest.mark.thorough
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.entity)
def test_no_value_of_a_rules_shape_makes_an_error(rule: object) -> None:
    word = (rule.context or ("",))[0]  # type: ignore[attr-defined]  # a rule

    @given(st.from_regex(rule.shape, fullmatch=True))  # type: ignore[attr-defined]  # same
    @settings(max_examples=12, deadline=None)
    def scan(value: str) -> None:
        text = f"{word} {value}"
        assert all(found.end <= len(text) for found in SCANNER.scan(text))

    scan()
