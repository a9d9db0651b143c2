"""What every message says of an alert in a few words, cut to a receiver's limits. Knows no markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.alerting.fields import encodable

if TYPE_CHECKING:
    from sealog_exporters.alerting.notification import Alert

_MORE = "…"


def cut(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, with a mark at its end where something is missing."""
    text = "".join(character if character.isprintable() or character == "\n" else " " for character in encodable(text))
    return text if len(text) <= limit else text[: limit - len(_MORE)] + _MORE


def headline(alert: Alert, limit: int) -> str:
    """Give `[FIRING] ErrorBurst: summary` on one line."""
    summary = alert.annotations.get("summary", "")
    text = f"[{alert.status.upper()}] {alert.labels.get('alertname', '')}" + (f": {summary}" if summary else "")
    return cut(text.replace("\n", " "), limit)


def link_of(alert: Alert) -> str:
    """Give the runbook's address, empty where there is none that a browser may open."""
    url = alert.annotations.get("runbook_url", "")
    return url if url.startswith(("https://", "http://")) else ""
