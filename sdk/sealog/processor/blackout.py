"""The last resort: removes all texts of a record without reading it. It needs nothing that could fail to import."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from opentelemetry.sdk._logs import LogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanContext, Status

BLACK = "[masked:unknown]"


def blacken(data: Any) -> None:
    """Take every text out of an SDK log record (`ReadWriteLogRecord`); time, severity number and trace stay."""
    record = data.log_record
    record.body = BLACK
    record.event_name = None
    record.severity_text = None
    data.instrumentation_scope = None
    data.resource = black_resource(data.resource)
    try:
        for key in list(record.attributes):
            del record.attributes[key]
    except Exception:  # noqa: BLE001 - attributes that can't be emptied are replaced
        record.attributes = {}


def black_resource(resource: Any) -> Resource:
    """Give a resource with only the service's name, which says which team to ask."""
    name = getattr(resource, "attributes", {}).get("service.name")
    return Resource({"service.name": name} if isinstance(name, str) else {})


def black_span(span: ReadableSpan) -> ReadableSpan:
    """Give a span without any text; times, kind, status code and place in the trace stay."""
    return ReadableSpan(
        name=BLACK,
        context=_without_state(span.get_span_context()),
        parent=_without_state(span.parent),
        resource=black_resource(span.resource),
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
    )


def _without_state(context: Any) -> Any:
    if context is None or not context.trace_state:
        return context
    return SpanContext(context.trace_id, context.span_id, context.is_remote, context.trace_flags)


class BlackoutProcessor(LogRecordProcessor):
    """Blacks out every record: what is installed when the real processor can't be made."""

    def on_emit(self, log_record: Any) -> None:
        """Black out one record."""
        with suppress(Exception):
            blacken(log_record)

    def enabled(self, **_: Any) -> bool:
        """Answer no: this processor emits nothing, so the others decide."""
        return False

    def shutdown(self) -> None:
        """Nothing is held back."""

    def force_flush(self, timeout_millis: int = 30000) -> bool:  # noqa: ARG002 - the SDK's signature
        """Nothing is held back."""
        return True
