"""Notifies by HTTP POST: Alertmanager's webhook body, version 4, or a JSON body that the rule file gives.

Source: Alertmanager's documentation, "Configuration", `<webhook_config>`; `notify/webhook/webhook.go`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from sealog_exporters.alerting.model.notifier import IntegrationType, reveal
from sealog_exporters.alerting.notifiers.content.json_template import fill, read_json_template
from sealog_exporters.alerting.notifiers.content.text import MAX_TITLE, headline, rfc3339
from sealog_exporters.alerting.notifiers.http.client import HttpClient
from sealog_exporters.alerting.notifiers.http.config import SCHEMAS, EndpointConfig, EndpointMap
from sealog_exporters.alerting.syntax.duration import NS
from sealog_exporters.alerting.syntax.fields import needed_secret, optional_secret, read_url
from sealog_exporters.alerting.syntax.typed_map import Value, integer, optional

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.alert.notification import Alert, Notification
    from sealog_exporters.alerting.syntax.secret import Secret
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

SIGNATURE = "X-Sealog-Signature"
_MAX_ALERTS = 10_000


@dataclass(frozen=True, slots=True)
class WebhookConfig(EndpointConfig):
    """A URL that gets Alertmanager's webhook body, or `payload` filled in.

    Where `url` is empty, `url_at` says where it is; `secret` signs what is sent. `max_alerts` of 0 means all.
    """

    url_at: Secret | None = None
    secret: Secret | None = None
    payload: Any = field(default=None, repr=False)
    max_alerts: int = 0
    kind: ClassVar[str] = "webhook"

    def notifier(self) -> Webhook:
        """Make the notifier that has these settings."""
        return Webhook(self)


def body_of(group: Notification, max_alerts: int = 0) -> dict[str, Any]:
    """Return the webhook body, version 4, with at most `max_alerts` alerts (0: all)."""
    told = group.alerts[: max_alerts or None]
    labels, annotations = group.common()
    return {
        "version": "4",
        "groupKey": group.group_key,
        "truncatedAlerts": len(group.alerts) - len(told),
        "status": group.status,
        "receiver": group.receiver,
        "groupLabels": dict(group.group_labels),
        "commonLabels": labels,
        "commonAnnotations": annotations,
        "externalURL": group.external_url,
        "alerts": [_alert(alert, group.external_url) for alert in told],
    }


def signature(secret: str, at_s: int, body: bytes) -> str:
    """Sign a body sent at `at_s` (seconds since the epoch): `t=SECONDS,v1=HEX`, HMAC-SHA256 over `SECONDS.BODY`."""
    digest = hmac.new(secret.encode(), b"%d.%b" % (at_s, body), hashlib.sha256)
    return f"t={at_s},v1={digest.hexdigest()}"


class Webhook:
    """One URL.

    Args:
        config: where, and with which secret.
        clock: ns since the epoch, for the signature.
    """

    def __init__(self, config: WebhookConfig, clock: Callable[[], int] = time.time_ns) -> None:
        self._config = config
        self._clock = clock
        self._poster = HttpClient(config.timeout_s, config.http)

    async def send(self, group: Notification) -> None:
        """Post the body as ASCII JSON, the same for the same notification; signed where there is a secret."""
        config = self._config
        body = body_of(group, config.max_alerts)
        if config.payload is not None:
            body = fill(config.payload, {**body, "title": headline(group.alerts[0], MAX_TITLE)})
        content = json.dumps(body).encode("ascii")
        headers = {"Content-Type": "application/json"}
        if config.secret is not None:
            headers[SIGNATURE] = signature(reveal(config.secret), self._clock() // NS, content)
        await self._poster.post(config.url or (reveal(config.url_at) if config.url_at else ""), content, headers)

    async def close(self) -> None:
        """Close the connection."""
        await self._poster.close()


def _alert(alert: Alert, external_url: str) -> dict[str, Any]:
    return {
        "status": alert.status,
        "labels": dict(alert.labels),
        "annotations": dict(alert.annotations),
        "startsAt": rfc3339(alert.starts_at_ns),
        "endsAt": rfc3339(alert.ends_at_ns),
        "generatorURL": external_url,
        "fingerprint": alert.fingerprint,
    }


class _Keys(EndpointMap):
    url = needed_secret("Where it is sent; http or https.", "has no `url`")
    secret = optional_secret("The key of the signature in the header X-Sealog-Signature.")
    max_alerts = optional(integer(0, _MAX_ALERTS), "How many alerts a notification holds; default 0: all.", 0)
    payload = optional(
        Value(read_json_template, {"type": ["object", "array"]}),
        "A JSON body of your own, whose texts are templates.",
    )


def _read(node: YamlNode) -> list[WebhookConfig]:
    given = _Keys(node)
    url = given.url
    here = url.kind == "text"
    return [
        WebhookConfig(
            read_url(given.given["url"]) if here else "",
            given.send_resolved,
            given.timeout_s,
            url_at=None if here else url,
            secret=given.secret,
            http=given.http_config,
            payload=given.payload,
            max_alerts=given.max_alerts,
        )
    ]


INTEGRATION = IntegrationType(
    "webhook", "URLs that get Alertmanager's JSON, or a body of your own.", _read, _Keys.schema(), SCHEMAS
)
