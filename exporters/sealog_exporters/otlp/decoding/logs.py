"""Makes events of a parsed OTLP logs request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.event import Event
from sealog_exporters.otlp.errors import BadRequest, TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
    from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

    from sealog_exporters.event import AttributeValue

__all__ = ["MAX_DEPTH", "MAX_RECORDS", "SPAN_ID_BYTES", "TRACE_ID_BYTES", "decode_logs", "hex_id", "mapping"]

MAX_DEPTH = 64
"""Values within values. Protobuf's own bound (100 messages deep) is reached before by anything on the wire."""

MAX_RECORDS = 250_000
"""The most records of one request. An empty record is two bytes on the wire and some hundred in memory."""

_MAX_SEVERITY = 24
TRACE_ID_BYTES = 16
SPAN_ID_BYTES = 8


def decode_logs(request: ExportLogsServiceRequest, *, received_unix_nano: int = 0) -> list[Event]:
    """Make one event of every log record, in the request's order.

    All records of one `ResourceLogs` share one resource mapping. `received_unix_nano` is taken as the observed
    time of records that carry none, as the log data model asks of a receiver.

    Raises:
        BadRequest: values are nested deeper than `MAX_DEPTH`.
        TooLarge: there are more than `MAX_RECORDS` records.
    """
    events: list[Event] = []
    for resource_logs in request.resource_logs:
        resource = mapping(resource_logs.resource.attributes)
        for scope_logs in resource_logs.scope_logs:
            if len(events) + len(scope_logs.log_records) > MAX_RECORDS:
                raise TooLarge(f"more than {MAX_RECORDS} log records in one request")
            scope = scope_logs.scope.name
            for record in scope_logs.log_records:
                events.append(_event(record, resource, scope, received_unix_nano))  # noqa: PERF401 -- as in `mapping`
    return events


def _event(record: LogRecord, resource: dict[str, AttributeValue], scope: str, received: int) -> Event:
    # Each field of a message is read once, and all are given by position: this runs once a record.
    observed = record.observed_time_unix_nano or received
    severity = record.severity_number
    body = record.body
    trace_id, span_id = record.trace_id, record.span_id
    return Event(
        record.time_unix_nano or observed,
        observed,
        severity if 0 <= severity <= _MAX_SEVERITY else 0,
        record.severity_text,
        body.string_value or _value(body, 0),
        mapping(record.attributes),
        resource,
        scope,
        record.event_name,
        hex_id(trace_id, TRACE_ID_BYTES) if trace_id else "",
        hex_id(span_id, SPAN_ID_BYTES) if span_id else "",
        record.flags & 0xFF,  # the upper bits are reserved (opentelemetry/proto/logs/v1)
    )


def hex_id(value: bytes, size: int) -> str:
    """Give an id of so many bytes as lower-case hex; the empty string for anything else."""
    # W3C Trace Context: an id of another size, or of zeros only, is no id; the record itself is still good.
    return value.hex() if len(value) == size and any(value) else ""


def mapping(pairs: Iterable[KeyValue], depth: int = 0) -> dict[str, AttributeValue]:
    """Give attributes as a mapping.

    Raises:
        BadRequest: values are nested deeper than `MAX_DEPTH`; `depth` is how deep these are.
    """
    found: dict[str, AttributeValue] = {}
    for pair in pairs:  # no comprehension, which is one more call before Python 3.12: this runs once a record
        value = pair.value
        found[pair.key] = value.string_value or _value(value, depth)
    return found


def _value(value: AnyValue, depth: int) -> AttributeValue:
    text = value.string_value
    if text:  # nearly every value is a text, and one that is not empty needs no further question
        return text
    kind = value.WhichOneof("value")
    # A reference into a profile's string table means nothing in a log: as if the value were absent (OTLP 1.9).
    if kind is None or kind == "string_value_strindex":
        return None
    if kind not in {"array_value", "kvlist_value"}:
        plain: AttributeValue = getattr(value, kind)
        return plain
    if depth >= MAX_DEPTH:
        raise BadRequest(f"values are nested more than {MAX_DEPTH} deep")
    if kind == "array_value":
        return [_value(item, depth + 1) for item in value.array_value.values]
    return mapping(value.kvlist_value.values, depth + 1)
