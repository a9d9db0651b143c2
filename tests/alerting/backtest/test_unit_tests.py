"""Tests inside rule files: what passes, what fails and how that reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerting.rulefiles import RECEIVERS, load
from sealog.errors import SettingError
from sealog_exporters.alerting.backtest.unit_tests import run_tests
from sealog_exporters.alerting.config import load_rules

RULES = f"""{RECEIVERS}groups:
- name: g
  rules:
  - alert: ErrorBurst
  - {{alert: Silent, absent: true, match: {{resource.service.name: shop}}, window: 10m}}
"""


def failures_of(folder: Path, expect: str) -> tuple[str, ...]:
    inputs = "{repeat: 9, every: 1s, severity: ERROR, resource: {service.name: shop}}, "
    inputs += "{at: 10s, severity: ERROR, resource: {service.name: shop}}"
    rules = load(folder, f"{RULES}tests:\n- name: burst\n  input: [{inputs}]\n  expect:\n{expect}")
    (result,) = run_tests(rules)
    assert result.name == "burst"
    assert result.passed is not bool(result.failures)
    return result.failures


def test_a_test_that_holds_passes(tmp_path: Path) -> None:
    expect = """
  - {at: 9s, alerts: []}
  - {at: 10s, alerts: [{alert: ErrorBurst, value: 10, labels: {service_name: shop}}]}
  - {at: 11m, alerts: [{alert: Silent}]}
"""
    assert failures_of(tmp_path, expect) == ()


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ("{at: 9s, alerts: [{alert: ErrorBurst}]}", "at 9s `ErrorBurst` does not fire"),
        ("{at: 10s, alerts: []}", 'at 10s `ErrorBurst` {service_name="shop"} with value 10 fires'),
        ("{at: 10m, alerts: [{alert: Silent}]}", "at 10m `Silent` does not fire"),
    ],
)
def test_a_test_that_does_not_hold_says_where_and_what(tmp_path: Path, expect: str, failure: str) -> None:
    assert failures_of(tmp_path, f"  - {expect}") == (f"{tmp_path / 'rules.yaml'}:11:5: {failure}",)


@pytest.mark.parametrize(
    ("labels", "value"), [("{service_name: bank}", 10), ("{service_name: shop}", 9), ("{service_name: shop}", 11)]
)
def test_another_label_or_value_is_another_alert(tmp_path: Path, labels: str, value: int) -> None:
    expect = f"  - {{at: 10s, alerts: [{{alert: ErrorBurst, value: {value}, labels: {labels}}}]}}"
    missing, extra = failures_of(tmp_path, expect)
    assert missing.endswith(f"with value {value} does not fire")
    assert extra.endswith("with value 10 fires")


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("[]", "7:8: tests: must not be empty"),
        ("[{input: [{}]}]", "7:9: tests[0]: has no `expect`"),
        ("[{input: [{severity: LOUD}], expect: []}]", "7:29: tests[0].input[0].severity: must be a severity such as"),
        (
            "[{input: [{}], expect: [{at: 1s, alerts: [{alert: B}]}]}]",
            "7:58: tests[0].expect[0].alerts[0].alert: no rule",
        ),
    ],
)
def test_a_wrong_test_is_told_with_its_place(tmp_path: Path, tests: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        load(tmp_path, f"{RULES}tests: {tests}\n")
    assert str(caught.value).startswith(f"{tmp_path / 'rules.yaml'}:{message}")


def test_the_example_rules_pass_their_own_tests() -> None:
    example = Path(__file__).parents[3] / "examples/alerting/rules.yaml"
    assert [result.failures for result in run_tests(load_rules(example, {}))] == [()]
