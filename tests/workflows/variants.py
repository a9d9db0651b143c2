"""The same run as others would have it: sealed, traced twice, in other emitters' names, in other file formats."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.trace import SpanContext

from sealog.crypto.equality import EqualityTags
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from sealog.processor.spans import SpanSealing
from sealog_exporters.sealing.values import put_attributes
from sealog_exporters.workflows import load
from sealog_exporters.workflows.contents import parsed
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.workflows import Span

__all__ = ["EMITTERS", "SHAPES", "sealed", "traced_twice"]

_SEALER = Sealer(keyring().bundle())
_SCANNER = default_scanner()


def sealed(spans: list[Span]) -> list[Span]:
    """Give the spans as the SDK of one process seals them."""
    sealing = SpanSealing(Sealing(_SCANNER, _SEALER), tags=EqualityTags())

    def of(span: Span) -> Span:
        ended = ReadableSpan(span.name, SpanContext(1, 2, is_remote=False), attributes=span.attributes)
        return replace(span, attributes=dict(sealing.seal(ended).attributes or {}))

    return [of(span) for span in spans]


def traced_twice(spans: list[Span]) -> list[Span]:
    """Give the spans, and within each call the record of a second instrumentation, with other names."""
    twice = []
    for number, span in enumerate(spans, 1):
        twice.append(span)
        if span.attributes.get("gen_ai.operation.name") in {"chat", "execute_tool"}:
            inner = (span.end_ns - span.start_ns) // 50
            twice.append(
                replace(
                    span,
                    span_id=f"{number:08x}{0xBEEF:08x}",
                    parent_id=span.span_id,
                    start_ns=span.start_ns + inner,
                    end_ns=span.end_ns - inner,
                    scope="openinference",
                    attributes=_openinference(span.attributes),
                )
            )
    return twice


def _renamed(attributes: Any, names: dict[str, str], kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
    kind = attributes.get("gen_ai.operation.name", "")
    new = {names.get(key, key): value for key, value in attributes.items() if key != "gen_ai.operation.name"}
    return {**new, **kinds.get(kind, {})}


def _openinference(attributes: Any) -> dict[str, Any]:
    names = {
        "gen_ai.tool.name": "tool.name",
        "gen_ai.tool.call.arguments": "input.value",
        "gen_ai.tool.call.result": "output.value",
        "gen_ai.input.messages": "input.value",
        "gen_ai.output.messages": "output.value",
        "gen_ai.request.model": "llm.model_name",
        "gen_ai.request.seed": "llm.invocation_parameters",
        "gen_ai.usage.input_tokens": "llm.token_count.prompt",
        "gen_ai.usage.output_tokens": "llm.token_count.completion",
        "gen_ai.usage.cache_read.input_tokens": "llm.token_count.prompt_details.cache_read",
        "gen_ai.agent.name": "agent.name",
        "gen_ai.conversation.id": "session.id",
    }
    kinds = {"chat": "LLM", "execute_tool": "TOOL", "invoke_agent": "AGENT"}
    return _renamed(attributes, names, {key: {"openinference.span.kind": kind} for key, kind in kinds.items()})


def _traceloop(attributes: Any) -> dict[str, Any]:
    names = {
        "gen_ai.tool.name": "traceloop.entity.name",
        "gen_ai.agent.name": "traceloop.entity.name",
        "gen_ai.usage.input_tokens": "gen_ai.usage.prompt_tokens",
        "gen_ai.usage.output_tokens": "gen_ai.usage.completion_tokens",
        "gen_ai.conversation.id": "traceloop.association.properties.session_id",
    }
    kinds = {
        "chat": {"llm.request.type": "chat"},
        "execute_tool": {"traceloop.span.kind": "tool"},
        "invoke_agent": {"traceloop.span.kind": "agent"},
    }
    new = _renamed(attributes, names, kinds)
    run = {"tags": [], "metadata": {"step": len(str(attributes))}, "kwargs": {}}
    if (arguments := new.pop("gen_ai.tool.call.arguments", None)) is not None:
        new["traceloop.entity.input"] = json.dumps({"inputs": json.loads(arguments), **run})
    if (result := new.pop("gen_ai.tool.call.result", None)) is not None:
        new["traceloop.entity.output"] = json.dumps({"output": json.loads(result), "kwargs": run})
    for name, of in (("gen_ai.input.messages", "gen_ai.prompt"), ("gen_ai.output.messages", "gen_ai.completion")):
        if new.get(name) is not None and "llm.request.type" in new:
            messages = new.pop(name)
            try:
                messages = json.loads(messages)
            except ValueError:
                messages = [{"role": "user", "content": messages}]
            for number, message in enumerate(messages):
                content = message.get("content") or message["parts"][0]["content"]
                new |= {f"{of}.{number}.role": message["role"], f"{of}.{number}.content": content}
    return new


def _langfuse(attributes: Any) -> dict[str, Any]:
    names = {
        "gen_ai.tool.call.arguments": "langfuse.observation.input",
        "gen_ai.tool.call.result": "langfuse.observation.output",
        "gen_ai.input.messages": "langfuse.observation.input",
        "gen_ai.output.messages": "langfuse.observation.output",
        "gen_ai.conversation.id": "langfuse.session.id",
    }
    kinds = {"chat": "generation", "execute_tool": "tool", "invoke_agent": "agent"}
    return _renamed(attributes, names, {key: {"langfuse.observation.type": kind} for key, kind in kinds.items()})


EMITTERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "OpenInference": _openinference,
    "Traceloop": _traceloop,
    "Langfuse": _langfuse,
}


def _message(spans: list[Span]) -> TracesData:
    data = TracesData()
    scopes: dict[str, Any] = {}
    resource = data.resource_spans.add()
    put_attributes(resource.resource.attributes, {"service.name": spans[0].service})
    for span in spans:
        if span.scope not in scopes:
            scopes[span.scope] = resource.scope_spans.add()
            scopes[span.scope].scope.name = span.scope
        made = scopes[span.scope].spans.add(
            trace_id=bytes.fromhex(span.trace_id),
            span_id=bytes.fromhex(span.span_id),
            parent_span_id=bytes.fromhex(span.parent_id),
            name=span.name,
            start_time_unix_nano=span.start_ns,
            end_time_unix_nano=span.end_ns,
        )
        made.status.code = 2 if span.failed else 0
        put_attributes(made.attributes, {key: value for key, value in span.attributes.items() if value is not None})
    return data


def _protobuf(spans: list[Span]) -> bytes:
    return _message(spans).SerializeToString()


def _base64_ids(spans: list[Span]) -> bytes:
    return json.dumps(MessageToDict(_message(spans))).encode()


def _hex_ids(spans: list[Span]) -> bytes:
    document = MessageToDict(_message(spans))
    for scope in document["resourceSpans"][0]["scopeSpans"]:
        for span in scope["spans"]:
            for key in ("traceId", "spanId", "parentSpanId"):
                span[key] = base64.b64decode(span.get(key, "")).hex()
    return json.dumps(document).encode()


def _jaeger(spans: list[Span]) -> bytes:
    def tag(key: str, value: Any) -> dict[str, Any]:
        return {"key": key, "type": "string", "value": value}

    made = [
        {
            "traceID": span.trace_id,
            "spanID": span.span_id,
            "operationName": span.name,
            "references": [{"refType": "CHILD_OF", "traceID": span.trace_id, "spanID": span.parent_id}]
            if span.parent_id
            else [],
            "startTime": span.start_ns // 1_000,
            "duration": (span.end_ns - span.start_ns) // 1_000,
            "processID": "p1",
            "tags": [
                tag("otel.scope.name", span.scope),
                *([tag("otel.status_code", "ERROR")] if span.failed else []),
                *(tag(key, value) for key, value in span.attributes.items() if value is not None),
            ],
        }
        for span in spans
    ]
    processes = {"p1": {"serviceName": spans[0].service}}
    return json.dumps({"data": [{"traceID": spans[0].trace_id, "spans": made, "processes": processes}]}).encode()


def _langfuse_export(spans: list[Span]) -> bytes:
    """Give the spans as a trace with observations of Langfuse's API, which has contents as JSON and no scopes."""
    types = {"chat": "GENERATION", "execute_tool": "TOOL", "invoke_agent": "AGENT"}

    def observation(span: Span) -> dict[str, Any]:
        known = dict(span.attributes)
        sides = [known.pop(name, None) for name in ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens")]
        cached = known.pop("gen_ai.usage.cache_read.input_tokens", None)
        usage = {"input": sides[0] - (cached or 0), "output": sides[1]} if None not in sides else {}
        if cached is not None:
            usage["input_cached_tokens"] = cached
        contents = {}
        for key, name in (("input", "gen_ai.tool.call.arguments"), ("output", "gen_ai.tool.call.result")):
            contents[key] = parsed(known.pop(name, known.pop(f"gen_ai.{key}.messages", None)))
        return {
            "id": span.span_id,
            "traceId": span.trace_id,
            "parentObservationId": span.parent_id or None,
            "type": types.get(str(known.pop("gen_ai.operation.name", "")), "SPAN"),
            "name": span.name,
            "startTime": _iso(span.start_ns),
            "endTime": _iso(span.end_ns),
            "model": known.get("gen_ai.request.model"),
            "modelParameters": {"seed": known.get("gen_ai.request.seed")},
            "usageDetails": usage,
            "level": "ERROR" if span.failed else "DEFAULT",
            "metadata": {"attributes": known, "scope": {"name": span.scope}},
            **contents,
        }

    document = {"id": spans[0].trace_id, "name": "run", "observations": [observation(span) for span in spans]}
    return json.dumps(document).encode()


def _iso(nanoseconds: int) -> str:
    return datetime.fromtimestamp(nanoseconds // 10**9, tz=timezone.utc).strftime(
        f"%Y-%m-%dT%H:%M:%S.{nanoseconds // 1_000 % 10**6:06d}Z"
    )


_WRITERS: dict[str, Callable[[list[Span]], bytes]] = {
    "OTLP JSON, ids in hex": _hex_ids,
    "OTLP JSON, ids in base64": _base64_ids,
    "OTLP protobuf": _protobuf,
    "Jaeger JSON": _jaeger,
    "Langfuse": _langfuse_export,
}

SHAPES: dict[str, Callable[[list[Span]], list[Span]]] = {
    name: lambda spans, write=write, name=name: load(write(spans), name)  # type: ignore[misc]  # bound as defaults
    for name, write in _WRITERS.items()
}
