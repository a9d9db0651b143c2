"""A notification: the alerts of one group on their way to one receiver, as Alertmanager groups them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from sealog_exporters.alerting.matching.field import label_name
from sealog_exporters.alerting.matching.log_template import template_of
from sealog_exporters.alerting.model.link import MAX_URL, link_context_of
from sealog_exporters.alerting.syntax.duration import format_duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.alert.decision import Decision, Kind
    from sealog_exporters.alerting.model.link import Link


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of a notification; times in ns since the epoch, `ends_at_ns` 0 while it fires."""

    status: Kind
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    starts_at_ns: int
    ends_at_ns: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Notification:
    """What one receiver is notified of at once: the alerts of one group.

    Notifications of the same `thread` are delivered in order; the queue keeps it beside the notification.
    """

    receiver: str
    group_key: str
    group_labels: Mapping[str, str]
    external_url: str
    alerts: tuple[Alert, ...]
    thread: str = field(default="", compare=False)

    @property
    def status(self) -> Kind:
        """`firing` while any alert does, as Alertmanager counts it."""
        return "firing" if "firing" in [alert.status for alert in self.alerts] else "resolved"

    @property
    def common_labels(self) -> dict[str, str]:
        """Labels that all alerts share."""
        return _common([alert.labels for alert in self.alerts])

    @property
    def common_annotations(self) -> dict[str, str]:
        """Annotations that all alerts share."""
        return _common([alert.annotations for alert in self.alerts])

    def only_firing(self) -> Notification | None:
        """Leave out the alerts that ended; `None` where no alert fires."""
        firing = tuple([alert for alert in self.alerts if alert.status == "firing"])
        if len(firing) == len(self.alerts):
            return self
        return replace(self, alerts=firing) if firing else None

    def to_json(self) -> str:
        """Write it, without its thread, as one line of ASCII JSON."""
        fields = {
            "receiver": self.receiver,
            "group_key": self.group_key,
            "group_labels": self.group_labels,
            "external_url": self.external_url,
            "alerts": [asdict(alert) for alert in self.alerts],
        }
        return json.dumps(fields, separators=(",", ":"))


def from_json(text: str) -> Notification:
    """Read what `to_json` wrote."""
    fields = json.loads(text)
    return Notification(**{**fields, "alerts": tuple([Alert(**alert) for alert in fields["alerts"]])})


def alert_of(decision: Decision, links: Mapping[str, Link] = MappingProxyType({})) -> Alert:
    """Make the alert that one decision tells; annotations of the rule go before links and facts."""
    return Alert(
        status=decision.kind,
        labels=dict(decision.labels),
        annotations={**_facts(decision), **_urls(decision, links), **decision.annotations},
        starts_at_ns=decision.starts_at_ns,
        ends_at_ns=decision.ends_at_ns,
        fingerprint=decision.fingerprint,
    )


def group_labels_of(decision: Decision) -> dict[str, str]:
    """Return the labels that name a decision's group: the alert's name and the rule's group fields."""
    return {"alertname": decision.alert, **{label_name(field): text for field, text in decision.group}}


def notification_of(
    alerts: tuple[Alert, ...],
    group_labels: Mapping[str, str],
    receiver: str,
    external_url: str,
    thread: str = "",
) -> Notification:
    """Make the notification of alerts for one receiver."""
    spelled = ", ".join([f"{name}={json.dumps(value)}" for name, value in sorted(group_labels.items())])
    return Notification(receiver, f"{{}}:{{{spelled}}}", dict(group_labels), external_url, alerts, thread)


def _facts(decision: Decision) -> dict[str, str]:
    """Return the annotations that every alert has, next to the rule's own: what a reader asks first."""
    facts = {
        "value": str(decision.value),
        "threshold": str(decision.threshold),
        "window": format_duration(decision.window_ns),
        "reason": decision.reason,
        "trace_id": decision.trigger.trace_id,
        "record_uid": decision.trigger.uid,
        "samples": "\n".join(decision.samples),
        "template": template_of(decision.samples[-1]) if decision.samples else "",
    }
    if decision.withheld:
        facts["withheld"] = str(decision.withheld)
    if decision.kind == "resolved":
        facts["total"] = str(decision.total)
        facts["duration"] = format_duration(decision.ends_at_ns - decision.starts_at_ns)
    return {name: text for name, text in facts.items() if text}


def _urls(decision: Decision, links: Mapping[str, Link]) -> dict[str, str]:
    """Fill the rule file's links; one that has nothing to show, or is too long for a receiver, is left out whole."""
    if not links:
        return {}
    subject = link_context_of(decision)
    urls = {name: link.url(subject) for name, link in links.items()}
    return {name: url for name, url in urls.items() if 0 < len(url) <= MAX_URL}


def _common(maps: list[Mapping[str, str]]) -> dict[str, str]:
    """Keep what all maps agree on."""
    first, *others = maps
    if not others:
        return dict(first)
    return {name: value for name, value in first.items() if all(other.get(name) == value for other in others)}
