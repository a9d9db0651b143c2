"""Sends word of an opened canary as one OTLP log record. What happens to it then is up to the receiver's rules."""

from __future__ import annotations

import urllib.request
from datetime import datetime, timezone
from http.client import HTTPException
from typing import TYPE_CHECKING

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, InstrumentationScope, KeyValue
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["EVENT_NAME", "send_alarm"]

EVENT_NAME = "sealog.canary_opened"

_SECONDS = 5.0
_SEVERITY = 21
"""FATAL, as OpenTelemetry has it: somebody has to be woken."""


def send_alarm(url: str, facts: Mapping[str, str], moment: datetime) -> bool:
    """Send one OTLP log record, event name `sealog.canary_opened`; tell whether it was taken within five seconds."""

    def pairs(values: Mapping[str, str]) -> list[KeyValue]:
        return [KeyValue(key=key, value=AnyValue(string_value=value)) for key, value in values.items()]

    nanoseconds = int(moment.astimezone(timezone.utc).timestamp() * 1000) * 1_000_000
    record = LogRecord(
        time_unix_nano=nanoseconds,
        observed_time_unix_nano=nanoseconds,
        severity_number=_SEVERITY,  # type: ignore[arg-type]  # the number is the enumeration's
        severity_text="FATAL",
        event_name=EVENT_NAME,
        body=AnyValue(string_value=f"the canary {facts['sealog.canary.name']} was opened"),
        attributes=pairs(facts),
    )
    scope = ScopeLogs(scope=InstrumentationScope(name="sealog.gatekeeper"), log_records=[record])
    logs = ResourceLogs(resource=Resource(attributes=pairs({"service.name": "sealog"})), scope_logs=[scope])
    body = ExportLogsServiceRequest(resource_logs=[logs]).SerializeToString()
    request = urllib.request.Request(  # noqa: S310 - `read_canaries` takes http and https only
        url, body, {"Content-Type": "application/x-protobuf"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - same
            return bool(answer.status == 200)  # noqa: PLR2004 - what OTLP/HTTP answers
    except (OSError, HTTPException, ValueError):
        return False
