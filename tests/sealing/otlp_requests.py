"""OTLP requests for tests, and what comes back of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog_exporters.otlp.signals import LOGS, TRACES
from sealog_exporters.sealing.requests import RequestSealer
from sealog_exporters.sealing.uids import RequestIds
from sealog_exporters.sealing.values import attributes_of, put_attributes, put_value
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

    from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord
    from opentelemetry.proto.trace.v1.trace_pb2 import Span

KEYS = keyring()
EMAIL = "gateway@example.com"


class Way:
    """Which way requests go: by the compiled half where there is one, or by the walk alone."""

    by_walk = False


def request_sealer(*, most: int | None = None, masks: bool = False, sealing: Sealing | None = None) -> RequestSealer:
    bundle = KEYS.bundle()
    sealing = sealing or Sealing(default_scanner(), None if masks else Sealer(bundle))
    return RequestSealer(sealing, RequestIds(bundle), most, by_walk=Way.by_walk)


def log(body: Any = None, attributes: Any = None, **fields: Any) -> LogRecord:
    """A log record."""
    record = ExportLogsServiceRequest().resource_logs.add().scope_logs.add().log_records.add(**fields)
    if body is not None:
        put_value(record.body, body)
    put_attributes(record.attributes, attributes or {})
    return record


def logs(*records: LogRecord, resource: Any = None, scope: str = "") -> ExportLogsServiceRequest:
    """A request with these records under one resource and scope."""
    request = ExportLogsServiceRequest()
    resource_logs = request.resource_logs.add()
    if resource:
        put_attributes(resource_logs.resource.attributes, resource)
    scope_logs = resource_logs.scope_logs.add()
    scope_logs.scope.name = scope
    scope_logs.log_records.extend(records)
    return request


def sealed_logs(body: bytes, sealer: RequestSealer | None = None) -> ExportLogsServiceRequest:
    """A request of logs, sealed, in one part."""
    (part,) = (sealer or request_sealer()).seal(LOGS, body).parts
    return ExportLogsServiceRequest.FromString(part)


def sealed_log(record: LogRecord, sealer: RequestSealer | None = None) -> LogRecord:
    """One log record, sealed."""
    return sealed_logs(logs(record).SerializeToString(), sealer).resource_logs[0].scope_logs[0].log_records[0]


def sealed_span(span: Span, sealer: RequestSealer | None = None) -> Span:
    """One span, sealed."""
    request = ExportTraceServiceRequest()
    request.resource_spans.add().scope_spans.add().spans.append(span)
    (part,) = (sealer or request_sealer()).seal(TRACES, request.SerializeToString()).parts
    return ExportTraceServiceRequest.FromString(part).resource_spans[0].scope_spans[0].spans[0]


def fields(record: Any) -> dict[str, Any]:
    """A record's or span's attributes."""
    return attributes_of(record.attributes)


def opened(text: str, key: Any, folder: Path) -> str:
    """A text with its sealed values opened, all of them; `key` is what `sealog.key` holds."""
    keys = [key] if isinstance(key, str) else list(key or ())
    result = gatekeeper(KEYS, folder / "audit.jsonl").open_text(text, keys)
    assert result.unopened == 0
    return result.text
