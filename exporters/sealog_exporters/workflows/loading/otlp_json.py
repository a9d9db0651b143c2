"""Reads spans, and events in log records, from OTLP as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError
from sealog_exporters.workflows.loading.events import of_record, with_contents
from sealog_exporters.workflows.loading.fields import identifier, mapping, sequence, whole
from sealog_exporters.workflows.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sealog_exporters.workflows.loading.events import Event, SpanEvent

__all__ = ["of_log_resources", "of_resources", "service_of"]

_MAX_DEPTH = 64  # values within values
_ERROR = 2  # opentelemetry/proto/trace/v1, Status.StatusCode
_SCOPE_SPANS = ("scopeSpans", "scope_spans", "instrumentationLibrarySpans")


def of_resources(resources: Any, path: str) -> Iterator[Span]:
    """Give the spans of a list of resources with spans.

    Raises:
        SettingError: it is none; the message has the path of what is wrong.
    """
    for index, resource_spans in enumerate(sequence(resources, path)):
        at = f"{path}[{index}]"
        resource = mapping(mapping(resource_spans, at).get("resource") or {}, f"{at}.resource")
        service = service_of(_attributes(resource.get("attributes"), f"{at}.resource.attributes"))
        key = next((key for key in _SCOPE_SPANS if key in resource_spans), _SCOPE_SPANS[0])
        for number, scope_spans in enumerate(sequence(resource_spans.get(key) or [], f"{at}.{key}")):
            inner = f"{at}.{key}[{number}]"
            scope = mapping(mapping(scope_spans, inner).get("scope") or {}, f"{inner}.scope").get("name", "")
            for place, span in enumerate(sequence(scope_spans.get("spans") or [], f"{inner}.spans")):
                yield _otlp_span(span, str(scope), service, f"{inner}.spans[{place}]")


def of_log_resources(resources: Any, path: str) -> Iterator[SpanEvent]:
    """Give the log records that are events of a span with content, as what they say of the span.

    Raises:
        SettingError: `resources` is no list of resources with log records.
    """
    for index, resource_logs in enumerate(sequence(resources, path)):
        at = f"{path}[{index}]"
        scopes = mapping(resource_logs, at).get("scopeLogs") or resource_logs.get("scope_logs") or []
        for number, scope_logs in enumerate(sequence(scopes, f"{at}.scopeLogs")):
            inner = f"{at}.scopeLogs[{number}]"
            records = mapping(scope_logs, inner).get("logRecords") or scope_logs.get("log_records") or []
            for place, record in enumerate(sequence(records, f"{inner}.logRecords")):
                if (event := _log_event(record, f"{inner}.logRecords[{place}]")) is not None:
                    yield event


def _log_event(record: Any, path: str) -> SpanEvent | None:
    record = mapping(record, path)
    trace = identifier(record.get("traceId", record.get("trace_id")) or "", f"{path}.traceId")
    span = identifier(record.get("spanId", record.get("span_id")) or "", f"{path}.spanId")
    attributes = _attributes(record.get("attributes"), f"{path}.attributes")
    body = _value(record.get("body"), f"{path}.body", 0)
    return of_record(trace, span, record.get("eventName") or record.get("event_name") or "", body, attributes)


def service_of(resource: Mapping[str, Any]) -> tuple[str, str]:
    """Give the name and the version of the service that a resource is."""
    return str(resource.get("service.name", "")), str(resource.get("service.version", ""))


def _otlp_span(span: Any, scope: str, service: tuple[str, str], path: str) -> Span:
    span = mapping(span, path)

    def field(name: str, snake: str) -> Any:
        return span.get(name, span.get(snake))

    status = mapping(span.get("status") or {}, f"{path}.status").get("code", 0)
    return Span(
        trace_id=identifier(field("traceId", "trace_id"), f"{path}.traceId"),
        span_id=identifier(field("spanId", "span_id"), f"{path}.spanId"),
        parent_id=identifier(field("parentSpanId", "parent_span_id") or "", f"{path}.parentSpanId"),
        name=str(span.get("name", "")),
        start_ns=whole(field("startTimeUnixNano", "start_time_unix_nano"), f"{path}.startTimeUnixNano"),
        end_ns=whole(field("endTimeUnixNano", "end_time_unix_nano") or 0, f"{path}.endTimeUnixNano"),
        failed=status in (_ERROR, "STATUS_CODE_ERROR"),
        scope=scope,
        service=service[0],
        version=service[1],
        attributes=with_contents(
            _attributes(span.get("attributes"), f"{path}.attributes"), _events(span.get("events"), f"{path}.events")
        ),
    )


def _events(events: Any, path: str) -> Iterator[Event]:
    for index, event in enumerate(sequence(events or [], path)):
        at = f"{path}[{index}]"
        name = str(mapping(event, at).get("name", ""))
        yield name, _attributes(event.get("attributes"), f"{at}.attributes")


def _attributes(pairs: Any, path: str, depth: int = 0) -> dict[str, Any]:
    found = {}
    for index, pair in enumerate(sequence(pairs or [], path)):
        at = f"{path}[{index}]"
        found[str(mapping(pair, at).get("key", ""))] = _value(pair.get("value"), at, depth)
    return found


def _value(value: Any, path: str, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise SettingError(f"{path}: values are nested more than {_MAX_DEPTH} deep")
    if not isinstance(value, dict):
        return value
    for key, inner in value.items():
        if key in {"arrayValue", "array_value"}:
            items = sequence(mapping(inner, path).get("values") or [], path)
            return [_value(item, path, depth + 1) for item in items]
        if key in {"kvlistValue", "kvlist_value"}:
            return _attributes(mapping(inner, path).get("values"), path, depth + 1)
        if key in {"intValue", "int_value"}:
            return whole(inner, path)
        return inner
    return None
