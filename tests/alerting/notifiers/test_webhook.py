"""The webhook notifier against a real listening server."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import TYPE_CHECKING

import pytest

from alerting.events import event
from alerting.hooks import Answer, listening
from alerting.notifications import notifications
from sealog_exporters.alerting.model.notifier import DeliveryError
from sealog_exporters.alerting.notifiers.content.text import rfc3339
from sealog_exporters.alerting.notifiers.webhook import Webhook, WebhookConfig, body_of

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Notification


def send(url: str, *groups: Notification, timeout_s: float = 60.0) -> None:
    async def run() -> None:
        webhook = Webhook(WebhookConfig(url, timeout_s=timeout_s))
        try:
            for group in groups:
                await webhook.send(group)
        finally:
            await webhook.close()

    asyncio.run(run())


def failure(answer: Answer, timeout_s: float = 60.0) -> DeliveryError:
    with listening(answer) as hook, pytest.raises(DeliveryError) as caught:
        send(hook.url, notifications()[0], timeout_s=timeout_s)
    return caught.value


def test_the_body_is_alertmanager_s_version_4() -> None:
    firing, resolved = notifications(event(uid="s-1"), labels={"severity": "critical"}, threshold=1)
    assert body_of(firing) == {
        "version": "4",
        "groupKey": '{}:{alertname="ErrorBurst", service_name="shop"}',
        "truncatedAlerts": 0,
        "status": "firing",
        "receiver": "hook",
        "groupLabels": {"alertname": "ErrorBurst", "service_name": "shop"},
        "commonLabels": {"alertname": "ErrorBurst", "service_name": "shop", "severity": "critical"},
        "commonAnnotations": {
            "summary": "1 errors in 5m from shop",
            "value": "1",
            "threshold": "1",
            "window": "5m",
            "reason": "threshold",
            "trace_id": "0af7651916cd43dd8448eb211c80319c",
            "record_uid": "s-1",
            "samples": "payment refused for seal1~email_address~0~AAAA",
            "template": "payment refused for <email_address>",
        },
        "externalURL": "https://alerts.example.org",
        "alerts": [
            {
                "status": "firing",
                "labels": {"alertname": "ErrorBurst", "service_name": "shop", "severity": "critical"},
                "annotations": body_of(firing)["commonAnnotations"],
                "startsAt": "2023-11-14T22:13:20.000000Z",
                "endsAt": "0001-01-01T00:00:00Z",
                "generatorURL": "https://alerts.example.org",
                "fingerprint": "aaedd2b903103f73",
            }
        ],
    }
    end = body_of(resolved)
    assert end["status"] == "resolved"
    assert end["alerts"][0]["endsAt"] == "2023-11-14T22:18:29.000000Z"
    assert (end["commonAnnotations"]["duration"], end["commonAnnotations"]["total"]) == ("5m9s", "10")
    assert end["alerts"][0]["fingerprint"] == body_of(firing)["alerts"][0]["fingerprint"]


def test_it_posts_json() -> None:
    with listening() as hook:
        send(hook.url, *notifications())
    assert [body["status"] for body in hook.bodies] == ["firing", "resolved"]
    assert hook.headers[0]["Content-Type"] == "application/json"


def test_a_lone_surrogate_in_a_log_line_is_delivered() -> None:
    with listening() as hook:
        send(hook.url, notifications(event(body="broken \ud800 text"))[0])
    assert "broken" in hook.accepted[0]["commonAnnotations"]["samples"]


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_it_is_worth_another_try_after(status: int) -> None:
    assert not failure(Answer(status)).permanent


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 410, 413])
def test_it_is_for_good_after(status: int) -> None:
    assert failure(Answer(status, {"Location": "/elsewhere"})).permanent


def test_retry_after_in_seconds_is_told() -> None:
    assert failure(Answer(429, {"Retry-After": "17"})).retry_after == 17.0


def test_retry_after_as_a_date_is_counted_from_the_answer_s_own_date() -> None:
    headers = {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}
    assert failure(Answer(503, headers)).retry_after == 0.0  # long past


def test_an_unreadable_retry_after_is_none() -> None:
    assert failure(Answer(503, {"Retry-After": "soon"})).retry_after is None


def test_a_receiver_that_hangs_is_left_after_the_timeout() -> None:
    left = threading.Event()
    try:
        error = failure(Answer(gate=left), timeout_s=0.2)
    finally:
        left.set()
    assert (str(error), error.permanent) == ("no answer within 0.2 s", False)


def test_a_receiver_that_is_down_is_worth_another_try() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(DeliveryError) as caught:
            send(f"http://127.0.0.1:{taken.getsockname()[1]}/", notifications()[0])
    assert (str(caught.value), caught.value.permanent) == ("no connection (ConnectError)", False)


def test_the_url_is_in_no_repr() -> None:
    assert "token" not in repr(WebhookConfig("https://example.org/token"))


def test_times_are_rfc_3339() -> None:
    assert rfc3339(1_700_000_000_123_456_789) == "2023-11-14T22:13:20.123456Z"
