"""Reads spans from the embedded store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog_exporters.workflows.loading.events import with_contents
from sealog_exporters.workflows.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sealog_exporters.event import OtlpSpan

__all__ = ["of_stored"]


def of_stored(spans: Iterable[OtlpSpan]) -> list[Span]:
    """Give stored spans as analysis sees them, in their order."""
    return [
        Span(
            trace_id=span.trace_id,
            span_id=span.span_id,
            parent_id=span.parent_id,
            name=span.name,
            start_ns=span.start_unix_nano,
            end_ns=span.end_unix_nano,
            failed=span.failed,
            scope=span.scope,
            service=span.service,
            version=span.version,
            attributes=with_contents(span.attributes, map(_event, span.events)),
        )
        for span in spans
    ]


def _event(event: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    return event["name"], event["attributes"]
