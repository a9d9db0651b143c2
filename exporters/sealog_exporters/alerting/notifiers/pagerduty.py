"""Tells PagerDuty through its Events API v2: one incident an alert, closed at its end. It acknowledges nothing.

Source: PagerDuty's documentation, "PD-CEF" and "Send an alert event" (fields and limits).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sealog_exporters.alerting.notifiers.http import Poster, reveal
from sealog_exporters.alerting.notifiers.webhook import rfc3339
from sealog_exporters.alerting.notifiers.wording import cut, headline, link_of

if TYPE_CHECKING:
    from sealog_exporters.alerting.notification import Alert, Notification
    from sealog_exporters.alerting.secret import Secret

URL = "https://events.pagerduty.com/v2/enqueue"
MAX_SUMMARY = 1_024
MAX_DETAIL = 4_096
"""An event holds 512 KiB; so many details of this length fit."""

_SEVERITIES = {"page": "critical", "critical": "critical", "error": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True, slots=True)
class PagerDutyConfig:
    """A service of PagerDuty, as its integration's routing key, which is a secret."""

    routing_key: Secret
    url: str = field(default=URL, repr=False)
    send_resolved: bool = True
    timeout_s: float = 10.0
    kind: str = "pagerduty"

    def notifier(self) -> PagerDuty:
        """Make what tells it."""
        return PagerDuty(self)


class PagerDuty:
    """One service."""

    def __init__(self, config: PagerDutyConfig) -> None:
        self._config = config
        self._poster = Poster(config.timeout_s)

    async def send(self, group: Notification) -> None:
        """Post one event an alert; one that is sent again after a failure in the middle has the same `dedup_key`."""
        key = reveal(self._config.routing_key)
        for alert in group.alerts:
            content = json.dumps({"routing_key": key, **event_of(alert)}).encode("ascii")
            await self._poster.post(self._config.url, content, {"Content-Type": "application/json"})

    async def close(self) -> None:
        """Close the connection."""
        await self._poster.close()


def event_of(alert: Alert) -> dict[str, Any]:
    """Write the event, without the routing key."""
    if alert.status == "resolved":
        return {"event_action": "resolve", "dedup_key": alert.fingerprint}
    labels = alert.labels
    told = {**labels, **alert.annotations}
    payload = {
        "summary": headline(alert, MAX_SUMMARY),
        "source": cut(labels.get("service_name", "sealog"), MAX_SUMMARY),
        "severity": _SEVERITIES.get(labels.get("severity", ""), "error"),
        "timestamp": rfc3339(alert.starts_at_ns),
        "class": cut(labels.get("alertname", ""), MAX_SUMMARY),
        "custom_details": {cut(name, MAX_SUMMARY): cut(text, MAX_DETAIL) for name, text in list(told.items())[:50]},
    }
    event = {"event_action": "trigger", "dedup_key": alert.fingerprint, "client": "sealog", "payload": payload}
    link = link_of(alert)
    return {**event, "links": [{"href": link, "text": "runbook"}]} if link else event
