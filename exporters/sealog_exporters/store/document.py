"""Converts an event to the JSON document that the embedded store keeps, and back; and what no store may keep."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sealog.records.attributes import PSEUDONYM
from sealog_exporters.store.interface import StoredRecord

if TYPE_CHECKING:
    from sealog_exporters.event import AttributeValue, Event

__all__ = ["from_document", "plain", "to_document", "without_pseudonyms"]

_SERVICE = "service.name"


def to_document(event: Event) -> str:
    """Spell an event as JSON (ASCII). Bytes become base64 text; NaN and the infinities their names."""
    document = {
        "uid": event.uid,
        "time_unix_nano": event.time_unix_nano,
        "observed_unix_nano": event.observed_unix_nano,
        "severity_number": event.severity_number,
        "severity_text": event.severity_text,
        "trace_id": event.trace_id,
        "span_id": event.span_id,
        "trace_flags": event.trace_flags,
        "event_name": event.event_name,
        "scope": event.scope,
        "body": plain(event.body),
        "attributes": plain(event.attributes),
        "resource": plain(event.resource),
    }
    return json.dumps(document, separators=(",", ":"), allow_nan=False)


def from_document(document: str) -> StoredRecord:
    """Read what `to_document` wrote.

    Raises:
        ValueError: it did not write this.
    """
    try:
        fields = json.loads(document)
        service = fields["resource"].get(_SERVICE)
        return StoredRecord(
            uid=fields["uid"],
            time_unix_nano=fields["time_unix_nano"],
            severity_number=fields["severity_number"],
            severity_text=fields["severity_text"],
            service=service if isinstance(service, str) else "",
            trace_id=fields["trace_id"],
            span_id=fields["span_id"],
            body=fields["body"],
            attributes=fields["attributes"],
            resource=fields["resource"],
            scope=fields["scope"],
            event_name=fields["event_name"],
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a stored document has another shape ({type(error).__name__})") from None


def plain(value: AttributeValue) -> Any:
    """Make a value one that JSON has: see `to_document`.

    Raises:
        TypeError: it is none that OTLP has; names the type.
    """
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    raise TypeError(f"an attribute of type {type(value).__name__} is none that OTLP has")


def without_pseudonyms(event: Event) -> Event:
    """Give the event as a store may keep it: pseudonyms are for counting on their day, not for searching later."""
    if PSEUDONYM not in event.attributes:
        return event
    kept = {name: value for name, value in event.attributes.items() if name != PSEUDONYM}
    return event._replace(attributes=kept)
