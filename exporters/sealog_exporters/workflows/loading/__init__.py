"""Reads spans from trace files and messages."""

from __future__ import annotations

from sealog_exporters.workflows.loading.files import MAX_BYTES, MAX_SPANS, load
from sealog_exporters.workflows.loading.protobuf import spans_of

__all__ = ["MAX_BYTES", "MAX_SPANS", "load", "spans_of"]
