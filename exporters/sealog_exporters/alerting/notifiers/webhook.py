"""Tells a receiver by HTTP POST: Alertmanager's webhook body, version 4, or a JSON body of the rule file's own.

It sends nothing but JSON.

Source: Alertmanager's documentation, "Configuration", `<webhook_config>`; `notify/webhook/webhook.go`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import TYPE_CHECKING, Any

from sealog_exporters.alerting.model.notifier import reveal
from sealog_exporters.alerting.notifiers.http_client import HttpClient
from sealog_exporters.alerting.notifiers.json_template import fill
from sealog_exporters.alerting.notifiers.text import MAX_TITLE, headline, rfc3339
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.model.alert.notification import Alert, Notification
    from sealog_exporters.alerting.model.rule import WebhookConfig

SIGNATURE = "X-Sealog-Signature"


def body_of(group: Notification, max_alerts: int = 0) -> dict[str, Any]:
    """Give the webhook body, version 4, with at most `max_alerts` alerts (0: all)."""
    told = group.alerts[: max_alerts or None]
    return {
        "version": "4",
        "groupKey": group.group_key,
        "truncatedAlerts": len(group.alerts) - len(told),
        "status": group.status,
        "receiver": group.receiver,
        "groupLabels": dict(group.group_labels),
        "commonLabels": group.common_labels,
        "commonAnnotations": group.common_annotations,
        "externalURL": group.external_url,
        "alerts": [_alert(alert, group.external_url) for alert in told],
    }


def content_of(group: Notification, config: WebhookConfig) -> bytes:
    """Write what is posted, as ASCII JSON; the same notification always gives the same bytes."""
    body = body_of(group, config.max_alerts)
    if config.payload is not None:
        body = fill(config.payload, {**body, "title": headline(group.alerts[0], MAX_TITLE)})
    return json.dumps(body).encode("ascii")


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
        """Post the body, signed where there is a secret."""
        config = self._config
        content = content_of(group, config)
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
