"""Notifies PagerDuty through its Events API v2: one incident for each alert, closed at its end.

Source: PagerDuty's documentation, "PD-CEF" and "Send an alert event" (fields and limits).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from sealog_exporters.alerting.model.notifier import IntegrationType, reveal
from sealog_exporters.alerting.notifiers.content.text import cut, headline, links_of, rfc3339
from sealog_exporters.alerting.notifiers.http.client import HttpClient
from sealog_exporters.alerting.syntax.fields import URL_VALUE, IntegrationMap, needed_secret
from sealog_exporters.alerting.syntax.typed_map import optional

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.alert.notification import Alert, Notification
    from sealog_exporters.alerting.syntax.secret import Secret
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

URL = "https://events.pagerduty.com/v2/enqueue"
MAX_SUMMARY = 1_024
MAX_DETAIL = 4_096
MAX_DETAILS_BYTES = 400_000
"""All details together, as JSON; an event holds 512 KiB, of which a summary of emoji takes 12 KiB."""

_SEVERITIES = {"page": "critical", "critical": "critical", "error": "error", "warning": "warning", "info": "info"}


@dataclass(frozen=True, slots=True)
class PagerDutyConfig:
    """A service of PagerDuty, as its integration's routing key, which is a secret."""

    routing_key: Secret
    url: str = field(default=URL, repr=False)
    send_resolved: bool = True
    timeout_s: float = 10.0
    kind: ClassVar[str] = "pagerduty"

    def notifier(self) -> PagerDuty:
        """Make the notifier that has these settings."""
        return PagerDuty(self)


class PagerDuty:
    """One service."""

    def __init__(self, config: PagerDutyConfig) -> None:
        self._config = config
        self._poster = HttpClient(config.timeout_s)

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
    payload = {
        "summary": headline(alert, MAX_SUMMARY),
        "source": cut(labels.get("service_name", "sealog"), MAX_SUMMARY),
        "severity": _SEVERITIES.get(labels.get("severity", ""), "error"),
        "timestamp": rfc3339(alert.starts_at_ns),
        "class": cut(labels.get("alertname", ""), MAX_SUMMARY),
        "custom_details": _details({**labels, **alert.annotations}),
    }
    event = {"event_action": "trigger", "dedup_key": alert.fingerprint, "client": "sealog", "payload": payload}
    links = [{"href": address, "text": word} for word, address in links_of(alert)]
    return {**event, "links": links} if links else event


def _details(told: Mapping[str, str]) -> dict[str, str]:
    """Take as many as fit; a character is up to 12 bytes of ASCII JSON."""
    details: dict[str, str] = {}
    left = MAX_DETAILS_BYTES
    for name, text in told.items():
        short, value = cut(name, MAX_SUMMARY), cut(text, MAX_DETAIL)
        left -= len(json.dumps({short: value}))
        if left < 0:
            break
        details[short] = value
    return details


class _Keys(IntegrationMap):
    routing_key = needed_secret("The integration key of the service.")
    url = optional(URL_VALUE, "The endpoint of another region.", URL)


def _read(node: YamlNode) -> list[PagerDutyConfig]:
    given = _Keys(node)
    return [PagerDutyConfig(given.routing_key, given.url, given.send_resolved, given.timeout_s)]


INTEGRATION = IntegrationType("pagerduty", "PagerDuty services, by the Events API v2.", _read, _Keys.schema())
