"""A plain word in a rule file, a policy or a Sigma rule is what YAML 1.2 says: no word but true and false is one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from alerting.events import event
from alerting.rulefiles import load, rule
from sealog.errors import SettingError
from sealog.policy.core_schema import core_schema, is_number, plain_value
from sealog.policy.spot import read_yaml
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.sigma import import_sigma

if TYPE_CHECKING:
    from pathlib import Path

WORDS = (
    "on off On OFF yes no Yes NO y n Y N 010 0b11 1_000 22:30 190:20:30 1:2 2026-12-01 2026-12-01T08:00:00Z 0o8 08 1e",
    "1.2.3 0x +.5e .e5 5e3 1E5 -0 +7 .5 5. 00 1_0.5 tRue nUll None Nan -.nan inf ._1 DE NO",
)
PLAIN = [word for line in WORDS for word in line.split()]


@pytest.mark.parametrize("word", PLAIN)
def test_a_word_matches_itself(tmp_path: Path, word: str) -> None:
    made = rule(tmp_path, f"match: {{severity: any, state: {word}, a: [{word}]}}")
    matches = compile_match(made.match)
    assert matches(event(attributes={"state": word, "a": word}))
    assert not matches(event(attributes={"state": "true", "a": "true"}))
    assert not matches(event(attributes={"state": "false", "a": "false"}))


@pytest.mark.parametrize(("word", "text"), [("true", "true"), ("FALSE", "false"), ("True", "true")])
def test_true_and_false_are_booleans(tmp_path: Path, word: str, text: str) -> None:
    matches = compile_match(rule(tmp_path, f"match: {{severity: any, state: {word}}}").match)
    assert matches(event(attributes={"state": text == "true"}))


@pytest.mark.parametrize("word", ["yes", "on", "no", "off", "y", "1", "'true'"])
def test_where_true_or_false_is_asked_no_other_word_is_one(tmp_path: Path, word: str) -> None:
    with pytest.raises(SettingError, match="must be true or false"):
        rule(tmp_path, f"match: {{severity: any, 'state|exists': {word}}}")


@pytest.mark.parametrize("word", ["1_000", "0x1F", "22:30", "٣", "1e999", ".inf", ".nan", "0o17"])
def test_where_a_number_is_asked_no_other_word_is_one(tmp_path: Path, word: str) -> None:
    with pytest.raises(SettingError, match="must be a number"):
        rule(tmp_path, f"match: {{severity: any, 'size|gte': {word}}}")
    with pytest.raises(SettingError, match="must be a number"):
        rule(tmp_path, f"value: {{field: size, stat: sum, gte: {word}}}")


@pytest.mark.parametrize("word", ["010", "5e2", ".5", "+7", "-3", "5."])
def test_numbers_of_yaml_12_are_numbers(tmp_path: Path, word: str) -> None:
    (condition,) = rule(tmp_path, f"match: {{severity: any, 'size|gte': {word}}}").match
    assert compile_match((condition,))(event(attributes={"size": float(word)}))


def test_names_labels_tests_silences_and_times_are_read_alike(tmp_path: Path) -> None:
    rules = load(
        tmp_path,
        """
        receivers: [{name: on, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}]
        groups: [{name: 22:30, rules: [{alert: NO, notify: [on], labels: {team: off, at: 22:30, n: 010}}]}]
        time_intervals: [{name: nights, time_intervals: [{times: [{start_time: 22:30, end_time: 24:00}]}]}]
        silences: [{matchers: [team=off], ends_at: 2026-12-01T08:00:00Z, comment: 2026-12-01}]
        tests:
          - input: [{repeat: 10, severity: ERROR, body: no, attributes: {flag: yes}}]
            expect: [{at: 0s, alerts: [{alert: NO, labels: {team: off, at: 22:30, n: 010}}]}]
        """,
    )
    assert rules.rules[0].labels == {"team": "off", "at": "22:30", "n": "010"}
    assert (rules.rules[0].alert, rules.rules[0].notify) == ("NO", ("on",))
    assert rules.tests[0].inputs[0].attributes == {"flag": "yes"}


@pytest.mark.parametrize("word", ["on", "NO", "22:30", "2026-12-01", "1_000", "0b1"])
def test_a_policy_reads_words_as_texts(word: str) -> None:
    assert read_yaml(f"a: {word}", "sealog.yaml").entries()["a"].text() == word


@pytest.mark.parametrize(
    ("word", "value"), [("on", "on"), ("010", "10"), ("08", "8"), ("22:30", "22:30"), ("no", "no")]
)
def test_a_sigma_rule_means_what_it_says(word: str, value: str) -> None:
    text = f"title: A\ndetection: {{s: {{field: {word}}}, condition: s}}"
    imported = import_sigma([("a.yml", text)])
    assert imported.not_understood == ()
    (rule_made,) = yaml.load(imported.text, core_schema(yaml.SafeLoader))["groups"][0]["rules"]
    assert [str(wanted) for name, wanted in rule_made["match"].items() if name.startswith("field")] == [value]


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [("null", "~", None), ("bool", "TRUE", True), ("int", "0o17", 15), ("int", "-010", -10), ("float", "-.INF", None)],
)
def test_plain_words_become_values(kind: str, text: str, value: Any) -> None:
    assert plain_value(kind, text) == (float("-inf") if kind == "float" else value)


@pytest.mark.parametrize("text", ["", "1_0", "1:0", "0x1", "inf", "nan", ".inf", "1e400", " 1", "1\n"])
def test_what_is_no_finite_number(text: str) -> None:
    assert not is_number(text)
