"""Tests in a rule file see routes, silences and ends, with the stages of the running service."""

from __future__ import annotations

from textwrap import indent
from typing import TYPE_CHECKING

import pytest

from alerting.rulefiles import load
from sealog.errors import SettingError
from sealog_exporters.alerting.backtest.unit_tests import run_tests

if TYPE_CHECKING:
    from pathlib import Path

RULES = """
receivers:
- {name: ops, webhook_configs: [{url: 'http://127.0.0.1:1/'}]}
- {name: oncall, webhook_configs: [{url: 'http://127.0.0.1:1/', send_resolved: false}]}
route:
  receiver: ops
  routes: [{matchers: [severity=page], receiver: oncall}]
inhibit_rules: [{source_matchers: alertname=Fatal, target_matchers: alertname=Burst, equal: [service_name]}]
groups:
- name: g
  rules:
  - {alert: Burst, count: {gte: 3}, window: 1m, cooldown: 2m, labels: {severity: page}}
  - {alert: Fatal, match: {severity: FATAL}, count: {gte: 1}, window: 30s}
  - {alert: Quiet, match: {severity: DEBUG}, count: {lt: 1}, window: 1m, group_by: []}
tests:
- name: t
"""
THREE = "input: [{repeat: 3, every: 1s, severity: ERROR, resource: {service.name: shop}}]\n"


def failures(folder: Path, case: str) -> list[str]:
    rules = load(folder, RULES + indent(case, "  "))
    (result,) = run_tests(rules)
    return [failure.partition(": ")[2] for failure in result.failures]


@pytest.mark.parametrize(
    "expect",
    [
        "[{at: 2s, told: [{alert: Burst, receiver: oncall}]}]",
        "[{at: 1s, told: []}, {at: 2s, told: [{alert: Burst, value: 3, labels: {service_name: shop}}]}]",
        "[{at: 5s, told: [{alert: Burst}]}, {at: 50s, told: [], resolved: []}]",
        "[{at: 50s}, {at: 70s, resolved: [{alert: Burst}]}]".replace("{at: 50s}", "{at: 50s, resolved: []}"),
        "[{at: 5s, alerts: [{alert: Burst}], told: [{alert: Burst}], resolved: []}]",
        "[{at: 59s, told: [{alert: Burst}]}, {at: 62s, told: [{alert: Quiet, receiver: ops}]}]",
    ],
)
def test_what_is_so_passes(tmp_path: Path, expect: str) -> None:
    assert failures(tmp_path, f"{THREE}expect: {expect}\n") == []


@pytest.mark.parametrize(
    ("expect", "failure"),
    [
        ("[{at: 5s, told: []}]", "is told to `oncall`"),
        ("[{at: 5s, told: [{alert: Burst, receiver: ops}]}]", "`Burst` firing is not told to `ops`"),
        ("[{at: 5s, told: [{alert: Burst}, {alert: Fatal}]}]", "`Fatal` firing is not told to anybody"),
        ("[{at: 5s, told: [{alert: Burst, value: 4}]}]", "`Burst` with value 4 firing is not told"),
        ("[{at: 5s, resolved: [{alert: Burst}]}]", "`Burst` does not end"),
        ("[{at: 70s, resolved: []}]", '`Burst` {service_name="shop", severity="page"} with value 2 ends'),
        ("[{at: 70s, told: [{alert: Burst, status: resolved}, {alert: Burst}]}]", "`Burst` resolved is not told"),
    ],
)
def test_what_is_not_so_is_said(tmp_path: Path, expect: str, failure: str) -> None:
    assert any(failure in one for one in failures(tmp_path, f"{THREE}expect: {expect}\n"))


def test_a_receiver_that_wants_no_ends_is_told_of_none(tmp_path: Path) -> None:
    expect = "expect: [{at: 5s, told: [{alert: Burst}]}, {at: 59s, told: []}]\n"
    assert failures(tmp_path, THREE + expect) == []


def test_an_end_is_told_to_who_wants_it(tmp_path: Path) -> None:
    fatal = "input: [{severity: FATAL, resource: {service.name: shop}}]\n"
    expect = "expect: [{at: 40s, told: [{alert: Fatal, receiver: ops}, {alert: Fatal, status: resolved}]}]\n"
    assert failures(tmp_path, fatal + expect) == []


def test_a_silence_of_a_test_mutes_for_its_time(tmp_path: Path) -> None:
    silences = "silences: [{matchers: [service_name=shop], at: 1s, for: 30s}]\n"
    expect = "expect: [{at: 30s, alerts: [{alert: Burst}], told: []}, {at: 32s, told: [{alert: Burst}]}]\n"
    assert failures(tmp_path, THREE + silences + expect) == []
    other = silences.replace("shop", "cart")
    assert failures(tmp_path, THREE + other + expect)


def test_an_inhibition_is_seen(tmp_path: Path) -> None:
    both = (
        "input: [{severity: FATAL, resource: {service.name: shop}},"
        " {at: 1s, repeat: 3, every: 1s, severity: ERROR, resource: {service.name: shop}}]\n"
    )
    assert failures(tmp_path, both + "expect: [{at: 10s, told: [{alert: Fatal}]}]\n") == []


def test_no_input_is_a_test_of_silence(tmp_path: Path) -> None:
    assert failures(tmp_path, "input: []\nexpect: [{at: 59s, alerts: []}, {at: 61s, alerts: [{alert: Quiet}]}]\n") == []


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("input: []\nexpect: [{at: 1s}]", "has no `alerts`, `resolved` or `told`"),
        ("input: []\nexpect: [{at: 1s, told: [{alert: Burst, receiver: nobody}]}]", "unknown receiver `nobody`"),
        ("input: []\nexpect: [{at: 1s, told: [{alert: Burst, status: gone}]}]", "must be firing or resolved"),
        ("input: []\nexpect: [{at: 1s, resolved: [{alert: X}]}]", "no rule of this file is called `X`"),
        ("input: []\nexpect: [{at: 1s, alerts: []}]\nsilences: [{matchers: [a!=b], for: 1h}]", "mute everything"),
        ("input: []\nexpect: [{at: 1s, alerts: []}]\nsilences: [{matchers: [a=b]}]", "has no `for`"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, case: str, problem: str) -> None:
    with pytest.raises(SettingError, match=problem):
        load(tmp_path, RULES + indent(case, "  "))
