"""Describes an alert in plain text, cut to a receiver's limits."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from sealog_exporters.alerting.matching.field import encodable
from sealog_exporters.alerting.model.link import MAX_URL
from sealog_exporters.alerting.syntax.duration import NS

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Alert

MAX_TITLE = 250
"""Characters of a title where the receiver has no limit of its own."""

LINKS: Final = {"runbook_url": "runbook", "trace_url": "trace", "logs_url": "logs"}
"""Annotations that are addresses, and the word that a reader clicks."""

_URL_CHARACTERS: Final = "-._~:/?#[]@!$&'()*+,;=%"  # with letters and digits, all of RFC 3986
_MORE = "…"
_NEVER = "0001-01-01T00:00:00Z"  # Go's zero time: what Alertmanager writes where an alert has no end yet.


def cut(text: str, limit: int) -> str:
    """Cut a text to `limit` characters, with a mark at its end where something is missing."""
    text = "".join(character if character.isprintable() or character == "\n" else " " for character in encodable(text))
    return text if len(text) <= limit else text[: limit - len(_MORE)] + _MORE


def headline(alert: Alert, limit: int) -> str:
    """Return `[FIRING] ErrorBurst: summary` on one line."""
    text = f"[{alert.status.upper()}] {alert.labels.get('alertname', '')}: {summary_of(alert)}"
    return cut(text.replace("\n", " "), limit)


def summary_of(alert: Alert) -> str:
    """Return the rule's summary; without one, which group it is and the value against the threshold."""
    told = alert.annotations
    if told.get("summary"):
        return told["summary"]
    group = [f"{name}={text}" for name, text in alert.labels.items() if name != "alertname"]
    facts = [f"{name} {told[name]}" for name in ("value", "threshold", "window") if told.get(name)]
    return ", ".join([*group, *facts])


def link_of(url: str) -> str:
    """Return a web address encoded for a link; empty for anything else and for one that is too long.

    Filled annotations can hold any character of a log. Characters that RFC 3986 does not allow are percent-encoded:
    Slack refuses the whole message for an invalid address.
    """
    if not url.startswith(("https://", "http://")):
        return ""
    address = quote(encodable(url), safe=_URL_CHARACTERS)
    return address if len(address) <= MAX_URL else ""


def links_of(alert: Alert) -> list[tuple[str, str]]:
    """List the alert's links as (word, address): runbook, trace, logs."""
    found = ((word, link_of(alert.annotations.get(name, ""))) for name, word in LINKS.items())
    return [(word, address) for word, address in found if address]


def rows_of(alert: Alert) -> list[tuple[str, str]]:
    """List the facts of an alert beside its samples, in reading order."""
    times = [("startsAt", rfc3339(alert.starts_at_ns))]
    if alert.ends_at_ns:
        times.append(("endsAt", rfc3339(alert.ends_at_ns)))
    told = [(name, text) for name, text in alert.annotations.items() if name != "samples"]
    return [("status", alert.status), *alert.labels.items(), *told, *times]


def samples_of(alert: Alert) -> list[str]:
    """List the alert's sample lines."""
    return alert.annotations.get("samples", "").splitlines()


def lines_of(alert: Alert) -> list[str]:
    """Write `name: value` lines, then the samples."""
    samples = [f"  {line}" for line in samples_of(alert)]
    return [*(f"{name}: {value}" for name, value in rows_of(alert)), *(["samples:", *samples] if samples else [])]


def rfc3339(ns: int) -> str:
    """Spell ns since the epoch in RFC 3339, UTC, to the microsecond; 0 is Go's zero time."""
    if not ns:
        return _NEVER
    seconds, rest = divmod(ns, NS)
    whole = datetime.fromtimestamp(seconds, timezone.utc)
    return f"{whole:%Y-%m-%dT%H:%M:%S}.{rest // 1_000:06d}Z"
