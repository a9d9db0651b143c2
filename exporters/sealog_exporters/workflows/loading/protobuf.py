"""Reads spans from OTLP as protobuf."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.trace.v1.trace_pb2 import Status, TracesData

from sealog.errors import SettingError
from sealog_exporters.workflows.loading.events import of_record, with_contents
from sealog_exporters.workflows.loading.otlp_json import service_of
from sealog_exporters.workflows.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

    from sealog_exporters.workflows.loading.events import SpanEvent

__all__ = ["events_of", "of_protobuf", "spans_of"]


def of_protobuf(data: bytes, source: str) -> Iterator[Span]:
    """Give the spans of a `TracesData` message, which has the bytes of an export request.

    Raises:
        SettingError: it is none, or has no spans.
    """
    message = TracesData()
    try:
        message.ParseFromString(data)
    except (DecodeError, RecursionError):
        message.Clear()
    if not message.resource_spans:
        raise SettingError(f"{source}: neither JSON nor OTLP protobuf with spans")
    yield from spans_of(message)


def spans_of(message: TracesData | ExportTraceServiceRequest) -> Iterator[Span]:
    """Give the spans of an OTLP message, in its order."""
    for resource_spans in message.resource_spans:
        service = service_of(_pairs(resource_spans.resource.attributes))
        for scope_spans in resource_spans.scope_spans:
            for span in scope_spans.spans:
                yield Span(
                    trace_id=span.trace_id.hex(),
                    span_id=span.span_id.hex(),
                    parent_id=span.parent_span_id.hex(),
                    name=span.name,
                    start_ns=span.start_time_unix_nano,
                    end_ns=span.end_time_unix_nano,
                    failed=span.status.code == Status.STATUS_CODE_ERROR,
                    scope=scope_spans.scope.name,
                    service=service[0],
                    version=service[1],
                    attributes=with_contents(
                        _pairs(span.attributes), ((event.name, _pairs(event.attributes)) for event in span.events)
                    ),
                )


def events_of(message: ExportLogsServiceRequest) -> Iterator[SpanEvent]:
    """Give the log records of an OTLP message that are events of a span with content."""
    for resource_logs in message.resource_logs:
        for scope_logs in resource_logs.scope_logs:
            for record in scope_logs.log_records:
                trace, span, body = record.trace_id.hex(), record.span_id.hex(), _plain(record.body)
                if (event := of_record(trace, span, record.event_name, body, _pairs(record.attributes))) is not None:
                    yield event


def _pairs(pairs: Iterable[KeyValue]) -> dict[str, Any]:
    return {pair.key: _plain(pair.value) for pair in pairs}


def _plain(value: AnyValue) -> Any:  # protobuf itself refuses more than 100 messages within another
    kind = value.WhichOneof("value")
    if kind is None or kind == "string_value_strindex":
        return None
    if kind == "array_value":
        return [_plain(item) for item in value.array_value.values]
    if kind == "kvlist_value":
        return _pairs(value.kvlist_value.values)
    return getattr(value, kind)
