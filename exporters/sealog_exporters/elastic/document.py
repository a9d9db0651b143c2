"""Reads a log document of Elasticsearch, in any of the shapes that collectors write, as a stored record.

| shape (collector's mapping mode) | attributes | body | service |
|---|---|---|---|
| `otel` | `attributes.*` | `body.text`, `body.structured` | `resource.attributes.service.name` |
| `none` | `Attributes.*` | `Body` | `Resource.service.name` |
| `ecs`, flat | beside everything else | `message` | `service.name` |

Objects and dotted keys mean the same: Elasticsearch itself makes no difference between them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sealog.records import attributes as names
from sealog_exporters.store.interface import StoredRecord

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["ATTRIBUTE_PREFIXES", "BODY_FIELDS", "attributes_of", "to_record", "unix_nano"]

ATTRIBUTE_PREFIXES = ("attributes.", "Attributes.", "")
BODY_FIELDS = ("body.text", "Body", "message")
_STRUCTURED_PREFIXES = ("body.structured.", "Body.")
_RESOURCE_PREFIXES = ("resource.attributes.", "Resource.")

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
_MILLIS = re.compile(r"(-?[0-9]{1,16})(?:\.([0-9]{1,9}))?", re.ASCII)
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,9}))?(Z|[+-][0-9]{2}:[0-9]{2})", re.ASCII
)


def to_record(source: Mapping[str, Any]) -> StoredRecord:
    """Read a document's `_source`. Missing fields become empty; nested attributes get dotted keys."""
    flat = dict(_flatten(source))
    attributes = attributes_of(source)
    resource = _first_below(flat, _RESOURCE_PREFIXES)
    return StoredRecord(
        uid=_text(attributes, names.UID),
        time_unix_nano=unix_nano(flat.get("@timestamp")),
        severity_number=_number(flat, "severity_number", "SeverityNumber", "event.severity"),
        severity_text=_text(flat, "severity_text", "SeverityText", "log.level"),
        service=_text(resource, "service.name") or _text(flat, "service.name"),
        trace_id=_text(flat, "trace_id", "TraceId", "trace.id"),
        span_id=_text(flat, "span_id", "SpanId", "span.id"),
        body=_body(flat),
        attributes=attributes,
        resource=resource,
        scope=_text(flat, "scope.name", "Scope.name"),
        event_name=_text(flat, "event_name", "EventName"),
    )


def attributes_of(source: Mapping[str, Any]) -> dict[str, Any]:
    """Give a document's attributes under dotted keys; of a flat document, everything that it has."""
    return _first_below(dict(_flatten(source)), ATTRIBUTE_PREFIXES)


def unix_nano(timestamp: object) -> int:
    """Read `@timestamp` as ns since the Unix epoch: milliseconds with a fraction, or ISO 8601; else 0.

    The `otel` mode writes milliseconds as text, because a number would lose the nanoseconds.
    """
    if isinstance(timestamp, (int, float)) and not isinstance(timestamp, bool):
        return int(timestamp * 1_000_000)
    if not isinstance(timestamp, str):
        return 0
    if millis := _MILLIS.fullmatch(timestamp):
        return int(millis[1]) * 1_000_000 + int((millis[2] or "").ljust(6, "0")[:6])
    return _iso_nano(timestamp)


def _iso_nano(timestamp: str) -> int:
    iso = _ISO.fullmatch(timestamp)
    if iso is None:
        return 0
    try:
        moment = dt.datetime.fromisoformat(iso[1] + iso[3].replace("Z", "+00:00"))
    except ValueError:
        return 0
    whole = (moment - _EPOCH) // dt.timedelta(seconds=1)
    return whole * 1_000_000_000 + int((iso[2] or "").ljust(9, "0"))


def _flatten(value: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        if isinstance(item, Mapping):
            yield from _flatten(item, f"{prefix}{key}.")
        else:
            yield prefix + key, item


def _first_below(flat: Mapping[str, Any], prefixes: tuple[str, ...]) -> dict[str, Any]:
    for prefix in prefixes:
        below = {key[len(prefix) :]: item for key, item in flat.items() if key.startswith(prefix)}
        if below:
            return below
    return {}


def _body(flat: Mapping[str, Any]) -> Any:
    for name in (*BODY_FIELDS, "body.structured"):
        if name in flat:
            return flat[name]
    return _first_below(flat, _STRUCTURED_PREFIXES) or None


def _text(flat: Mapping[str, Any], *fields: str) -> str:
    return next((flat[name] for name in fields if isinstance(flat.get(name), str)), "")


def _number(flat: Mapping[str, Any], *fields: str) -> int:
    return next((flat[name] for name in fields if isinstance(flat.get(name), int)), 0)
