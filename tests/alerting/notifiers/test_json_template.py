"""Bodies and headers of a webhook's own: what they hold, and what nothing from a log can do to them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerting.events import event
from alerting.hooks import listening
from alerting.notifications import notifications
from alerting.rulefiles import load
from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.content.json_template import fill
from sealog_exporters.alerting.notifiers.webhook import Webhook, body_of

if TYPE_CHECKING:
    from pathlib import Path

    from sealog_exporters.alerting.model.alert.notification import Notification

RULES = """
groups: [{{name: g, rules: [{{alert: A}}]}}]
receivers: [{{name: a, webhook_configs: [{text}]}}]
"""


def received(folder: Path, more: str, group: Notification) -> tuple[Any, dict[str, str]]:
    """Send by a rule file's webhook; give the body and the headers that came."""
    with listening() as hook:
        config = load(folder, RULES.format(text=f"{{url: '{hook.url}', {more}}}")).receivers[0].integrations[0]

        async def run() -> None:
            webhook = Webhook(config)
            try:
                await webhook.send(group)
            finally:
                await webhook.close()

        asyncio.run(run())
    return hook.accepted[0], hook.headers[0]


def test_a_payload_is_filled_and_keeps_its_types(tmp_path: Path) -> None:
    payload = (
        "{text: '{{ title }}', 'n': 3, ok: true, none: null, list: ['{{ commonLabels.service_name }} is {{status}}'],"
        " alerts: '{{ alerts }}', labels: '{{ groupLabels }}', inside: 'all: {{ groupLabels }}',"
        " missing: '{{ commonLabels.x }}'}"
    )
    group = notifications(event())[0]
    body, headers = received(tmp_path, f"payload: {payload}", group)
    assert body == {
        "text": "[FIRING] ErrorBurst: 10 errors in 5m from shop",
        "n": 3,
        "ok": True,
        "none": None,
        "list": ["shop is firing"],
        "alerts": body_of(group)["alerts"],
        "labels": {"alertname": "ErrorBurst", "service_name": "shop"},
        "inside": 'all: {"alertname": "ErrorBurst", "service_name": "shop"}',
        "missing": "",
    }
    assert headers["Content-Type"] == "application/json"


@given(text=st.text())
def test_nothing_that_is_filled_in_can_end_a_text_or_be_filled_again(text: str) -> None:
    body = {**body_of(notifications(event())[0]), "commonAnnotations": {"samples": text, "summary": "no"}}
    tree = {"text": "<{{ commonAnnotations.samples }}>"}
    assert fill(tree, body) == {"text": f"<{text}>"}


def test_a_hostile_log_line_arrives_as_the_text_it_is(tmp_path: Path) -> None:
    nasty = '", "admin": true, "x": "{{ groupKey }}\r\n\\'
    body, _ = received(tmp_path, "payload: {t: '{{ commonAnnotations.samples }}'}", notifications(event(body=nasty))[0])
    assert list(body) == ["t"]
    assert nasty in body["t"]


def test_max_alerts_cuts_and_says_how_many_are_missing(tmp_path: Path) -> None:
    one, two = notifications(event())
    body, _ = received(tmp_path, "max_alerts: 1", replace(one, alerts=(*one.alerts, *two.alerts)))
    assert (len(body["alerts"]), body["truncatedAlerts"]) == (1, 1)


def test_headers_come_from_the_file_the_environment_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOOK_AUTH", "Bearer swordfish")
    (tmp_path / "key").write_text("k-1\n")
    more = (
        "http_config: {http_headers: {X-Team: shop, Authorization: {value_env: HOOK_AUTH}, X-Key: {value_file: key}}}"
    )
    _, headers = received(tmp_path, more, notifications()[0])
    assert (headers["X-Team"], headers["Authorization"], headers["X-Key"]) == ("shop", "Bearer swordfish", "k-1")


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "ünïcode", "a\x00b"])
def test_a_header_that_would_not_be_one_is_refused_and_not_shown(tmp_path: Path, value: str) -> None:
    (tmp_path / "key").write_text(value, "utf-8")
    with pytest.raises(DeliveryError) as caught:
        received(tmp_path, "http_config: {http_headers: {X-Key: {value_file: key}}}", notifications()[0])
    assert str(caught.value) == "the value of the header X-Key holds what no header can"


def test_no_header_and_no_payload_is_in_a_repr(tmp_path: Path) -> None:
    text = "{url: 'http://x/', payload: {key: hidden}, http_config: {http_headers: {X-Key: hidden}}}"
    assert "hidden" not in repr(load(tmp_path, RULES.format(text=text)))
