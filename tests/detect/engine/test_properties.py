"""Properties that hold for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from detect.marks import unmark
from sealed_values import own
from sealog.crypto.spelling import splice
from sealog.detect.engine.scanner import Scanner
from sealog.detect.rules import RULES

EACH = [Scanner(engine=engine) for engine in ENGINES]
BEST = EACH[0]
TOKEN = own()

_EXAMPLES = [unmark(example)[0] for rule in RULES for example in (*rule.hits, *rule.misses)]
_GLUE = st.sampled_from(
    ["", " ", ".", ":", "-", "@", "/", "=", "+", "00", "\x1e", "\n", '"', "é", "漢", "😀", "\ud800", "%", "::", "_"]
)
texts = st.one_of(
    st.text(),
    st.text(st.characters(codec="ascii")),
    st.text(st.sampled_from("0123456789abcdefABCDEF.:-+@ %x/")),
    st.lists(st.one_of(st.sampled_from(_EXAMPLES), _GLUE, st.text(max_size=4)), max_size=8).map("".join),
)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_findings_are_sorted_disjoint_and_within_the_text(text: str) -> None:
    found = BEST.scan(text)
    assert all(0 <= finding.start < finding.end <= len(text) for finding in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@pytest.mark.thorough
@given(texts)
@settings(max_examples=400, deadline=None)
def test_all_engines_find_the_same(text: str) -> None:
    found = [scanner.scan(text) for scanner in EACH]
    assert found == [found[0]] * len(EACH)


@given(st.lists(texts, max_size=5))
@settings(max_examples=200, deadline=None)
def test_many_texts_give_what_each_gives_alone(many: list[str]) -> None:
    alone = [BEST.scan(text) for text in many]
    assert BEST.scan_many(many) == (alone if any(alone) else None)


@given(texts)
@settings(max_examples=400, deadline=None)
def test_nothing_is_found_in_the_place_of_sealed_values(text: str) -> None:
    """A token is whole after splicing: a second scan finds nothing that reaches into one."""
    found = BEST.scan(text)
    sealed = splice(text, [(finding.start, finding.end, TOKEN) for finding in found])
    tokens = [position for position in range(len(sealed)) if sealed.startswith(TOKEN, position)]
    for finding in BEST.scan(sealed):
        assert all(finding.end <= token or token + len(TOKEN) <= finding.start for token in tokens)


@given(st.lists(st.sampled_from([hit for rule in RULES for hit in rule.hits]), max_size=5).map("\n".join))
@settings(max_examples=200, deadline=None)
def test_a_sealed_text_is_clean(marked: str) -> None:
    text, _ = unmark(marked)
    sealed = splice(text, [(finding.start, finding.end, TOKEN) for finding in BEST.scan(text)])
    assert BEST.scan(sealed) == []
