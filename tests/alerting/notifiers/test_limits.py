"""Notifications stay within each receiver's limits for the longest alert and the most alerts."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerting.events import event
from alerting.hooks import listening
from alerting.notifications import notifications
from sealog_exporters.alerting.notifiers.alertmanager import AlertmanagerConfig
from sealog_exporters.alerting.notifiers.content.email_body import MAX_ALERTS, MAX_SUBJECT_CHARS, mail_of
from sealog_exporters.alerting.notifiers.pagerduty import event_of
from sealog_exporters.alerting.notifiers.slack import message_of

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Notification

LETTERS = ["x", "&", "<", "😀", "\n", "\x00", "ü"]
LONG = 100_000


def huge(letter: str, alerts: int = 1) -> Notification:
    """Make alerts with sixty annotations that are as long as a rule file may make them."""
    text = letter * LONG
    annotations = {"summary": text, **{f"note{n}": text[:5_000] for n in range(60)}}
    group = notifications(event(body=text, service=text), annotations=annotations)[0]
    (alert,) = group.alerts
    return replace(group, alerts=tuple(replace(alert, fingerprint=f"{n:016x}") for n in range(alerts)))


@pytest.mark.parametrize("letter", LETTERS)
def test_a_pagerduty_event_is_below_512_kib_and_its_summary_below_1024_characters(letter: str) -> None:
    body = event_of(huge(letter).alerts[0])
    assert len(json.dumps({"routing_key": "k" * 32, **body})) < 512 * 1024
    assert 0 < len(body["payload"]["summary"]) <= 1_024
    assert len(body["payload"]["custom_details"]) > 5


@pytest.mark.parametrize("letter", LETTERS)
def test_a_slack_message_keeps_each_limit(letter: str) -> None:
    message = message_of(huge(letter, alerts=30))
    assert len(message["blocks"]) <= 50
    assert len(message["text"]) <= 40_000
    for block in message["blocks"]:
        assert len(block.get("fields", [])) <= 10
        for text in block.get("fields", []):
            assert 0 < len(text["text"]) <= 2_000
        if "text" in block:
            assert 0 < len(block["text"]["text"]) <= (150 if block["type"] == "header" else 3_000)


@pytest.mark.parametrize("letter", LETTERS)
def test_a_mail_has_a_short_subject_and_no_line_longer_than_998_bytes(letter: str) -> None:
    mail = mail_of(huge(letter, alerts=2), "a@example.org", "b@example.org")
    assert len(mail["Subject"]) <= MAX_SUBJECT_CHARS
    assert max(map(len, mail.as_bytes().split(b"\r\n"))) <= 998  # RFC 5322, 2.1.1


def test_a_mail_of_many_alerts_says_how_many_it_leaves_out() -> None:
    alert = notifications(event())[0]
    mail = mail_of(replace(alert, alerts=alert.alerts * (MAX_ALERTS + 7)), "a@example.org", "b@example.org")
    for part in ("plain", "html"):
        body = mail.get_body((part,))
        assert body is not None
        assert "and 7 more alerts" in body.get_content()
        assert body.get_content().count("trace_id") == MAX_ALERTS


def test_alertmanager_gets_at_most_256_alerts_in_one_request_and_all_of_them() -> None:
    alert = notifications(event())[0]
    many = replace(alert, alerts=tuple(replace(alert.alerts[0], labels={"n": str(n)}) for n in range(600)))

    async def run(url: str) -> None:
        notifier = AlertmanagerConfig(url).notifier()
        await notifier.send(many)
        await notifier.close()

    with listening() as hook:
        asyncio.run(run(hook.url.removesuffix("/hook")))
    assert [len(body) for body in hook.bodies] == [256, 256, 88]
    assert [one["labels"]["n"] for body in hook.bodies for one in body] == [str(n) for n in range(600)]
