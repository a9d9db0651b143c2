"""Every rule finds its hits and leaves its misses, in the quickest engine and the plainest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from detect.marks import unmark
from sealog.detect import keyword_rules as structure
from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.rule import Rule
from sealog.detect.regex import best_engine
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.detect.rules.by_key import fields, inserted

if TYPE_CHECKING:
    from sealog.detect.model.rule import KeyRule, KeywordRule
    from sealog.detect.regex import Engine

IN_TEXT: tuple[Rule | KeywordRule, ...] = (*RULES, *structure.RULES, *inserted.RULES, *fields.RULES)
HITS = [pytest.param(rule, hit, id=f"{rule.entity}-{hit}") for rule in IN_TEXT for hit in rule.hits]
MISSES = [pytest.param(rule, miss, id=f"{rule.entity}-{miss}") for rule in IN_TEXT for miss in rule.misses]
KEY_HITS = [pytest.param(rule, key, id=f"{rule.entity}-{key}") for rule in KEY_RULES for key in rule.hits]
KEY_MISSES = [pytest.param(rule, key, id=f"{rule.entity}-{key}") for rule in KEY_RULES for key in rule.misses]


@pytest.fixture(scope="module", params=[best_engine(), "re"])
def scanner(request: pytest.FixtureRequest) -> Scanner:
    engine: Engine = request.param
    return Scanner(engine=engine)


@pytest.mark.parametrize(("rule", "hit"), HITS)
def test_a_rule_finds_exactly_what_its_hit_marks(scanner: Scanner, rule: Rule | KeywordRule, hit: str) -> None:
    text, spans = unmark(hit)
    assert spans
    assert [(f.start, f.end) for f in scanner.scan(text) if f.entity == rule.entity] == spans


@pytest.mark.parametrize(("rule", "hit"), HITS)
def test_a_hit_holds_nothing_of_another_rule(scanner: Scanner, rule: Rule | KeywordRule, hit: str) -> None:
    assert {finding.entity for finding in scanner.scan(unmark(hit)[0])} == {rule.entity}


@pytest.mark.parametrize(("rule", "miss"), MISSES)
def test_a_rule_leaves_its_misses(scanner: Scanner, rule: Rule | KeywordRule, miss: str) -> None:
    assert rule.entity not in {finding.entity for finding in scanner.scan(miss)}


@pytest.mark.parametrize("rule", IN_TEXT, ids=lambda rule: rule.entity)
def test_a_rule_carries_six_hits_and_eight_misses(rule: Rule | KeywordRule) -> None:
    assert len(set(rule.hits)) >= 6
    assert len(set(rule.misses)) >= 8


@pytest.mark.parametrize("rule", IN_TEXT, ids=lambda rule: rule.entity)
def test_no_value_crosses_the_separator(rule: Rule | KeywordRule) -> None:
    """A value that is cut in two by U+001E is never found across it."""
    scanner = Scanner([rule], (), ()) if isinstance(rule, Rule) else Scanner((), (), [rule])
    for hit in rule.hits:
        text, spans = unmark(hit)
        start, end = spans[0]
        for cut in range(start + 1, end):
            for finding in scanner.scan(f"{text[:cut]}\x1e{text[cut:]}"):
                assert not finding.start < cut < finding.end


def test_rules_are_sorted_by_entity_and_those_that_any_other_overrules_come_last() -> None:
    *first, identity, phone = [rule.entity for rule in RULES]
    assert first == sorted(first)
    assert (identity, phone) == ("identity_number", "phone_number")
    assert [rule.entity for rule in KEY_RULES] == sorted(rule.entity for rule in KEY_RULES)


def test_keywords_have_no_capital_of_ascii() -> None:
    for rule in KEYWORD_RULES:
        assert rule.keywords
        for word in rule.keywords:
            assert word.encode() == word.encode().lower()
            assert len(word.encode()) >= 3 or word == "pw" or rule.entity in {"azure_client_secret", "pagerduty_key"}


@pytest.mark.parametrize(("rule", "key"), KEY_HITS)
def test_a_key_rule_knows_its_hits(rule: KeyRule, key: str) -> None:
    assert Scanner().entity_of_key(key) is rule


@pytest.mark.parametrize(("rule", "key"), KEY_MISSES)
def test_a_key_rule_leaves_its_misses(rule: KeyRule, key: str) -> None:
    assert Scanner().entity_of_key(key) is not rule


@pytest.mark.parametrize("rule", KEY_RULES, ids=lambda rule: rule.entity)
def test_a_key_rule_carries_six_hits_and_eight_misses(rule: KeyRule) -> None:
    assert len(set(rule.hits)) >= 6
    assert len(set(rule.misses)) >= 8
