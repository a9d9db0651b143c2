"""Adoption: a record without an active span takes its trace from an attribute that names one.

A `traceparent` gives trace and span. A request id that is a UUID or 32 hexadecimal digits is the trace id itself; any
other is hashed to a trace id, so that all records of a request belong together. Only sealed attributes are read, never
the originals: a reader could confirm a guess of a personal value by its hash.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any

from opentelemetry.trace import TraceFlags

from sealog.correlate.queues import QUEUED
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DEFAULT = ("traceparent", "x-request-id", "X-Request-ID", "request_id", "http.request.header.x-request-id")

_TRACEPARENT = pattern(r"[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?", re.ASCII)
_PLAIN_ID = pattern(r"[\w.:/+=-]{1,128}", re.ASCII)


def adopt(record: Any, attributes: Mapping[str, Any], names: Sequence[str]) -> bool:
    """Set trace id, span id and flags of an SDK log record from the first of `names` that has them; tell if one had."""
    for name in names:
        value = attributes.get(name)
        if isinstance(value, (tuple, list)) and len(value) == 1:
            value = value[0]
        if isinstance(value, str) and (found := _trace(value)) is not None:
            record.trace_id, record.span_id, record.trace_flags = found
            return True
    return False


def adopt_queued(record: Any, attributes: Any) -> None:
    """Take the `traceparent` off a record that came through a logging queue, and adopt it."""
    present = {QUEUED: attributes[QUEUED]}
    if not record.trace_id:
        adopt(record, present, (QUEUED,))
    del attributes[QUEUED]


def _trace(value: str) -> tuple[int, int, TraceFlags] | None:
    match = _TRACEPARENT.fullmatch(value)
    if match is not None:
        trace, span = int(match[1], 16), int(match[2], 16)
        return (trace, span, TraceFlags(int(match[3], 16))) if trace and span else None
    if not _PLAIN_ID.fullmatch(value) or value.startswith(("seal1", "[masked")):
        return None
    digits = value.replace("-", "").lower()
    if re.fullmatch(r"[0-9a-f]{32}", digits, re.ASCII) and int(digits, 16):
        return int(digits, 16), 0, TraceFlags(0)
    return int.from_bytes(hashlib.sha256(value.encode()).digest()[:16], "big") or 1, 0, TraceFlags(0)
