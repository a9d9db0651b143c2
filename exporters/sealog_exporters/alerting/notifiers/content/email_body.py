"""Writes an alert as a mail: text and HTML. Nothing from a log gets into a header or into markup."""

from __future__ import annotations

import hashlib
import re
from email.message import EmailMessage
from email.policy import SMTP
from html import escape
from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.field import encodable
from sealog_exporters.alerting.notifiers.content.text import LINKS, lines_of, link_of, rows_of, samples_of, summary_of

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.alert.notification import Alert, Notification

MAX_SUBJECT_CHARS = 160
MAX_ALERTS = 50
"""The most alerts in one mail: some servers refuse a mail of thousands, and nobody reads it."""

_DOMAIN = "sealog.invalid"  # Message-IDs need a domain; this one is promised to be nobody's (RFC 2606).
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]+")


def mail_of(group: Notification, sender: str, to: str) -> EmailMessage:
    """Write the mail. One notification always gives the same Message-ID, one alert always the same thread."""
    alert = group.alerts[0]
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = to
    mail["Subject"] = _subject(group, alert)
    identity = hashlib.sha256(group.to_json().encode("ascii")).hexdigest()[:32]
    thread = f"<{alert.fingerprint}.{alert.starts_at_ns}@{_DOMAIN}>"
    mail["Message-ID"] = f"<{identity}@{_DOMAIN}>"
    mail["In-Reply-To"] = thread
    mail["References"] = thread
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no vacation replies
    mail.set_content(_text(group))
    mail.add_alternative(_html(group), subtype="html")
    return mail


def _subject(group: Notification, alert: Alert) -> str:
    """Return `[FIRING] ErrorBurst: summary` on one line."""
    text = f"[{group.status.upper()}] {alert.labels['alertname']}: {summary_of(alert)}"
    return _clean(text).replace("\n", " ").replace("\t", " ")[:MAX_SUBJECT_CHARS]


def _text(group: Notification) -> str:
    """Write the plain part."""
    parts = ["\n".join(lines_of(alert)) for alert in group.alerts[:MAX_ALERTS]]
    return _clean("\n\n".join([*parts, *_more(group)])) + "\n"


def _html(group: Notification) -> str:
    """Write the HTML part: one table an alert, every text escaped."""
    parts = []
    for alert in group.alerts[:MAX_ALERTS]:
        rows = "".join(
            f"<tr><th align='left'>{escape(_clean(name))}</th><td>{_value(name, value)}</td></tr>"
            for name, value in rows_of(alert)
        )
        samples = "\n".join(escape(_clean(line)) for line in samples_of(alert))
        parts.append(f"<table>{rows}</table>" + (f"<pre>{samples}</pre>" if samples else ""))
    return f"<!doctype html><html><body>{'<hr>'.join([*parts, *_more(group)])}</body></html>"


def _value(name: str, value: str) -> str:
    """Write a value; of the annotations that are addresses, one that can be clicked."""
    address = link_of(value) if name in LINKS else ""
    shown = escape(_clean(value))
    return f'<a href="{escape(address)}">{shown}</a>' if address else shown


def _more(group: Notification) -> list[str]:
    """Say how many alerts are not in the mail."""
    left = len(group.alerts) - MAX_ALERTS
    return [f"and {left} more alerts"] if left > 0 else []


def _clean(text: str) -> str:
    """Replace characters that end a header, control a terminal, or can't be encoded in UTF-8."""
    return _CONTROL.sub(" ", encodable(text))
