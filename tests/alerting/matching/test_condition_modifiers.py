"""Modifiers of `match` as users write them; and the rule index finds the rules that trying each one finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerting.events import event, rule_file
from alerting.rulefiles import rule
from sealog.crypto.blind_index import blind_indexer
from sealog.errors import SettingError
from sealog.keys.bundle import save_bundle
from sealog_exporters.alerting.engine.rule_index import RuleIndex
from sealog_exporters.alerting.matching.condition import Condition, Modifier, compile_match
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

RECORD = event(
    body="GET /cart refused: Timeout",
    attributes={
        "http.status": 503,
        "ms": "12.5",
        "client.address": "10.1.2.3",
        "v6": "2001:db8::1",
        "tags": ["slow", "Retry"],
        "ok": False,
        "sealog.entities": ["email_address"],
    },
)


@pytest.mark.parametrize(
    ("match", "holds"),
    [
        ("{http.status|gte: 500}", True),
        ("{http.status|gt: 503}", False),
        ("{http.status|lte: 503, http.status|lt: 504}", True),
        ("{ms|gte: 12.5}", True),
        ("{ok|gte: 0}", False),
        ("{body|gte: 0}", False),
        ("{missing|lt: 5}", False),
        ("{client.address|cidr: 10.0.0.0/8}", True),
        ("{client.address|cidr: [192.168.0.0/16, 10.1.2.3]}", True),
        ("{client.address|cidr: 2001:db8::/32}", False),
        ("{v6|cidr: '2001:db8::/32'}", True),
        ("{body|cidr: 0.0.0.0/0}", False),
        ("{body|contains|all: [refused, cart]}", True),
        ("{body|contains|all: [refused, basket]}", False),
        ("{tags|all: [slow, Retry]}", True),
        ("{body|contains|nocase: TIMEOUT}", True),
        ("{tags|nocase: retry}", True),
        ("{body|re|nocase: '^get'}", True),
        ("{body|contains|not: cart}", False),
        ("{missing|not: x}", True),
        ("{missing|exists: false, ms|exists: true}", True),
        ("{http.status: [200, 503]}", True),
        ("{any_of: [{http.status: 200}, {body|startswith: GET, ok: false}]}", True),
        ("{any_of: [{http.status: 200}, {body|startswith: GET, ok: true}]}", False),
        ("{none_of: [{http.status: 200}, {ok: true}]}", True),
        ("{none_of: {tags: slow}}", False),
        ("{all_of: [{any_of: [{ok: false}]}, {none_of: [{severity: INFO}]}]}", True),
        ("{any_of: [{severity: FATAL}]}", False),
    ],
)
def test_a_match_of_a_rule_file_holds_or_not(tmp_path: Path, match: str, holds: bool) -> None:
    assert compile_match(rule(tmp_path, f"match: {match}").match)(RECORD) is holds


def test_a_value_is_matched_by_its_blind_index_and_is_not_kept(tmp_path: Path) -> None:
    bundle = keyring().bundle()
    save_bundle(bundle, tmp_path / "bundle.json")
    environ = {"SEALOG_BUNDLE": str(tmp_path / "bundle.json")}
    read = rule(tmp_path, "match: {entity_index: {email_address: Alice@example.com}}", environ)
    index = blind_indexer(bundle.index_key, bundle.tenant, bundle.epoch)("email_address", "alice@example.com")
    assert read.match == (Condition("sealog.index", "equals", (index,)),)
    assert "lice" not in repr(read)
    sealed = event(attributes={"sealog.index": ["aaaaaaaaaaaaa", index]})
    assert compile_match(read.match)(sealed)
    assert not compile_match(read.match)(event())


def test_without_a_bundle_an_indexed_value_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="SEALOG_BUNDLE") as caught:
        rule(
            tmp_path, "match: {entity_index: {email_address: alice@x.de}}", {"SEALOG_BUNDLE": str(tmp_path / "b.json")}
        )
    assert "alice" not in str(caught.value)


WORDS = st.sampled_from(["refused", "Timeout", "cart", "a.b", "x"])
CONDITIONS = st.builds(
    Condition,
    field=st.sampled_from(["body", "tag", "status", "resource.service.name"]),
    modifier=st.sampled_from(["equals", "contains", "startswith", "endswith", "re"]),
    any_of=st.lists(WORDS, min_size=1, max_size=3).map(tuple),
    every=st.booleans(),
    nocase=st.booleans(),
    negated=st.booleans(),
)
VALUES: st.SearchStrategy[Any] = st.one_of(WORDS, st.lists(WORDS, max_size=3), st.none(), st.just(500))


@given(
    matches=st.lists(st.lists(CONDITIONS, max_size=3).map(tuple), min_size=1, max_size=30),
    records=st.lists(st.tuples(st.lists(WORDS, max_size=3).map(" ".join), VALUES, VALUES, WORDS), max_size=10),
)
@settings(max_examples=200, deadline=None)
def test_rules_that_are_looked_up_are_those_that_match_and_perhaps_more(
    matches: list[tuple[Condition, ...]], records: list[tuple[str, Any, Any, str]]
) -> None:
    plain = rule_file().rules[0]
    rules = [replace(plain, match=match) for match in matches]
    candidates: RuleIndex[int] = RuleIndex(rules, range(len(rules)))
    for body, tag, status, service in records:
        record = event(body=body, attributes={"tag": tag, "status": status}, service=service)
        found = list(candidates.of(record))
        assert found == sorted(found)
        assert {n for n, one in enumerate(rules) if compile_match(one.match)(record)} <= set(found)


def test_a_body_without_any_of_the_words_is_tried_against_no_rule() -> None:
    plain = rule_file().rules[0]
    rules = [replace(plain, match=(Condition("body", "contains", (f"word{n}.",)),)) for n in range(100)]
    candidates: RuleIndex[int] = RuleIndex(rules, range(100))
    assert [list(candidates.of(event(body=body))) for body in ("nothing", "", None)] == [[], [], []]


@pytest.mark.parametrize("modifier", ["equals", "contains"])
def test_a_record_is_not_tried_against_rules_of_other_words(modifier: Modifier) -> None:
    field = "tag" if modifier == "equals" else "body"
    plain = rule_file().rules[0]
    rules = [replace(plain, match=(Condition(field, modifier, (f"word{n}.",)),)) for n in range(100)]
    candidates: RuleIndex[int] = RuleIndex(rules, range(100))
    record = event(body="some word42. here", attributes={"tag": "word42."})
    assert list(candidates.of(record)) == [42]
