"""Tells a receiver by HTTP POST of Alertmanager's webhook body, version 4. It sends no other shape.

Source: Alertmanager's documentation, "Configuration", `<webhook_config>`; `notify/webhook/webhook.go`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from sealog_exporters.alerting.durations import NS
from sealog_exporters.alerting.notifiers.http import Poster, reveal

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.alerting.notification import Alert, Notification
    from sealog_exporters.alerting.rules import WebhookConfig

_NEVER = "0001-01-01T00:00:00Z"  # Go's zero time: what Alertmanager writes where an alert has no end yet.
SIGNATURE = "X-Sealog-Signature"


def body_of(group: Notification) -> dict[str, Any]:
    """Give the webhook body, version 4."""
    return {
        "version": "4",
        "groupKey": group.group_key,
        "truncatedAlerts": 0,
        "status": group.status,
        "receiver": group.receiver,
        "groupLabels": dict(group.group_labels),
        "commonLabels": group.common_labels,
        "commonAnnotations": group.common_annotations,
        "externalURL": group.external_url,
        "alerts": [_alert(alert, group.external_url) for alert in group.alerts],
    }


def rfc3339(ns: int) -> str:
    """Spell ns since the epoch in RFC 3339, UTC, to the microsecond; 0 is Go's zero time."""
    if not ns:
        return _NEVER
    seconds, rest = divmod(ns, NS)
    whole = datetime.fromtimestamp(seconds, timezone.utc)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{rest // 1_000:06d}Z"


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
        self._poster = Poster(config.timeout_s)

    async def send(self, group: Notification) -> None:
        """Post the body, signed where there is a secret."""
        config = self._config
        content = json.dumps(body_of(group)).encode("ascii")
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
