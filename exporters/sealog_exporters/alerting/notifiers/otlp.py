"""Sends alerts as log records back into the pipeline. They are INFO, so that no rule for errors counts them."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from sealog_exporters.alerting.matching.field import encodable
from sealog_exporters.alerting.model.notifier import IntegrationType
from sealog_exporters.alerting.notifiers.content.text import headline
from sealog_exporters.alerting.notifiers.http.client import HttpClient
from sealog_exporters.alerting.notifiers.http.config import SCHEMAS, EndpointConfig, EndpointMap
from sealog_exporters.alerting.syntax.fields import URL_VALUE
from sealog_exporters.alerting.syntax.typed_map import needed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.alerting.model.alert.notification import Alert, Notification
    from sealog_exporters.alerting.syntax.yaml_node import YamlNode

EVENT_NAME = "sealog.alert"
SERVICE = "sealog-alerting"
_INFO = 9
_MAX_BODY = 1_024
_TRACE_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class OtlpConfig(EndpointConfig):
    """An OTLP/HTTP endpoint, without `/v1/logs`."""

    kind: ClassVar[str] = "otlp"

    def notifier(self) -> Otlp:
        """Make the notifier that has these settings."""
        return Otlp(self)


class Otlp:
    """One endpoint."""

    def __init__(self, config: OtlpConfig) -> None:
        self._url = f"{config.url.rstrip('/')}/v1/logs"
        self._poster = HttpClient(config.timeout_s, config.http)

    async def send(self, group: Notification) -> None:
        """Export one record an alert; sent again it has the same `sealog.uid`."""
        await self._poster.post(
            self._url, request_of(group).SerializeToString(), {"Content-Type": "application/x-protobuf"}
        )

    async def close(self) -> None:
        """Close the connection."""
        await self._poster.close()


def request_of(group: Notification) -> ExportLogsServiceRequest:
    """Write the export request."""
    records = [_record(alert) for alert in group.alerts]
    scope = ScopeLogs(scope=InstrumentationScope(name=SERVICE), log_records=records)
    resource = Resource(attributes=_attributes({"service.name": SERVICE}))
    return ExportLogsServiceRequest(resource_logs=[ResourceLogs(resource=resource, scope_logs=[scope])])


def _record(alert: Alert) -> LogRecord:
    at_ns = alert.ends_at_ns or alert.starts_at_ns
    spelled = repr((alert.fingerprint, alert.status, alert.starts_at_ns, at_ns, sorted(alert.annotations.items())))
    told = {
        "sealog.uid": f"alert-{hashlib.sha256(spelled.encode('utf-8', 'replace')).hexdigest()[:24]}",
        "alert.name": alert.labels.get("alertname", ""),
        "alert.status": alert.status,
        "alert.fingerprint": alert.fingerprint,
        **{f"alert.labels.{name}": text for name, text in alert.labels.items() if name != "alertname"},
        **{f"alert.annotations.{name}": text for name, text in alert.annotations.items()},
    }
    trace_id = alert.annotations.get("trace_id", "")
    return LogRecord(
        time_unix_nano=at_ns,
        observed_time_unix_nano=at_ns,
        severity_number=_INFO,  # type: ignore[arg-type]  # the enum's number
        severity_text="INFO",
        body=AnyValue(string_value=headline(alert, _MAX_BODY)),
        attributes=_attributes(told),
        event_name=EVENT_NAME,
        trace_id=bytes.fromhex(trace_id) if _TRACE_ID.fullmatch(trace_id) else b"",
    )


def _attributes(texts: Mapping[str, str]) -> list[KeyValue]:
    return [KeyValue(key=name, value=AnyValue(string_value=encodable(text))) for name, text in texts.items()]


class _Keys(EndpointMap):
    url = needed(URL_VALUE, "The OTLP endpoint over HTTP; /v1/logs is added.")


def _read(node: YamlNode) -> list[OtlpConfig]:
    given = _Keys(node)
    return [OtlpConfig(given.url, given.send_resolved, given.timeout_s, given.http_config)]


INTEGRATION = IntegrationType(
    "otlp", "OTLP endpoints, which get alerts as log records.", _read, _Keys.schema(), SCHEMAS
)
