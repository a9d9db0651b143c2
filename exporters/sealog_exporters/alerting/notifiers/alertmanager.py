"""Posts alerts to an Alertmanager through its API v2, which then notifies by its own routes.

Source: Alertmanager's `api/v2/openapi.yaml`, `postAlerts`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sealog_exporters.alerting.matching.field import encodable
from sealog_exporters.alerting.model.notifier import IntegrationType
from sealog_exporters.alerting.notifiers.content.text import rfc3339
from sealog_exporters.alerting.notifiers.http.client import HttpClient
from sealog_exporters.alerting.notifiers.http.config import SCHEMAS, EndpointConfig, EndpointMap
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.fields import URL_VALUE
from sealog_exporters.alerting.syntax.typed_map import needed

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Alert, Notification
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

MAX_ALERTS = 256
"""In one request, as many as Prometheus sends (`--alertmanager.notification-batch-size`)."""

FIRES_FOR_NS = 366 * 86_400 * NS
"""Alertmanager resolves an alert without an end after `resolve_timeout`, so ours get a far end until the real one."""


@dataclass(frozen=True, slots=True)
class AlertmanagerConfig(EndpointConfig):
    """An Alertmanager's base URL."""

    kind: ClassVar[str] = "alertmanager"

    def notifier(self) -> Alertmanager:
        """Make the notifier that has these settings."""
        return Alertmanager(self)


class Alertmanager:
    """One Alertmanager."""

    def __init__(self, config: AlertmanagerConfig) -> None:
        self._url = f"{config.url.rstrip('/')}/api/v2/alerts"
        self._poster = HttpClient(config.timeout_s, config.http)

    async def send(self, group: Notification) -> None:
        """Post the group's alerts; those of a request that is sent again are the same alerts to Alertmanager."""
        for start in range(0, len(group.alerts), MAX_ALERTS):
            told = [alert_body(alert, group.external_url) for alert in group.alerts[start : start + MAX_ALERTS]]
            await self._poster.post(self._url, json.dumps(told).encode("ascii"), {"Content-Type": "application/json"})

    async def close(self) -> None:
        """Close the connection."""
        await self._poster.close()


def alert_body(alert: Alert, external_url: str) -> dict[str, Any]:
    """Write one alert; labels without a value are left out, because Alertmanager refuses them."""
    body = {
        "labels": {name: encodable(text) for name, text in alert.labels.items() if text},
        "annotations": {name: encodable(text) for name, text in alert.annotations.items()},
        "startsAt": rfc3339(alert.starts_at_ns),
        "endsAt": rfc3339(alert.ends_at_ns or alert.starts_at_ns + FIRES_FOR_NS),
    }
    return {**body, "generatorURL": external_url} if external_url else body


class _Keys(EndpointMap):
    url = needed(URL_VALUE, "Where Alertmanager is; its path is added.")


def _read(node: YamlNode) -> list[AlertmanagerConfig]:
    given = _Keys(node)
    return [AlertmanagerConfig(given.url, given.send_resolved, given.timeout_s, given.http_config)]


INTEGRATION = IntegrationType(
    "alertmanager", "Instances of Prometheus Alertmanager, by its API v2.", _read, _Keys.schema(), SCHEMAS
)
