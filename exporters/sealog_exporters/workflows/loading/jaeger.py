"""Reads spans from Jaeger's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog_exporters.workflows.loading.events import with_contents
from sealog_exporters.workflows.loading.fields import identifier, mapping, sequence, whole
from sealog_exporters.workflows.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.workflows.loading.events import Event

__all__ = ["of_jaeger"]

_US = 1_000


def of_jaeger(trace: Any, path: str) -> Iterator[Span]:
    """Give the spans of one trace of Jaeger's answer.

    Raises:
        SettingError: it is none; the message has the path of what is wrong.
    """
    trace = mapping(trace, path)
    processes = mapping(trace.get("processes") or {}, f"{path}.processes")
    for index, one in enumerate(sequence(trace.get("spans") or [], f"{path}.spans")):
        at = f"{path}.spans[{index}]"
        span = mapping(one, at)
        tags = _tags(span.get("tags"), f"{at}.tags")
        start = whole(span.get("startTime"), f"{at}.startTime") * _US
        parent = span.get("parentSpanID") or ""
        for reference in sequence(span.get("references") or [], f"{at}.references"):
            # The first that is a parent within this trace; FOLLOWS_FROM counts where there is no other.
            known = mapping(reference, f"{at}.references")
            if known.get("traceID", span.get("traceID")) == span.get("traceID") and (
                not parent or known.get("refType") == "CHILD_OF"
            ):
                parent = known.get("spanID", "")
                if known.get("refType") == "CHILD_OF":
                    break
        process = mapping(processes.get(str(span.get("processID"))) or span.get("process") or {}, f"{at}.process")
        duration = span.get("duration")
        yield Span(
            trace_id=identifier(span.get("traceID"), f"{at}.traceID"),
            span_id=identifier(span.get("spanID"), f"{at}.spanID"),
            parent_id=identifier(parent, f"{at}.references"),
            name=str(span.get("operationName", "")),
            start_ns=start,
            end_ns=0 if duration is None else start + whole(duration, f"{at}.duration") * _US,
            failed=tags.get("otel.status_code") == "ERROR" or str(tags.get("error")).lower() == "true",
            scope=str(tags.get("otel.scope.name") or tags.get("otel.library.name") or ""),
            service=str(process.get("serviceName", "")),
            version=str(_tags(process.get("tags"), f"{at}.process.tags").get("service.version", "")),
            attributes=with_contents(tags, _events(span.get("logs"), f"{at}.logs")),
        )


def _tags(tags: Any, path: str) -> dict[str, Any]:
    found = {}
    for index, tag in enumerate(sequence(tags or [], path)):
        pair = mapping(tag, f"{path}[{index}]")
        found[str(pair.get("key", ""))] = pair.get("value")
    return found


def _events(logs: Any, path: str) -> Iterator[Event]:
    for index, log in enumerate(sequence(logs or [], path)):
        at = f"{path}[{index}]"
        fields = _tags(mapping(log, at).get("fields"), f"{at}.fields")
        yield str(fields.get("event", "")), fields
