"""Tells a receiver by HTTP POST of Alertmanager's webhook body, version 4. Follows no redirect, reads no proxy.

Source: Alertmanager's documentation, "Configuration", `<webhook_config>`; `notify/webhook/webhook.go`.
"""

from __future__ import annotations

import asyncio
import json
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

import httpx

from sealog_exporters.alerting.durations import NS
from sealog_exporters.alerting.notifiers.interface import DeliveryError

if TYPE_CHECKING:
    from sealog_exporters.alerting.notification import Alert, Notification
    from sealog_exporters.alerting.rules import WebhookConfig

_NEVER = "0001-01-01T00:00:00Z"  # Go's zero time: what Alertmanager writes where an alert has no end yet.
_TRY_AGAIN = frozenset({408, 425, 429})


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


class Webhook:
    """One URL. Opens its connection on the first call and keeps it."""

    def __init__(self, config: WebhookConfig) -> None:
        self._config = config
        self._client: httpx.AsyncClient | None = None

    async def send(self, group: Notification) -> None:
        """Post the body; 2xx is delivered, 408, 425, 429, 5xx and no answer are worth another try, the rest is not."""
        if self._client is None:
            # No proxy or netrc from the environment: an alert goes where the rule file says.
            self._client = httpx.AsyncClient(timeout=self._config.timeout_s, trust_env=False)
        content = json.dumps(body_of(group)).encode("ascii")
        try:
            # httpx bounds each read, not their sum: a receiver that drips bytes would hold the queue.
            await asyncio.wait_for(self._post(self._client, content), self._config.timeout_s)
        except (asyncio.TimeoutError, httpx.TimeoutException):  # two classes on Python 3.10
            raise DeliveryError(f"no answer within {self._config.timeout_s:g} s") from None
        except httpx.InvalidURL:
            raise DeliveryError("the URL can't be used", permanent=True) from None
        except httpx.HTTPError as error:
            raise DeliveryError(f"no connection ({type(error).__name__})") from None

    async def close(self) -> None:
        """Close the connection."""
        if self._client is not None:
            await self._client.aclose()

    async def _post(self, client: httpx.AsyncClient, content: bytes) -> None:
        """Send one request and judge the status of the answer; its body is not read."""
        headers = {"Content-Type": "application/json", "User-Agent": "sealog-alerting"}
        async with client.stream("POST", self._config.url, content=content, headers=headers) as answer:
            status = answer.status_code
            if answer.is_success:
                return
            again = status in _TRY_AGAIN or status >= httpx.codes.INTERNAL_SERVER_ERROR
            retry_after = _retry_after(answer.headers) if again else None
        raise DeliveryError(f"HTTP {status}", retry_after=retry_after, permanent=not again)


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


def _retry_after(headers: httpx.Headers) -> float | None:
    """Read Retry-After in seconds: a number, or a date that is compared with the answer's own (RFC 9110, 10.2.3)."""
    text = headers.get("Retry-After", "")
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        pause = parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):  # missing, not a date, or only one of them has a zone
        return None
    return max(pause.total_seconds(), 0.0)
