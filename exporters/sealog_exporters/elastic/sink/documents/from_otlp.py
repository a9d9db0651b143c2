"""OTLP log records as documents of Elasticsearch, in the fields of the collector's `otel` mapping."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from sealog.records import attributes as names
from sealog_exporters.elastic.sink.documents.values import flat_attributes, json_value
from sealog_exporters.store.entities import entities_by_attribute

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
    from opentelemetry.proto.common.v1.common_pb2 import InstrumentationScope
    from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs

    from sealog_exporters.elastic.sink.documents.targets import Targets
    from sealog_exporters.templates.stamper import Stamper

__all__ = ["Document", "documents"]

_encoded = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode

_ID = re.compile(r"[A-Za-z0-9._~-]{1,128}", re.ASCII)
_ID_BYTES = 20
_MAX_SEVERITY = 24
_ADDRESS = ("elasticsearch.", "data_stream.", "elastic.mapping.mode")
"""Attributes by which the collector's exporter chooses index, id and pipeline: they are no part of a record."""


class Document(NamedTuple):
    """One document on its way. `line` is its JSON; `time_ms` the record's own time, 0 for a record that has none."""

    target: str
    id: str
    line: bytes
    time_ms: int
    service: str

    @property
    def size(self) -> int:
        """Bytes in a bulk request, about."""
        return len(self.line) + len(self.target) + len(self.id) + 48


def documents(
    request: ExportLogsServiceRequest, targets: Targets, received_ns: int, stamper: Stamper | None = None
) -> list[Document]:
    """Make one document of each record, in the request's order.

    The id is `sealog.uid`, or made from the record's content, so that a record that is sent again has the same; of
    records that are equal in one request, each has its own. `received_ns` is the time of records that have none. Where
    attributes hold sealed or masked values, `sealog.sealed_in` says which. A stamper gives each document the id and
    text of its template. The id of the document does not depend on what is stamped.
    """
    if stamper is not None:
        stamper.refine()
    seen: Counter[str] = Counter()
    of_request: list[str] = []
    found = []
    for resource_logs in request.resource_logs:
        resource = _without_address(flat_attributes(resource_logs.resource.attributes))
        service = resource.get("service.name")
        service = service if isinstance(service, str) else ""
        target = targets.name(resource)
        dataset, _, namespace = target.removeprefix("logs-").rpartition("-")
        around: dict[str, Any] = {"data_stream": {"type": "logs", "dataset": dataset, "namespace": namespace}}
        around["resource"] = _resource(resource_logs, resource)
        for scope_logs in resource_logs.scope_logs:
            shared = _encoded(around | _scope(scope_logs))[1:]
            ids = _Ids(resource_logs, scope_logs.scope, request, of_request, seen)
            for record in scope_logs.log_records:
                attributes = _without_address(flat_attributes(record.attributes))
                time_ns = record.time_unix_nano or record.observed_time_unix_nano
                _stamp_sealed_in(attributes)
                if stamper is not None:
                    body = record.body
                    value = body.string_value or json_value(body)
                    stamper.mark(attributes, value, time_ns or received_ns, service, record.severity_number)
                own = _encoded(_record(record, attributes, time_ns or received_ns))[:-1]
                line = f"{own},{shared}".encode("utf-8", "replace")
                uid = attributes.get(names.UID)
                identity = uid if isinstance(uid, str) and _ID.fullmatch(uid) else ids.of(record, timed=bool(time_ns))
                found.append(Document(target, identity, line, time_ns // 1_000_000, service))
    return found


def _stamp_sealed_in(attributes: dict[str, Any]) -> None:
    """Write which attributes hold which entities, in place of what a sender wrote."""
    attributes.pop(names.SEALED_IN, None)
    if names.ENTITIES in attributes and (found := set(entities_by_attribute(attributes))):
        attributes[names.SEALED_IN] = sorted(f"{entity}:{name}" for entity, name in found)


class _Ids:
    """Ids of records that bring none: a hash of resource, scope and record, and which of its equals it is.

    Records without any time may be equal and yet be two: for those the whole request is part of the hash.
    """

    def __init__(
        self,
        resource_logs: ResourceLogs,
        scope: InstrumentationScope,
        request: ExportLogsServiceRequest,
        of_request: list[str],
        seen: Counter[str],
    ) -> None:
        self._resource_logs = resource_logs
        self._scope = scope
        self._request = request
        self._of_request = of_request
        self._seen = seen
        self._around: bytes | None = None

    def of(self, record: LogRecord, *, timed: bool) -> str:
        if self._around is None:
            self._around = _bytes(self._resource_logs.resource) + b"\0" + _bytes(self._scope) + b"\0"
        digest = hashlib.blake2b(self._around + _bytes(record), digest_size=_ID_BYTES)
        if not timed:
            if not self._of_request:
                self._of_request.append(hashlib.blake2b(_bytes(self._request)).hexdigest())
            digest.update(self._of_request[0].encode())
        identity = digest.hexdigest()
        self._seen[identity] += 1
        number = self._seen[identity]
        return f"r-{identity}" if number == 1 else f"r-{identity}-{number}"


def _bytes(message: Any) -> bytes:
    return bytes(message.SerializeToString(deterministic=True))


def _record(record: LogRecord, attributes: dict[str, Any], time_ns: int) -> dict[str, Any]:
    source: dict[str, Any] = {"@timestamp": _millis(time_ns)}
    if record.observed_time_unix_nano:
        source["observed_timestamp"] = _millis(record.observed_time_unix_nano)
    severity = record.severity_number
    if 0 < severity <= _MAX_SEVERITY:
        source["severity_number"] = severity
    if record.severity_text:
        source["severity_text"] = record.severity_text
    if record.trace_id:
        source["trace_id"] = record.trace_id.hex()
    if record.span_id:
        source["span_id"] = record.span_id.hex()
    if record.flags:
        source["trace_flags"] = record.flags & 0xFF
    if record.event_name:
        source["event_name"] = record.event_name
    if record.dropped_attributes_count:
        source["dropped_attributes_count"] = record.dropped_attributes_count
    if attributes:
        source["attributes"] = attributes
    return source | dict(_body(record))


def _body(record: LogRecord) -> Iterator[tuple[str, Any]]:
    if not record.HasField("body"):
        return
    value = record.body.string_value or json_value(record.body)
    if isinstance(value, dict):
        yield "body", {"structured": value}
    elif isinstance(value, list):
        yield "body", {"structured": {"value": value}}
    elif value is not None:
        yield "body", {"text": value if isinstance(value, str) else json.dumps(value)}


def _resource(resource_logs: ResourceLogs, attributes: dict[str, Any]) -> dict[str, Any]:
    resource: dict[str, Any] = {"attributes": attributes}
    if resource_logs.schema_url:
        resource["schema_url"] = resource_logs.schema_url
    if resource_logs.resource.dropped_attributes_count:
        resource["dropped_attributes_count"] = resource_logs.resource.dropped_attributes_count
    return resource


def _scope(scope_logs: ScopeLogs) -> dict[str, Any]:
    given = scope_logs.scope
    scope = {
        "name": given.name,
        "version": given.version,
        "schema_url": scope_logs.schema_url,
        "attributes": _without_address(flat_attributes(given.attributes)),
        "dropped_attributes_count": given.dropped_attributes_count,
    }
    kept = {name: value for name, value in scope.items() if value}
    return {"scope": kept} if kept else {}


def _without_address(attributes: dict[str, Any]) -> dict[str, Any]:
    if not any(name.startswith(_ADDRESS) for name in attributes) and names.PSEUDONYM not in attributes:
        return attributes
    return {
        name: value for name, value in attributes.items() if not name.startswith(_ADDRESS) and name != names.PSEUDONYM
    }


def _millis(nanoseconds: int) -> str:
    """Spell a time as the collector does: milliseconds with a fraction, as text, which loses no nanosecond."""
    millis, rest = divmod(nanoseconds, 1_000_000)
    return f"{millis}.{rest:06}" if rest else str(millis)
