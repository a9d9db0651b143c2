"""Slack, PagerDuty, Alertmanager and OTLP notifiers, and webhook signatures: against real listening servers."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any

import pytest

from alerting.events import event
from alerting.hooks import Answer, Hook, listening
from alerting.notifications import notifications
from alerting.rulefiles import load
from sealog.errors import SettingError
from sealog_exporters.alerting.delivery.targets import targets_of
from sealog_exporters.alerting.delivery.terminal import Terminal
from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.alertmanager import AlertmanagerConfig
from sealog_exporters.alerting.notifiers.otlp import OtlpConfig, request_of
from sealog_exporters.alerting.notifiers.pagerduty import PagerDutyConfig, event_of
from sealog_exporters.alerting.notifiers.slack import SlackConfig, message_of
from sealog_exporters.alerting.notifiers.webhook import Webhook, WebhookConfig
from sealog_exporters.alerting.syntax.secret import Secret
from sealog_exporters.otlp.server.receiver import Receiver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.notifier import Notifier
    from sealog_exporters.event import Event

NASTY = "<!channel> *bold* <https://evil.example|here> & ```\n@everyone \x1b[2J" + "x" * 6_000


def send(notifier: Notifier, *groups: Notification) -> None:
    async def run() -> None:
        for group in groups:
            await notifier.send(group)
        await notifier.close()  # type: ignore[attr-defined]  # all of these have it

    asyncio.run(run())


def slack(hook: Hook, *groups: Notification) -> list[dict[str, Any]]:
    send(SlackConfig(Secret("text", hook.url)).notifier(), *groups)
    return hook.accepted


def texts_of(block: Any) -> list[dict[str, Any]]:
    return [block["text"]] if "text" in block else block.get("fields", [])


LINKS = {
    "runbook_url": "https://wiki.example.org/shop",
    "trace_url": "https://traces.example.org/0af7651916cd43dd8448eb211c80319c",
    "logs_url": "https://logs.example.org/?q={service=%22shop%22}&to=now",
}


def test_slack_gets_firing_and_resolved_as_blocks() -> None:
    with listening() as hook:
        firing, resolved = slack(hook, *notifications(event()))
    assert firing["text"] == "[FIRING] ErrorBurst: 10 errors in 5m from shop"
    assert firing["blocks"][0]["text"]["text"] == firing["text"]
    assert "value: 10" in [field["text"] for field in firing["blocks"][1]["fields"]]
    assert resolved["text"].startswith("[RESOLVED] ErrorBurst")


def test_nothing_from_a_log_becomes_markup_in_slack_and_its_limits_are_kept() -> None:
    message = message_of(notifications(event(body=NASTY, service=NASTY))[0])
    assert len(message["blocks"]) <= 50
    for block in message["blocks"]:
        assert len(block.get("fields", [])) <= 10
        for text in texts_of(block):
            assert 0 < len(text["text"]) <= (150 if block["type"] == "header" else 3_000)
            if text["type"] == "mrkdwn":
                inner = text["text"].removeprefix("```").removesuffix("```")
                assert not {"<", ">"} & set(inner)
                assert "```" not in inner
    assert "<" not in message["text"]


def test_an_alert_without_a_summary_says_its_group_and_its_value() -> None:
    told = firing({"summary": ""})
    said = "service_name=shop, severity=critical, value 10, threshold 10, window 5m"
    assert message_of(told)["text"] == f"[FIRING] ErrorBurst: {said}"
    lines: list[str] = []
    asyncio.run(Terminal(lines.append).send(told))
    assert lines == [f"firing: ErrorBurst: {said}"]


def test_a_log_s_control_codes_do_not_reach_the_terminal() -> None:
    lines: list[str] = []
    asyncio.run(Terminal(lines.append).send(notifications(event(service="\x1b[2J\nshop" + "x" * 900))[0]))
    (line,) = lines
    assert line.isprintable()
    assert len(line) <= 500


def test_pagerduty_opens_one_incident_and_closes_the_same() -> None:
    with listening(Answer(202)) as hook:
        config = PagerDutyConfig(Secret("text", "R0UT1NG"), hook.url)
        send(config.notifier(), *notifications(event(), labels={"severity": "page"}))
    trigger, resolve = hook.bodies
    assert (trigger["event_action"], resolve["event_action"]) == ("trigger", "resolve")
    assert trigger["dedup_key"] == resolve["dedup_key"]
    assert trigger["routing_key"] == resolve["routing_key"] == "R0UT1NG"
    assert (trigger["payload"]["severity"], trigger["payload"]["source"]) == ("critical", "shop")


def test_pagerduty_s_limits_are_kept() -> None:
    body = event_of(notifications(event(body=NASTY, service=NASTY), annotations={"summary": NASTY})[0].alerts[0])
    assert len(body["payload"]["summary"]) <= 1_024
    assert len(json.dumps(body)) < 512 * 1024


def firing(annotations: dict[str, str]) -> Notification:
    return notifications(event(), annotations=annotations)[0]


def test_slack_and_pagerduty_link_runbook_trace_and_logs() -> None:
    told = firing(LINKS)
    wanted = [
        ("runbook", LINKS["runbook_url"]),
        ("trace", LINKS["trace_url"]),
        ("logs", "https://logs.example.org/?q=%7Bservice=%22shop%22%7D&to=now"),
    ]
    (section,) = message_of(told)["blocks"][-1]["elements"]
    assert [(one["text"], one["url"]) for one in section["elements"] if one["type"] == "link"] == wanted
    assert [(link["text"], link["href"]) for link in event_of(told.alerts[0])["links"]] == wanted


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "//evil.example", "", "https://wiki.example.org/" + "x" * 2_000]
)
def test_what_is_no_web_address_or_too_long_is_no_link(url: str) -> None:
    told = firing({"runbook_url": url})
    assert "links" not in event_of(told.alerts[0])
    assert all(block["type"] != "rich_text" for block in message_of(told)["blocks"])


def test_a_log_s_characters_in_an_address_are_percent_encoded() -> None:
    told = firing({"runbook_url": 'https://wiki.example.org/a b|c>\n<@U1>"é\udc80'})
    (link,) = event_of(told.alerts[0])["links"]
    assert link["href"].isascii()
    assert not set(link["href"]) & set(' |<>\n"')


def test_an_alertmanager_is_told_that_the_alert_fires_until_its_end() -> None:
    with listening() as hook:
        base = hook.url.removesuffix("/hook")
        send(AlertmanagerConfig(base).notifier(), *notifications(event()))
    (firing,), (resolved,) = hook.bodies
    assert firing["labels"] == {"alertname": "ErrorBurst", "service_name": "shop", "severity": "critical"}
    assert resolved["labels"] == firing["labels"]
    assert firing["endsAt"].startswith("2024-11")
    assert resolved["endsAt"].startswith("2023-11-14T22:18:20")


def test_alerts_come_back_as_log_records_through_a_real_receiver() -> None:
    got: list[Event] = []

    def sink(events: Sequence[Event]) -> None:
        got.extend(events)

    async def run() -> None:
        receiver = Receiver(sink, grpc=None, http="127.0.0.1:0")
        await receiver.start()
        try:
            notifier = OtlpConfig(f"http://127.0.0.1:{receiver.http_port}").notifier()
            for group in [*notifications(event()), notifications(event())[0]]:
                await notifier.send(group)
            await notifier.close()
        finally:
            await receiver.stop(0)

    asyncio.run(run())
    firing, resolved, again = got
    assert (firing.event_name, firing.severity_number, firing.service) == ("sealog.alert", 9, "sealog-alerting")
    assert firing.body == "[FIRING] ErrorBurst: 10 errors in 5m from shop"
    assert firing.attributes["alert.labels.service_name"] == "shop"
    assert firing.trace_id == "0af7651916cd43dd8448eb211c80319c"
    assert (again.uid, resolved.attributes["alert.status"]) == (firing.uid, "resolved")
    assert resolved.uid != firing.uid


def test_a_lone_surrogate_can_be_exported() -> None:
    assert request_of(notifications(event(body="broken \ud800"))[0]).SerializeToString()


def test_a_signature_is_over_the_moment_and_the_body_as_documented() -> None:
    with listening() as hook:
        config = WebhookConfig(hook.url, secret=Secret("text", "swordfish"))
        send(Webhook(config, clock=lambda: 1_700_000_000_999_999_999), notifications(event())[0])
    moment, _, digest = hook.headers[0]["X-Sealog-Signature"].removeprefix("t=").partition(",v1=")
    body = json.dumps(hook.bodies[0]).encode()
    assert moment == "1700000000"
    assert hmac.compare_digest(digest, hmac.new(b"swordfish", f"{moment}.".encode() + body, hashlib.sha256).hexdigest())


def test_a_webhook_without_secret_is_not_signed() -> None:
    with listening() as hook:
        send(Webhook(WebhookConfig(hook.url)), notifications(event())[0])
    assert "X-Sealog-Signature" not in hook.headers[0]


def test_a_rotated_secret_is_used_at_the_next_call(tmp_path: Path) -> None:
    key = tmp_path / "key"
    with listening() as hook:
        config = PagerDutyConfig(Secret("file", str(key)), hook.url)
        for text in ("first\n", "second\n"):
            key.write_text(text)
            send(config.notifier(), notifications(event())[0])
    assert [body["routing_key"] for body in hook.bodies] == ["first", "second"]


def test_a_secret_that_is_missing_is_worth_another_try_and_not_shown() -> None:
    with pytest.raises(DeliveryError) as caught:
        send(SlackConfig(Secret("env", "NO_SUCH_VARIABLE_HERE")).notifier(), notifications(event())[0])
    assert (str(caught.value), caught.value.permanent) == (
        "the environment variable NO_SUCH_VARIABLE_HERE is not set",
        False,
    )


def test_no_secret_is_in_a_repr() -> None:
    configs = [SlackConfig(Secret("text", "hidden")), PagerDutyConfig(Secret("file", "hidden"), "http://hidden/")]
    assert "hidden" not in repr([*configs, AlertmanagerConfig("http://hidden/"), OtlpConfig("http://hidden/")])


GROUPS = "groups: [{name: g, rules: [{alert: A}]}]\n"


def test_a_rule_file_names_every_kind_of_place(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("k")
    text = """receivers:
- name: all
  webhook_configs: [{url_env: HOOK_URL, secret_file: key}]
  slack_configs: [{api_url: 'https://hooks.example.org/x'}]
  pagerduty_configs: [{routing_key_env: PD}, {routing_key_file: key, url: 'http://127.0.0.1:1/'}]
  alertmanager_configs: [{url: 'http://127.0.0.1:9093'}]
  otlp_configs: [{url: 'http://127.0.0.1:4318', send_resolved: false, timeout: 5s}]
"""
    rules = load(tmp_path, GROUPS + text)
    names = [target.name for target in targets_of(rules.receivers)]
    kinds = ["webhook/0", "slack/0", "pagerduty/0", "pagerduty/1", "alertmanager/0", "otlp/0"]
    assert names == [f"all/{kind}" for kind in kinds]
    assert targets_of(rules.receivers) == targets_of(load(tmp_path, GROUPS + text).receivers)


WRONG = [
    ("slack_configs: [{}]", "39: receivers[0].slack_configs[0]: has no `api_url` (or `api_url_env`, `api_url_file`)"),
    ("slack_configs: [{api_url: x}]", "49: receivers[0].slack_configs[0].api_url: must be a URL"),
    ("slack_configs: [{api_url: 'http://x', api_url_env: A}]", "39: receivers[0].slack_configs[0]: give one of"),
    ("pagerduty_configs: [{routing_key_env: a-b}]", "61: receivers[0].pagerduty_configs[0].routing_key_env: must be"),
    (
        "pagerduty_configs: [{routing_key_file: none}]",
        "62: receivers[0].pagerduty_configs[0].routing_key_file: there is",
    ),
    ("alertmanager_configs: [{}]", "46: receivers[0].alertmanager_configs[0]: has no `url`"),
]


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text for text, _ in WRONG])
def test_a_wrong_place_is_told_with_its_line_and_column(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SettingError) as caught:
        load(tmp_path, f"{GROUPS}receivers: [{{name: a, {text}}}]\n")
    assert str(caught.value).startswith(f"{tmp_path / 'rules.yaml'}:2:{message}")
