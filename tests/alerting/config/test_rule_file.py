"""The meaning of a rule file, and the errors about wrong ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from alerting.events import event
from alerting.rulefiles import load, rule
from sealog.errors import SettingError
from sealog_exporters.alerting.aggregations.count import Count
from sealog_exporters.alerting.config import load_rules
from sealog_exporters.alerting.config.defaults import COOLDOWN, SEVERITIES, default_rules
from sealog_exporters.alerting.engine.engine import Engine
from sealog_exporters.alerting.matching.condition import Condition
from sealog_exporters.alerting.model.rule import Cooldown, Receiver, Rule, RuleFile
from sealog_exporters.alerting.notifiers.email import EmailConfig
from sealog_exporters.alerting.notifiers.webhook import WebhookConfig
from sealog_exporters.alerting.syntax.duration import NS

MINUTE = 60 * NS


def test_the_example_is_valid() -> None:
    rules = load_rules(Path(__file__).parents[3] / "examples" / "alerting" / "rules.yaml", {})
    assert [one.alert for one in rules.rules] == [
        "ErrorBurst",
        "Fatal",
        "DependencyUnreachable",
        "CardNumbersLogged",
        "ErrorRatio",
        "ServiceSilent",
        "NewEntity",
    ]


def test_the_defaults_are_ten_errors_of_a_service_in_five_minutes(tmp_path: Path) -> None:
    assert rule(tmp_path, "") == Rule(
        group="g",
        alert="A",
        severities=SEVERITIES,
        match=(),
        aggregation=Count(10),
        window_ns=5 * MINUTE,
        group_by=("resource.service.name",),
        for_ns=0,
        keep_firing_for_ns=0,
        cooldown=COOLDOWN,
        labels={},
        annotations={},
        notify=("hook",),
    )


def test_the_rule_without_a_file_has_the_same_defaults(tmp_path: Path) -> None:
    built, read = default_rules([Receiver("hook")], {}).rules[0], rule(tmp_path, "")
    for name in ("severities", "match", "aggregation", "window_ns", "group_by", "cooldown", "notify"):
        assert getattr(built, name) == getattr(read, name)


def test_every_key_is_read(tmp_path: Path) -> None:
    read = rule(
        tmp_path,
        """
        match:
          severity: {gte: WARN, lt: FATAL}
          resource.service.name: [shop, bank]
          body|contains: refused
          http.status: 500
          ok: true
        count: {gte: 3}
        window: 1h30m
        group_by: [resource.service.name, template]
        for: 30s
        keep_firing_for: 5m
        cooldown: {every: 10m, factor: 1.5, max: 2h}
        labels: {severity: critical, tier: 1}
        annotations: {summary: "{{ value }} in {{ window }} at {{group.template}} {{ labels.tier }}"}
        notify: hook
        """,
    )
    assert read.severities == frozenset(range(13, 21))
    assert read.match == (
        Condition("resource.service.name", "equals", ("shop", "bank")),
        Condition("body", "contains", ("refused",)),
        Condition("http.status", "equals", ("500",)),
        Condition("ok", "equals", ("true",)),
    )
    assert (read.aggregation.threshold.level, read.window_ns, read.for_ns, read.keep_firing_for_ns) == (
        3,
        90 * MINUTE,
        30 * NS,
        5 * MINUTE,
    )
    assert read.cooldown == Cooldown(10 * MINUTE, 1.5, 120 * MINUTE)
    assert read.labels == {"severity": "critical", "tier": "1"}
    assert read.notify == ("hook",)


@pytest.mark.parametrize(
    ("spelled", "numbers"),
    [
        ("ERROR", {17}),
        ("[WARN, error2]", {13, 18}),
        ("any", set(range(25))),
        ("{gt: ERROR}", set(range(18, 25))),
        ("{lte: DEBUG}", set(range(1, 6))),
    ],
)
def test_severities_are_names_lists_or_bounds(tmp_path: Path, spelled: str, numbers: set[int]) -> None:
    assert rule(tmp_path, f"match: {{severity: {spelled}}}").severities == numbers


def test_a_plain_cooldown_does_not_back_off(tmp_path: Path) -> None:
    assert rule(tmp_path, "cooldown: 45s").cooldown == Cooldown(45 * NS, 1.0, 45 * NS)


def test_an_empty_group_by_is_one_group_for_everything(tmp_path: Path) -> None:
    read = rule(tmp_path, "group_by: []\ncount: {gte: 2}")
    engine = Engine(RuleFile((read,), ()))
    fed = [event(service="shop"), event(service="bank")]
    assert [decision.labels for decision in engine.feed(fed, fed[0].time_unix_nano)] == [{"alertname": "A"}]


def test_the_environment_changes_the_default_threshold_alone(tmp_path: Path) -> None:
    environ = {"ALERT_THRESHOLD_ERROR": "25"}
    assert rule(tmp_path, "", environ).aggregation.threshold.level == 25
    assert rule(tmp_path, "count: {gte: 3}", environ).aggregation.threshold.level == 3
    assert default_rules([], environ).rules[0].aggregation.threshold.level == 25


@pytest.mark.parametrize("text", ["0", "ten", "-1", "1.5", "10001", "9" * 5000, " 10"])
def test_a_wrong_threshold_in_the_environment_is_named(text: str) -> None:
    with pytest.raises(SettingError, match=r"^ALERT_THRESHOLD_ERROR: must be a whole number from 1 to 10000$"):
        default_rules([], {"ALERT_THRESHOLD_ERROR": text})


def test_receivers_are_read_in_alertmanager_s_shape(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("swordfish")
    rules = load(
        tmp_path,
        """
        groups: [{name: g, rules: [{alert: A}]}]
        receivers:
        - name: hook
          webhook_configs: [{url: 'https://example.org/x', send_resolved: false, timeout: 3s}]
        - name: mail
          email_configs:
          - to: 'a@example.org, b@example.org'
            from: s@example.org
            smarthost: 'mx.example.org:587'
            auth_username: u
            auth_password_file: secret
          - {to: ops@example.org, smarthost: '127.0.0.1:1025', require_tls: false}
        """,
    )
    hook, mail = rules.receivers
    assert hook.integrations == (WebhookConfig("https://example.org/x", send_resolved=False, timeout_s=3.0),)
    secret = str(tmp_path / "secret")
    assert mail.integrations == (
        EmailConfig("a@example.org", "s@example.org", "mx.example.org", 587, username="u", password_file=secret),
        EmailConfig("b@example.org", "s@example.org", "mx.example.org", 587, username="u", password_file=secret),
        EmailConfig("ops@example.org", "sealog@localhost", "127.0.0.1", 1025, require_tls=False),
    )
    assert rules.rules[0].notify == ("hook", "mail")
