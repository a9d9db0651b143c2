"""Sigma rules become rules that match what the Sigma rule matched; what is not understood is named."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerting.events import event
from alerting.rulefiles import load
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.aggregations.distinct import Distinct
from sealog_exporters.alerting.aggregations.sequence import Sequence
from sealog_exporters.alerting.aggregations.statistic import Statistic
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.sigma import import_sigma
from sealog_exporters.alerting.sigma.encoded import encoded

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import Rule


def imported(folder: Path, text: str) -> list[Rule]:
    """Import, and load what was written as a rule file."""
    result = import_sigma([("sigma.yaml", text)])
    assert not result.not_understood
    return list(load(folder, result.text).rules)


def detection(folder: Path, lines: str) -> Rule:
    (rule,) = imported(folder, f"title: T\nlevel: high\ndetection:\n{lines}")
    return rule


@pytest.mark.parametrize(
    ("lines", "attributes", "holds"),
    [
        (" s: {user: Root}\n condition: s", {"user": "ROOT"}, True),
        (" s: {user|cased: Root}\n condition: s", {"user": "ROOT"}, False),
        (" s: {path: 'C:\\Win*\\\\*.exe'}\n condition: s", {"path": "c:\\windows\\a.EXE"}, True),
        (" s: {path: '*.exe'}\n condition: s", {"path": "a.exe.txt"}, False),
        (" s: {path: 'a\\*b'}\n condition: s", {"path": "a*b"}, True),
        (" s: {path: 'a\\*b'}\n condition: s", {"path": "axb"}, False),
        (" s: {path: 'a?b'}\n condition: s", {"path": "axb"}, True),
        (" s: {path|endswith: [.ps1, .bat]}\n condition: s", {"path": "x.BAT"}, True),
        (" s: {path|contains|all: [a, b]}\n condition: s", {"path": "xa"}, False),
        (" s: {path|re: '^x[0-9]+$'}\n condition: s", {"path": "x12"}, True),
        (" s: {path|re|i: '^X'}\n condition: s", {"path": "x12"}, True),
        (" s: {ip|cidr: 10.0.0.0/8}\n condition: s", {"ip": "10.2.3.4"}, True),
        (" s: {n|gte: 5}\n condition: s", {"n": 5}, True),
        (" s: {n: 5}\n condition: s", {"n": 5}, True),
        (" s: {n|neq: 5}\n condition: s", {"n": 5}, False),
        (" s: {n: null}\n condition: s", {}, True),
        (" s: {n|exists: true}\n condition: s", {}, False),
        (" s: {a: x, b: y}\n condition: s", {"a": "x"}, False),
        (" s: [{a: x}, {b: y}]\n condition: s", {"b": "y"}, True),
        (" s: [REFUSED, other]\n condition: s", {}, True),
        (" s: {line|windash|contains: ' -enc '}\n condition: s", {"line": "ps.exe /ENC x"}, True),
        (" s: {line|windash|contains: ' -enc '}\n condition: s", {"line": "ps.exe \u2013enc x"}, True),
        (" s: {line|windash|contains: ' -enc '}\n condition: s", {"line": "ps.exe +enc x"}, False),
        (" s: {line|windash|contains: a-b}\n condition: s", {"line": "a/b"}, False),
        (" s: {line|base64: whoami}\n condition: s", {"line": "d2hvYW1p"}, True),
        (" s: {line|wide|base64|cased: id}\n condition: s", {"line": "aQBkAA=="}, True),
        (" s: {a: x}\n f: {b: y}\n condition: s and not f", {"a": "x", "b": "y"}, False),
        (" s: {a: x}\n f: {b: y}\n condition: s and not f", {"a": "x"}, True),
        (" s1: {a: x}\n s2: {b: y}\n condition: 1 of s*", {"b": "y"}, True),
        (" s1: {a: x}\n s2: {b: y}\n condition: all of them", {"b": "y"}, False),
        (" s: {a: x}\n t: {b: y}\n u: {c: z}\n condition: s or t and u", {"a": "x"}, True),
        (" s: {a: x}\n t: {b: y}\n u: {c: z}\n condition: (s or t) and u", {"a": "x"}, False),
    ],
)
def test_a_detection_matches_what_sigma_s_does(
    tmp_path: Path, lines: str, attributes: dict[str, Any], holds: bool
) -> None:
    rule = detection(tmp_path, lines)
    assert compile_match(rule.match)(event(attributes=attributes)) is holds
    assert (rule.aggregation, rule.labels, 0 in rule.severities) == (Count(1), {"severity": "high"}, True)


@given(before=st.binary(max_size=9), behind=st.binary(max_size=9), word=st.text(min_size=2, max_size=12))
def test_a_word_is_found_in_base64_wherever_it_stands(before: bytes, behind: bytes, word: str) -> None:
    data = word.encode()
    found = encoded(word, ["base64offset"])
    assert found is not None
    assert any(one in b64encode(before + data + behind).decode() for one in found)


BASE = """
title: Failed login
name: failed
id: 5638f7c0-70eb-4f8b-b3a1-a3c0f0c5a0b1
detection: {s: {event: login_failed}, condition: s}
---
title: Login
name: login
detection: {s: {event: login}, condition: s}
---
"""


@pytest.mark.parametrize(
    ("correlation", "aggregation"),
    [
        ("{type: event_count, rules: [failed], group-by: [user], timespan: 5m, condition: {gte: 10}}", Count(10)),
        ("{type: event_count, rules: [failed], group-by: [user], timespan: 5m, condition: {gt: 10}}", Count(11)),
        (
            "{type: value_count, rules: [failed], group-by: [user], timespan: 5m, condition: {field: host, gte: 3}}",
            Distinct("host", 3),
        ),
    ],
)
def test_a_correlation_becomes_a_rule_and_its_rules_do_not_alert_alone(
    tmp_path: Path, correlation: str, aggregation: Count | Distinct
) -> None:
    rules = imported(tmp_path, f"{BASE}title: Many\ncorrelation: {correlation}\n")
    assert [rule.alert for rule in rules] == ["Login", "Many"]
    assert (rules[1].aggregation, rules[1].group_by, rules[1].window_ns) == (aggregation, ("user",), 300 * 10**9)


@pytest.mark.parametrize(("kind", "ordered"), [("temporal", False), ("temporal_ordered", True)])
def test_a_temporal_correlation_becomes_a_sequence(tmp_path: Path, kind: str, ordered: bool) -> None:
    text = f"{BASE}title: Guessed\ncorrelation: {{type: {kind}, rules: [failed, login], timespan: 1h}}\n"
    (rule,) = imported(tmp_path, text)
    assert isinstance(rule.aggregation, Sequence)
    assert (len(rule.aggregation.steps), rule.aggregation.ordered, rule.group_by) == (2, ordered, ())


def test_a_value_correlation_becomes_a_statistic(tmp_path: Path) -> None:
    correlation = "{type: value_sum, rules: failed, timespan: 1h, condition: {field: n, gt: 9}}"
    text = f"{BASE}title: Much\ncorrelation: {correlation}\n"
    aggregation = imported(tmp_path, text)[-1].aggregation
    assert isinstance(aggregation, Statistic)
    assert (aggregation.field, aggregation.stat, aggregation.threshold.comparison, aggregation.threshold.level) == (
        "n",
        "sum",
        "gt",
        9,
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("title: T\ndetection: {s: {a|fieldref: x}, condition: s}", "T: the modifier `fieldref`"),
        ("title: T\ndetection: {s: {a|wide: x}, condition: s}", "T: `wide`, which makes bytes and no text"),
        ("title: T\ndetection: {s: {a|base64: 'x*'}, condition: s}", "T: an encoding of wildcards"),
        ("title: T\ndetection: {s: {a|base64|re: x}, condition: s}", "T: `base64|re` together"),
        ("title: T\ndetection: {s: {a|re: '(?<=x)y'}, condition: s}", "T: match.a|re: is not a regular"),
        (
            "title: T\ndate: !!timestamp 2026-13-01\ndetection: {s: {a: x}, condition: s}",
            "is not YAML (a character or a value",
        ),
        ("title: T\ndetection: &a {s: *a, condition: s}", "is not YAML (an alias stands within what it stands for)"),
        ("title: T\ndetection: {s: {a: x}, condition: s | count() > 5}", "T: `|` in the condition"),
        ("title: T\ndetection: {s: {a: x}, condition: t}", "T: `t` in the condition"),
        ("title: T\ndetection: {s: {a: x}, condition: (s}", "T: a bracket that is not closed in the condition"),
        ("title: T\ndetection: {s: {severity: x}, condition: s}", "T: the field `severity`, which means something"),
        ("title: T\ncorrelation: {type: event_count, rules: [x]}", "T: the rule `x`, which is missing"),
        (f"{BASE}title: T\ncorrelation: {{type: temporal, rules: [failed], aliases: {{}}}}", "T: `aliases` of"),
        (
            f"{BASE}title: T\ncorrelation: {{type: event_count, rules: [failed], timespan: 1M, condition: {{gte: 1}}}}",
            "T: a timespan that is not in",
        ),
        (
            f"{BASE}title: T\ncorrelation: {{type: event_count, rules: [failed], timespan: 1m, condition: {{lt: 1}}}}",
            "T: `lt` in the condition of `event_count`",
        ),
        ("title: T", "has neither `detection` nor `correlation`"),
        ("a: [", "is not YAML"),
    ],
)
def test_what_is_not_understood_is_named_and_left_out(text: str, problem: str) -> None:
    result = import_sigma([("sigma.yaml", text)])
    remarks = [one.text for one in result.not_understood if "only for correlations" not in one.text]
    assert len(remarks) == 1
    assert remarks[0].startswith(problem)
    assert "T" not in result.alerts


def test_a_logsource_is_noted_because_the_rule_looks_at_more_records() -> None:
    result = import_sigma([("s.yaml", "title: T\nlogsource: {product: linux}\ndetection: {s: {a: x}, condition: s}")])
    assert [str(note) for note in result.notes] == [
        "s.yaml:3: `logsource` has no counterpart; a rule looks at all records"
    ]
    assert result.alerts == ("T",)


def test_a_correlation_may_name_a_rule_of_another_file_and_a_remark_names_its_own() -> None:
    correlation = "title: Many\ncorrelation: {type: temporal, rules: [failed, gone], timespan: 1h}"
    result = import_sigma([("many.yaml", correlation), ("failed.yaml", BASE)])
    assert [str(remark) for remark in result.not_understood] == [
        "many.yaml:2: Many: the rule `gone`, which is missing, a correlation, or not understood itself",
        "failed.yaml:5: Failed login: only for correlations that name it, none of which was understood",
    ]
