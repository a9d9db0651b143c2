"""What a scanner promises its callers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from sealed_values import own
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.model.rule import Rule
from sealog.detect.rules import KEY_RULES, KEYWORD_RULES, RULES
from sealog.records.finding import Finding

EMAIL = "alice@example.com"
CARD = "4111 1111 1111 1111"
TOKEN = own()

SCANNER = default_scanner()


def _word(entity: str, shape: str) -> Rule:
    """Give a rule that finds every match of `shape`."""
    return Rule(
        entity=entity,
        group="person",
        gate=shape,
        shape=shape,
        validate=lambda _text, start, end: (start, end),
        normalise=str,
        indexed=False,
        hits=(),
        misses=(),
    )


def test_a_finding_says_entity_group_and_code_points() -> None:
    assert SCANNER.scan(f"mail {EMAIL}") == [Finding("email_address", "contact", 5, 22)]


def test_offsets_count_code_points_beyond_ascii() -> None:
    text = f"😀é漢 {EMAIL} 😀 {CARD} é {EMAIL}"
    assert [text[f.start : f.end] for f in SCANNER.scan(text)] == [EMAIL, CARD, EMAIL]


def test_findings_of_several_rules_are_sorted_by_start() -> None:
    text = f"{CARD} and {EMAIL} and 192.0.2.1"
    assert [f.entity for f in SCANNER.scan(text)] == ["credit_card", "email_address", "ip_address"]


def test_clean_texts_give_none() -> None:
    assert SCANNER.scan_many(["nothing", "", "here"]) is None
    assert SCANNER.scan_many([]) is None


def test_texts_whose_gate_opens_for_nothing_give_none() -> None:
    assert SCANNER.scan_many(["version 1.2.3.4", "order 94111111111111111"]) is None


def test_many_texts_give_the_findings_of_each() -> None:
    texts = ["", f"é {EMAIL}", "clean", CARD, ""]
    assert SCANNER.scan_many(texts) == [SCANNER.scan(text) for text in texts]


def test_neighbouring_texts_are_no_surroundings() -> None:
    """`version` in one text says nothing about the address in the next."""
    assert SCANNER.scan_many(["version", "192.0.2.1"]) == [[], SCANNER.scan("192.0.2.1")]


def test_no_value_is_made_of_two_texts() -> None:
    assert SCANNER.scan_many(["4111 1111 ", "1111 1111", "alice@", "example.com"]) is None


def test_a_separator_inside_a_text_does_no_harm() -> None:
    texts = [f"a\x1e{EMAIL}\x1e\x1e", "\x1e", f"{CARD}\x1e"]
    found = SCANNER.scan_many(texts)
    assert found is not None
    assert [[text[f.start : f.end] for f in each] for text, each in zip(texts, found, strict=True)] == [
        [EMAIL],
        [],
        [CARD],
    ]


@pytest.mark.parametrize("text", ["", "\x00", "\ud800", f"\udc80 {EMAIL} \ud800", "\x1e", "@" * 50, "::" * 50])
def test_odd_texts_raise_nothing(text: str) -> None:
    assert [text[f.start : f.end] for f in SCANNER.scan(text)] == [EMAIL] * text.count(EMAIL)


def test_own_tokens_are_skipped() -> None:
    text = f"{TOKEN}@example.com and {EMAIL}"
    assert [text[f.start : f.end] for f in SCANNER.scan(text)] == [EMAIL]


def test_the_longest_of_overlapping_findings_stays_and_the_rest_of_another_is_no_more_in_the_clear() -> None:
    scanner = Scanner([_word("a", "abc"), _word("b", "bcdefg"), _word("c", "xyz")])
    assert scanner.scan("abcdefg xyz") == [
        Finding("a", "person", 0, 1),
        Finding("b", "person", 1, 7),
        Finding("c", "person", 8, 11),
    ]


def test_of_equal_overlapping_findings_the_first_rule_stays() -> None:
    scanner = Scanner([_word("a", "bcd"), _word("b", "abc")])
    assert scanner.scan("abcd") == [Finding("b", "person", 0, 1), Finding("a", "person", 1, 4)]


def test_what_only_a_dropped_finding_overlapped_stays() -> None:
    """Of three in a chain the outer two don't overlap: dropping the middle one frees the first."""
    scanner = Scanner([_word("a", "abc"), _word("b", "cdef"), _word("c", "fghij")])
    assert scanner.scan("abcdefghij") == [
        Finding("a", "person", 0, 3),
        Finding("b", "person", 3, 5),
        Finding("c", "person", 5, 10),
    ]


def test_a_scanner_without_rules_finds_nothing() -> None:
    assert Scanner([], []).scan(EMAIL) == []
    assert Scanner([], []).entity_of_key("password") is None


def test_a_key_longer_than_any_name_is_judged_all_the_same() -> None:
    rule = SCANNER.entity_of_key("a." * 500 + "password")
    assert rule is not None
    assert rule.entity == "password"


def test_entities_name_the_group_of_every_rule() -> None:
    groups = {rule.entity: rule.group for rule in (*RULES, *KEYWORD_RULES, *KEY_RULES)}
    assert dict(SCANNER.entities) == groups
    assert list(SCANNER.entities) == sorted(groups)
    assert SCANNER.entities["email_address"] == "contact"
    assert SCANNER.entities["github_token"] == "secret"


def test_only_what_cannot_be_guessed_is_indexed() -> None:
    indexed = [entity for entity in SCANNER.entities if SCANNER.indexed(entity)]
    assert indexed == ["crypto", "email_address", "iban_code"]


@pytest.mark.parametrize(
    ("entity", "value", "normal"),
    [
        ("email_address", " Alice@Example.COM", "alice@example.com"),
        ("email_address", "JU\u0308RGEN@example.com", "jürgen@example.com"),
        ("phone_number", "+44 (0)20 7946 0958", "+442079460958"),
        ("phone_number", "0044 20 7946 0958", "+442079460958"),
        ("phone_number", "no number", "no number"),
        ("iban_code", "de89 3704 0044 0532 0130 00", "DE89370400440532013000"),
        ("credit_card", "4111-1111 1111 1111", "4111111111111111"),
        ("us_ssn", "536-90-4399", "536904399"),
        ("ip_address", "2001:DB8:0:0::1", "2001:db8::1"),
        ("ip_address", "no address", "no address"),
        ("jwt", "eyJ.a.b", "eyJ.a.b"),
        ("password", "Secret ", "Secret "),
        ("unknown", "Value", "Value"),
    ],
)
def test_every_spelling_of_a_value_is_normalised_to_one(entity: str, value: str, normal: str) -> None:
    assert SCANNER.normalise(entity, value) == normal


def test_threads_share_one_default_scanner() -> None:
    with ThreadPoolExecutor(8) as pool:
        scanners = list(pool.map(lambda _: default_scanner(), range(64)))
        found = list(pool.map(lambda number: SCANNER.scan(f"{'é' * number} {EMAIL}"), range(64)))
    assert {id(scanner) for scanner in scanners} == {id(SCANNER)}
    assert [each[0].start for each in found] == [number + 1 for number in range(64)]


def test_a_line_of_a_megabyte_is_scanned() -> None:
    text = "x" * 500_000 + f" {EMAIL} " + "é" * 500_000
    assert [text[f.start : f.end] for f in SCANNER.scan(text)] == [EMAIL]
