"""Reads spans from a trace file's bytes: OTLP as JSON, JSON Lines or protobuf, and JSON of Jaeger and Langfuse."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError
from sealog_exporters.workflows.loading.events import joined
from sealog_exporters.workflows.loading.fields import mapping, sequence
from sealog_exporters.workflows.loading.jaeger import of_jaeger
from sealog_exporters.workflows.loading.langfuse import is_observation, of_observations, of_trace
from sealog_exporters.workflows.loading.otlp_json import of_log_resources, of_resources
from sealog_exporters.workflows.loading.protobuf import of_protobuf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog_exporters.workflows.loading.events import SpanEvent
    from sealog_exporters.workflows.span import Span

__all__ = ["MAX_BYTES", "MAX_SPANS", "load", "load_parts"]

MAX_BYTES = 256 * 2**20
"""Of a file. Its spans take some four times as much memory."""

MAX_SPANS = 500_000

_RESOURCE_SPANS = ("resourceSpans", "resource_spans", "batches")  # the second by protobuf's names, the third of Tempo
_RESOURCE_LOGS = ("resourceLogs", "resource_logs")


def load(data: bytes, source: str) -> list[Span]:
    """Read all spans of a trace file, in its order. `source` is what errors call the file.

    JSON may have ids in hex (OTLP) or base64 (protobuf's own JSON). GenAI events, on spans or in OTLP log records of
    the same file, count as attributes of their span.

    Raises:
        SettingError: as `load_parts`.
    """
    return joined(load_parts(data, source))


def load_parts(data: bytes, source: str) -> Iterator[Span | SpanEvent]:
    """Read the spans of a trace file, and apart from them the GenAI events that it has as log records, in its order.

    Raises:
        SettingError: it is none of the formats, breaks one, or holds more than `MAX_SPANS` spans or events; the message
            has the path of what is wrong and nothing of its content.
    """
    if len(data) > MAX_BYTES:
        raise SettingError(f"{source}: more than {MAX_BYTES} bytes")
    begin = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    parts = _of_json(data, source) if begin in {b"{", b"["} else of_protobuf(data, source)
    for number, part in enumerate(parts):
        if number == MAX_SPANS:
            raise SettingError(f"{source}: more than {MAX_SPANS} spans")
        yield part


def _of_json(data: bytes, source: str) -> Iterator[Span | SpanEvent]:
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


def _of_document(document: Any, where: str) -> Iterator[Span | SpanEvent]:
    if isinstance(document, list):
        if document and is_observation(document[0]):
            yield from of_observations(document, where)
            return
        for index, one in enumerate(document):
            yield from _of_object(one, f"{where}: [{index}]")
    else:
        yield from _of_object(document, where)


def _of_object(document: Any, where: str) -> Iterator[Span | SpanEvent]:
    if not isinstance(document, dict):
        raise SettingError(f"{where}: an object is expected")
    if "observations" in document:
        yield from of_trace(document, where)
        return
    if is_observation(document):
        yield from of_observations([document], where)
        return
    inner = document.get("trace")
    if isinstance(inner, dict):  # Tempo's second API has its answer in `trace`
        document = inner
    spans = next((key for key in _RESOURCE_SPANS if key in document), None)
    logs = next((key for key in _RESOURCE_LOGS if key in document), None)
    if spans is not None or logs is not None:
        if spans is not None:
            yield from of_resources(document[spans], f"{where}: {spans}")
        if logs is not None:
            yield from of_log_resources(document[logs], f"{where}: {logs}")
    elif "data" in document:
        yield from _of_data(document["data"], f"{where}: data")
    elif "spans" in document and "processes" in document:
        yield from of_jaeger(document, where)
    else:
        raise SettingError(f"{where}: neither OTLP (resourceSpans), Jaeger (data) nor Langfuse (observations) is there")


def _of_data(data: Any, path: str) -> Iterator[Span]:
    """Give the spans of an answer that is a list: traces of Jaeger, traces or observations of Langfuse."""
    if isinstance(data, list) and data and is_observation(data[0]):
        yield from of_observations(data, path)
        return
    for index, trace in enumerate(sequence(data, path) if not isinstance(data, dict) else [data]):
        at = f"{path}[{index}]"
        yield from (of_trace if "observations" in mapping(trace, at) else of_jaeger)(trace, at)
