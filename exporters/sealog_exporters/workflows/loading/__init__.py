"""Reads spans from trace files, messages and the embedded store."""

from __future__ import annotations

from sealog_exporters.workflows.loading.files import MAX_BYTES, MAX_SPANS, load
from sealog_exporters.workflows.loading.protobuf import spans_of
from sealog_exporters.workflows.loading.stored import of_stored

__all__ = ["MAX_BYTES", "MAX_SPANS", "load", "of_stored", "spans_of"]
