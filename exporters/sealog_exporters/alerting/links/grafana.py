"""Links into Grafana's Explore: a trace in Tempo, log lines in Loki. Values are quoted for LogQL, then JSON, then URLs.

Source: Grafana's documentation, "Explore", "Generate Explore URLs from external tools" (`schemaVersion=1`, `panes`);
Loki's, "Ingesting logs to Loki using OpenTelemetry" (which resource attributes are labels, dots become `_`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from sealog_exporters.alerting.matching.field import encodable, label_name
from sealog_exporters.alerting.syntax.timestamp import millis

if TYPE_CHECKING:
    from sealog_exporters.alerting.model.link import LinkContext

_STREAM_LABELS = {
    "resource.service.name": "service_name",
    "resource.service.namespace": "service_namespace",
    "resource.service.instance.id": "service_instance_id",
    "resource.deployment.environment.name": "deployment_environment_name",
    "resource.k8s.namespace.name": "k8s_namespace_name",
    "resource.k8s.pod.name": "k8s_pod_name",
}
_NOT_IN_LOKI = frozenset({"body", "template", "template.id"})


@dataclass(frozen=True, slots=True)
class TempoLink:
    """The record's trace: Grafana's address and the uid of its Tempo data source."""

    address: str
    datasource: str

    def url(self, subject: LinkContext) -> str:
        """Spell the link; empty without a trace."""
        if not subject.trace_id:
            return ""
        query = {"queryType": "traceql", "query": subject.trace_id}
        return _explore(self.address, "tempo", self.datasource, query, subject)


@dataclass(frozen=True, slots=True)
class LokiLink:
    """The group's lines at that time: Grafana's address and the uid of its Loki data source."""

    address: str
    datasource: str

    def url(self, subject: LinkContext) -> str:
        """Spell the link."""
        return _explore(self.address, "loki", self.datasource, {"queryType": "range", "expr": logql(subject)}, subject)


def logql(subject: LinkContext) -> str:
    """Write the query: a stream by what Loki has as labels, then the other group fields as structured metadata."""
    streams, others = [], []
    for field, text in subject.group.items():
        if field in _STREAM_LABELS:
            streams.append(f"{_STREAM_LABELS[field]}={_quoted(text)}")
        elif field not in _NOT_IN_LOKI:
            others.append(f" | {label_name(field)}={_quoted(text)}")
    return f"{{{', '.join(streams) or 'service_name=~`.+`'}}}{''.join(others)}"


def _quoted(text: str) -> str:
    """Quote as LogQL does, whose strings are Go's: JSON's are a part of them."""
    return json.dumps(encodable(text), ensure_ascii=False)


def _explore(address: str, kind: str, uid: str, query: dict[str, Any], subject: LinkContext) -> str:
    pane = {
        "datasource": uid,
        "queries": [{"refId": "A", "datasource": {"type": kind, "uid": uid}, **query}],
        "range": {"from": millis(subject.from_ns), "to": millis(subject.to_ns)},
    }
    panes = json.dumps({"alert": pane}, ensure_ascii=False, separators=(",", ":"))
    return f"{address.rstrip('/')}/explore?{urlencode({'schemaVersion': 1, 'panes': panes})}"
