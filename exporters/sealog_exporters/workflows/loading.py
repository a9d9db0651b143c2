"""Reads spans from a trace file's bytes: OTLP as JSON, JSON Lines or protobuf, and Jaeger's JSON."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any

from google.protobuf.message import DecodeError
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from sealog.errors import SettingError
from sealog_exporters.workflows.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
    from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

__all__ = ["MAX_BYTES", "MAX_SPANS", "load", "spans_of"]

MAX_BYTES = 256 * 2**20
"""Of a file. Its spans take some four times as much memory."""

MAX_SPANS = 500_000

_MAX_DEPTH = 64  # values within values
_HEX = re.compile(r"(?:[0-9a-fA-F]{16}|[0-9a-fA-F]{32})")
_ERROR = 2  # opentelemetry/proto/trace/v1, Status.StatusCode
_US = 1_000
_RESOURCE_SPANS = ("resourceSpans", "resource_spans", "batches")  # the second by protobuf's names, the third of Tempo
_SCOPE_SPANS = ("scopeSpans", "scope_spans", "instrumentationLibrarySpans")


def load(data: bytes, source: str) -> list[Span]:
    """Read all spans of a trace file, in its order. `source` is what errors call the file.

    JSON may have ids in hex (OTLP) or base64 (protobuf's own JSON).

    Raises:
        SettingError: it is none of the formats, breaks one, or holds more than `MAX_SPANS` spans; the message has the
            path of what is wrong and nothing of its content.
    """
    if len(data) > MAX_BYTES:
        raise SettingError(f"{source}: more than {MAX_BYTES} bytes")
    begin = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    spans: list[Span] = []
    for span in _of_json(data, source) if begin in {b"{", b"["} else _of_protobuf(data, source):
        if len(spans) == MAX_SPANS:
            raise SettingError(f"{source}: more than {MAX_SPANS} spans")
        spans.append(span)
    return spans


def _of_json(data: bytes, source: str) -> Iterator[Span]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingError(f"{source} is not UTF-8 at byte {error.start}") from None
    for document, where in _documents(text, source):
        yield from _of_document(document, where)


def _documents(text: str, source: str) -> Iterator[tuple[Any, str]]:
    try:
        yield json.loads(text), source
    except RecursionError:
        raise SettingError(f"{source}: JSON is nested too deep") from None
    except ValueError as whole:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        for number, line in lines:
            try:
                document = json.loads(line)
            except (ValueError, RecursionError):
                at = whole.lineno if number == lines[0][0] and isinstance(whole, json.JSONDecodeError) else number
                raise SettingError(f"{source}, line {at}: no JSON") from None
            yield document, f"{source}, line {number}"


def _of_document(document: Any, where: str) -> Iterator[Span]:
    if isinstance(document, list):
        for index, one in enumerate(document):
            yield from _of_document_object(one, f"{where}: [{index}]")
    else:
        yield from _of_document_object(document, where)


def _of_document_object(document: Any, where: str) -> Iterator[Span]:
    if not isinstance(document, dict):
        raise SettingError(f"{where}: an object is expected")
    inner = document.get("trace")
    if isinstance(inner, dict):  # Tempo's second API has its answer in `trace`
        document = inner
    for key in _RESOURCE_SPANS:
        if key in document:
            yield from _of_resources(document[key], f"{where}: {key}")
            return
    if "data" in document:
        for index, trace in enumerate(_list(document["data"], f"{where}: data")):
            yield from _of_jaeger(trace, f"{where}: data[{index}]")
    elif "spans" in document and "processes" in document:
        yield from _of_jaeger(document, where)
    else:
        raise SettingError(f"{where}: neither OTLP (resourceSpans) nor Jaeger (data) is there")


def _of_resources(resources: Any, path: str) -> Iterator[Span]:
    for index, resource_spans in enumerate(_list(resources, path)):
        at = f"{path}[{index}]"
        resource = _object(_object(resource_spans, at).get("resource") or {}, f"{at}.resource")
        service = _service(_attributes(resource.get("attributes"), f"{at}.resource.attributes"))
        key = next((key for key in _SCOPE_SPANS if key in resource_spans), _SCOPE_SPANS[0])
        for number, scope_spans in enumerate(_list(resource_spans.get(key) or [], f"{at}.{key}")):
            inner = f"{at}.{key}[{number}]"
            scope = _object(_object(scope_spans, inner).get("scope") or {}, f"{inner}.scope").get("name", "")
            for place, span in enumerate(_list(scope_spans.get("spans") or [], f"{inner}.spans")):
                yield _otlp_span(span, str(scope), service, f"{inner}.spans[{place}]")


def _service(resource: Mapping[str, Any]) -> tuple[str, str]:
    return str(resource.get("service.name", "")), str(resource.get("service.version", ""))


def _otlp_span(span: Any, scope: str, service: tuple[str, str], path: str) -> Span:
    span = _object(span, path)

    def field(name: str, snake: str) -> Any:
        return span.get(name, span.get(snake))

    status = _object(span.get("status") or {}, f"{path}.status").get("code", 0)
    return Span(
        trace_id=_id(field("traceId", "trace_id"), f"{path}.traceId"),
        span_id=_id(field("spanId", "span_id"), f"{path}.spanId"),
        parent_id=_id(field("parentSpanId", "parent_span_id") or "", f"{path}.parentSpanId"),
        name=str(span.get("name", "")),
        start_ns=_whole(field("startTimeUnixNano", "start_time_unix_nano"), f"{path}.startTimeUnixNano"),
        end_ns=_whole(field("endTimeUnixNano", "end_time_unix_nano") or 0, f"{path}.endTimeUnixNano"),
        failed=status in {_ERROR, "STATUS_CODE_ERROR"},
        scope=scope,
        service=service[0],
        version=service[1],
        attributes=_attributes(span.get("attributes"), f"{path}.attributes"),
    )


def _of_jaeger(trace: Any, path: str) -> Iterator[Span]:
    trace = _object(trace, path)
    processes = _object(trace.get("processes") or {}, f"{path}.processes")
    for index, one in enumerate(_list(trace.get("spans") or [], f"{path}.spans")):
        at = f"{path}.spans[{index}]"
        span = _object(one, at)
        tags = _tags(span.get("tags"), f"{at}.tags")
        start = _whole(span.get("startTime"), f"{at}.startTime") * _US
        parent = span.get("parentSpanID") or ""
        for reference in _list(span.get("references") or [], f"{at}.references"):
            # The first that is a parent within this trace; FOLLOWS_FROM counts where there is no other.
            known = _object(reference, f"{at}.references")
            if known.get("traceID", span.get("traceID")) == span.get("traceID") and (
                not parent or known.get("refType") == "CHILD_OF"
            ):
                parent = known.get("spanID", "")
                if known.get("refType") == "CHILD_OF":
                    break
        process = _object(processes.get(str(span.get("processID"))) or span.get("process") or {}, f"{at}.process")
        duration = span.get("duration")
        yield Span(
            trace_id=_id(span.get("traceID"), f"{at}.traceID"),
            span_id=_id(span.get("spanID"), f"{at}.spanID"),
            parent_id=_id(parent, f"{at}.references"),
            name=str(span.get("operationName", "")),
            start_ns=start,
            end_ns=0 if duration is None else start + _whole(duration, f"{at}.duration") * _US,
            failed=tags.get("otel.status_code") == "ERROR" or str(tags.get("error")).lower() == "true",
            scope=str(tags.get("otel.scope.name") or tags.get("otel.library.name") or ""),
            service=str(process.get("serviceName", "")),
            version=str(_tags(process.get("tags"), f"{at}.process.tags").get("service.version", "")),
            attributes=tags,
        )


def _tags(tags: Any, path: str) -> dict[str, Any]:
    found = {}
    for index, tag in enumerate(_list(tags or [], path)):
        pair = _object(tag, f"{path}[{index}]")
        found[str(pair.get("key", ""))] = pair.get("value")
    return found


def _attributes(pairs: Any, path: str, depth: int = 0) -> dict[str, Any]:
    found = {}
    for index, pair in enumerate(_list(pairs or [], path)):
        at = f"{path}[{index}]"
        found[str(_object(pair, at).get("key", ""))] = _value(pair.get("value"), at, depth)
    return found


def _value(value: Any, path: str, depth: int) -> Any:
    if depth > _MAX_DEPTH:
        raise SettingError(f"{path}: values are nested more than {_MAX_DEPTH} deep")
    if not isinstance(value, dict):
        return value
    for key, inner in value.items():
        if key in {"arrayValue", "array_value"}:
            items = _list(_object(inner, path).get("values") or [], path)
            return [_value(item, path, depth + 1) for item in items]
        if key in {"kvlistValue", "kvlist_value"}:
            return _attributes(_object(inner, path).get("values"), path, depth + 1)
        if key in {"intValue", "int_value"}:
            return _whole(inner, path)
        return inner
    return None


def _object(value: Any, path: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingError(f"{path}: an object is expected")
    return value


def _list(value: Any, path: str) -> list[Any]:
    if not isinstance(value, list):
        raise SettingError(f"{path}: a list is expected")
    return value


def _whole(value: Any, path: str) -> int:
    # OTLP writes 64-bit numbers as text; some writers as numbers.
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= len(str(2**64)):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value[:1] == "-" and value[1:].isdigit() and len(value) <= len(str(2**64)):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise SettingError(f"{path}: a whole number is expected")


def _id(value: Any, path: str) -> str:
    """Give an id as hex. Hex and base64 of 8 or 16 bytes differ in length, so there is no guess."""
    if value == "":
        return ""
    if isinstance(value, str):
        if _HEX.fullmatch(value):
            return "" if set(value) == {"0"} else value.lower()
        if re.fullmatch(r"[0-9a-fA-F]{1,31}", value) and len(value) not in {11, 12, 22, 24}:
            return value.lower()  # Jaeger drops leading zeros
        try:
            raw = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) in {8, 16}:
            return raw.hex() if any(raw) else ""
    raise SettingError(f"{path}: an id in hex or base64 is expected")


def _of_protobuf(data: bytes, source: str) -> Iterator[Span]:
    message = TracesData()
    try:
        message.ParseFromString(data)
    except (DecodeError, RecursionError):
        message.Clear()
    if not message.resource_spans:
        raise SettingError(f"{source}: neither JSON nor OTLP protobuf with spans")
    yield from spans_of(message)


def spans_of(message: TracesData | ExportTraceServiceRequest) -> Iterator[Span]:
    """Give the spans of an OTLP message, in its order."""
    for resource_spans in message.resource_spans:
        service = _service(_pairs(resource_spans.resource.attributes))
        for scope_spans in resource_spans.scope_spans:
            for span in scope_spans.spans:
                yield Span(
                    trace_id=span.trace_id.hex(),
                    span_id=span.span_id.hex(),
                    parent_id=span.parent_span_id.hex(),
                    name=span.name,
                    start_ns=span.start_time_unix_nano,
                    end_ns=span.end_time_unix_nano,
                    failed=span.status.code == _ERROR,
                    scope=scope_spans.scope.name,
                    service=service[0],
                    version=service[1],
                    attributes=_pairs(span.attributes),
                )


def _pairs(pairs: Iterable[KeyValue]) -> dict[str, Any]:
    return {pair.key: _plain(pair.value) for pair in pairs}


def _plain(value: AnyValue) -> Any:  # protobuf itself refuses more than 100 messages within another
    kind = value.WhichOneof("value")
    if kind is None or kind == "string_value_strindex":
        return None
    if kind == "array_value":
        return [_plain(item) for item in value.array_value.values]
    if kind == "kvlist_value":
        return _pairs(value.kvlist_value.values)
    return getattr(value, kind)
