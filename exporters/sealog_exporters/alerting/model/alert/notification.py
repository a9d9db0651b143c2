"""A notification: alerts of one notification group for one receiver, as in Alertmanager."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

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
    """The alerts of one group of which one receiver is notified at once.

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
        for alert in self.alerts:
            if alert.status == "firing":
                return "firing"
        return "resolved"

    def common(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return the labels and the annotations that all alerts share."""
        first, *others = self.alerts
        labels, annotations = dict(first.labels), dict(first.annotations)
        for other in others:
            labels = _agreed(labels, other.labels)
            annotations = _agreed(annotations, other.annotations)
        return labels, annotations

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
            "alerts": list(map(asdict, self.alerts)),
        }
        return json.dumps(fields, separators=(",", ":"))


def from_json(text: str) -> Notification:
    """Read what `to_json` wrote."""
    fields = json.loads(text)
    return Notification(**{**fields, "alerts": tuple([Alert(**alert) for alert in fields["alerts"]])})


def alert_of(decision: Decision, links: Mapping[str, Link] = MappingProxyType({})) -> Alert:
    """Make the alert of one decision.

    Its annotations are the standard ones, then `links`, then the rule's own, which override the others.
    """
    told = {
        "value": str(decision.value),
        "threshold": str(decision.threshold),
        "window": decision.window,
        "reason": decision.reason,
    }
    trigger, samples = decision.trigger, decision.samples
    if trigger.trace_id:
        told["trace_id"] = trigger.trace_id
    if trigger.uid:
        told["record_uid"] = trigger.uid
    if any(samples):
        told["samples"] = "\n".join(samples)
    if samples and samples[-1]:
        told["template"] = template_of(samples[-1])
    if decision.withheld:
        told["withheld"] = str(decision.withheld)
    if decision.kind == "resolved":
        told["total"] = str(decision.total)
        told["duration"] = format_duration(decision.ends_at_ns - decision.starts_at_ns)
    if links:
        told.update(_urls(decision, links))
    return Alert(
        status=decision.kind,
        labels=dict(decision.labels),
        annotations={**told, **decision.annotations},
        starts_at_ns=decision.starts_at_ns,
        ends_at_ns=decision.ends_at_ns,
        fingerprint=decision.fingerprint,
    )


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


def _urls(decision: Decision, links: Mapping[str, Link]) -> dict[str, str]:
    """Fill the rule file's links; one that would show nothing, or is too long for a receiver, is left out."""
    subject = link_context_of(decision)
    urls = {name: link.url(subject) for name, link in links.items()}
    return {name: url for name, url in urls.items() if 0 < len(url) <= MAX_URL}


def _agreed(one: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in one.items() if other.get(name) == value}
