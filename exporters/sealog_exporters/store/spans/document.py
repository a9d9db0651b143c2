"""Converts a span to the JSON document that the embedded store keeps, back, and to a record."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.event import OtlpSpan
from sealog_exporters.store.document import plain
from sealog_exporters.store.entities import counted
from sealog_exporters.store.interface import StoredRecord
from sealog_exporters.store.schema import operation_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog_exporters.event import AttributeValue

__all__ = [
    "NOTHING",
    "as_record",
    "from_document",
    "from_fields",
    "operation_columns",
    "operation_of",
    "record_of",
    "to_document",
]

NOTHING: Final[Mapping[str, Any]] = {
    "name": "", "status_message": "", "attributes": {}, "events": [], "links": [], "resource": {}, "scope": "",
}  # fmt: skip
"""The fields that may be erased from a document, each as it is without a value."""

_NUMBERS: Final = frozenset({"kind", "start_unix_nano", "end_unix_nano", "status_code"})
_TYPES: Final = {name: type(value) for name, value in NOTHING.items()}
_LONGEST: Final = 256  # characters of a name that tell operations apart


def to_document(span: OtlpSpan) -> str:
    """Spell a span as JSON (ASCII), with the names of its fields. Values are spelled as those of a record."""
    return json.dumps(plain(span._asdict()), separators=(",", ":"), allow_nan=False)


def from_document(document: str) -> OtlpSpan:
    """Read what `to_document` wrote.

    Raises:
        ValueError: it did not write this.
    """
    return from_fields(json.loads(document))


def from_fields(fields: Mapping[str, Any]) -> OtlpSpan:
    """Make a span of the fields of its document.

    Raises:
        ValueError: they are not those of a span.
    """
    try:
        span = OtlpSpan(**fields)
    except TypeError:
        raise ValueError("a stored span has other fields") from None
    for name, value in fields.items():
        if not isinstance(value, _TYPES.get(name, int if name in _NUMBERS else str)):
            raise ValueError(f"a stored span has another {name}")  # noqa: TRY004 - a fault of the file
    return span


def record_of(document: str) -> StoredRecord:
    """Read what `to_document` wrote as a record: see `as_record`."""
    return as_record(from_document(document))


def as_record(span: OtlpSpan) -> StoredRecord:
    """Give a span as a record, to show or open it as one.

    Its name is the body. Status, events and links are attributes under the names that sealing gives them.
    """
    further: Mapping[str, AttributeValue] = {"$status": span.status_message, "$event": span.events, "$link": span.links}
    return StoredRecord(
        uid="",
        time_unix_nano=span.start_unix_nano,
        severity_number=0,
        severity_text="",
        service=span.service,
        trace_id=span.trace_id,
        span_id=span.span_id,
        body=span.name,
        attributes={**span.attributes, **{name: value for name, value in further.items() if value}},
        resource=span.resource,
        scope=span.scope,
    )


def operation_columns(span: OtlpSpan) -> dict[str, str | int]:
    """Give the columns of the table of spans that tell operations apart, in this order."""
    operation = operation_of(span.name)
    key = operation_key(span.service, span.version, span.kind, operation)
    return {"service": span.service, "version": span.version, "operation": operation, "operation_key": key}


def operation_of(name: str) -> str:
    """Give what the spans of one operation share: their name, with `<entity>` for each sealed or erased value."""
    return counted(name)[:_LONGEST]
