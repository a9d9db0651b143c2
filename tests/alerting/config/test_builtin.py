"""The rule files that come with sealog load, pass their own tests, and can be included by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from alerting.events import event
from alerting.rulefiles import RECEIVERS, load
from sealog import default_scanner
from sealog.errors import SettingError
from sealog_exporters.alerting.backtest.unit_tests import run_tests
from sealog_exporters.alerting.config import load_rules, ready_names, rule_path
from sealog_exporters.alerting.matching.condition import compile_match
from sealog_exporters.alerting.model.rule import Receiver

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.rule import RuleFile

NAMES = ready_names()


def ready(name: str) -> RuleFile:
    return load_rules(rule_path(f"builtin:{name}"), {}, [Receiver("nobody")])


def test_the_sets_are_these() -> None:
    assert NAMES == ("access", "agents", "errors", "latency", "pipeline", "privacy", "silence", "templates")


@pytest.mark.parametrize("name", NAMES)
def test_a_ready_file_passes_its_tests(name: str) -> None:
    assert [result.failures for result in run_tests(ready(name)) if result.failures] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_ready_rule_is_expected_to_fire_by_a_test(name: str) -> None:
    rules = ready(name)
    expected = {alert.alert for case in rules.tests for one in case.expectations for alert in one.alerts}
    assert expected == {rule.alert for rule in rules.rules}


@pytest.mark.parametrize("name", NAMES)
def test_every_ready_rule_says_what_happened(name: str) -> None:
    assert all("summary" in rule.annotations and "severity" in rule.labels for rule in ready(name).rules)


def test_every_secret_that_is_detected_and_nothing_else_is_one_for_the_rule() -> None:
    (rule,) = [rule for rule in ready("privacy").rules if rule.alert == "SecretLogged"]
    holds = compile_match(rule.match)
    entities = default_scanner().entities
    found = {name for name in entities if holds(event(attributes={"sealog.entities": [name]}))}
    assert found == {name for name, group in entities.items() if group == "secret"}


def test_an_include_adds_rules_that_tell_the_files_own_receivers(tmp_path: Path) -> None:
    rules = load(tmp_path, f"{RECEIVERS}include: [builtin:errors, builtin:silence]\n")
    assert {rule.group for rule in rules.rules} == {"builtin-errors", "builtin-silence"}
    assert {rule.notify for rule in rules.rules} == {("hook",)}
    assert rules.tests == ()


def test_tests_of_the_file_may_expect_included_alerts(tmp_path: Path) -> None:
    expect = "[{at: 0s, alerts: [{alert: Fatal}]}]"
    rules = load(
        tmp_path,
        f"{RECEIVERS}include: builtin:errors\ntests: [{{input: [{{severity: FATAL}}], expect: {expect}}}]\n",
    )
    assert [result.failures for result in run_tests(rules)] == [()]


@pytest.mark.parametrize(
    ("include", "problem"),
    [
        ("builtin:nothing", "2:10: include: builtin:nothing: unknown; known: builtin:access, "),
        ("[other.yaml]", r"2:11: include\[0\]: must be builtin:NAME"),
        ("[builtin:errors, builtin:errors]", "a group `builtin-errors` is defined already"),
    ],
)
def test_a_wrong_include_is_told_with_its_place(tmp_path: Path, include: str, problem: str) -> None:
    with pytest.raises(SettingError) as refused:
        load(tmp_path, f"{RECEIVERS}include: {include}\n")
    assert re.search(problem, str(refused.value))


def test_a_file_that_names_nobody_to_tell_is_refused_where_somebody_must_be_told() -> None:
    with pytest.raises(SettingError, match="has no `receivers`"):
        load_rules(rule_path("builtin:errors"), {})
