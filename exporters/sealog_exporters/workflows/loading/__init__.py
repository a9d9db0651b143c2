"""Reads spans from trace files, messages and the embedded store."""

from __future__ import annotations

from sealog_exporters.workflows.loading.events import SpanEvent, joined
from sealog_exporters.workflows.loading.files import MAX_BYTES, MAX_SPANS, load, load_parts
from sealog_exporters.workflows.loading.protobuf import events_of, spans_of
from sealog_exporters.workflows.loading.stored import of_stored

__all__ = [
    "MAX_BYTES",
    "MAX_SPANS",
    "SpanEvent",
    "events_of",
    "joined",
    "load",
    "load_parts",
    "of_stored",
    "spans_of",
]
