"""Makes spans of a parsed OTLP traces request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.event import OtlpSpan
from sealog_exporters.otlp.decoding.logs import MAX_RECORDS, SPAN_ID_BYTES, TRACE_ID_BYTES, hex_id, mapping
from sealog_exporters.otlp.errors import TooLarge

if TYPE_CHECKING:
    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    from opentelemetry.proto.trace.v1.trace_pb2 import Span

    from sealog_exporters.event import AttributeValue

__all__ = ["decode_spans"]


def decode_spans(request: ExportTraceServiceRequest) -> list[OtlpSpan]:
    """Make a value of every span, in the request's order.

    Raises:
        BadRequest: values are nested too deep.
        TooLarge: there are more than `MAX_RECORDS` spans.
    """
    spans: list[OtlpSpan] = []
    for resource_spans in request.resource_spans:
        resource = mapping(resource_spans.resource.attributes)
        for scope_spans in resource_spans.scope_spans:
            if len(spans) + len(scope_spans.spans) > MAX_RECORDS:
                raise TooLarge(f"more than {MAX_RECORDS} spans in one request")
            spans += [_span(span, resource, scope_spans.scope.name) for span in scope_spans.spans]
    return spans


def _span(span: Span, resource: dict[str, AttributeValue], scope: str) -> OtlpSpan:
    return OtlpSpan(
        trace_id=hex_id(span.trace_id, TRACE_ID_BYTES),
        span_id=hex_id(span.span_id, SPAN_ID_BYTES),
        parent_id=hex_id(span.parent_span_id, SPAN_ID_BYTES),
        name=span.name,
        kind=span.kind,
        start_unix_nano=span.start_time_unix_nano,
        end_unix_nano=span.end_time_unix_nano,
        status_code=span.status.code,
        status_message=span.status.message,
        attributes=mapping(span.attributes),
        events=[
            {"time_unix_nano": one.time_unix_nano, "name": one.name, "attributes": mapping(one.attributes)}
            for one in span.events
        ],
        links=[
            {
                "trace_id": hex_id(one.trace_id, TRACE_ID_BYTES),
                "span_id": hex_id(one.span_id, SPAN_ID_BYTES),
                "attributes": mapping(one.attributes),
            }
            for one in span.links
        ],
        resource=resource,
        scope=scope,
    )
