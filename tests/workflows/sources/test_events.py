"""Contents in GenAI events mean what the same contents in attributes mean, in every format that has events."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.protobuf.json_format import ParseDict
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from sealog_exporters.sealing.values import put_attributes
from sealog_exporters.workflows import load
from sealog_exporters.workflows.meaning import Meaning, meaning

TRACE, SPAN = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
START = 1_700_000_000_000_000_000
PROMPT, ANSWER = "How is the weather?", "It rains."
GIVEN = json.dumps([{"role": "user", "parts": [{"type": "text", "content": PROMPT}]}])
GAVE = json.dumps([{"role": "assistant", "parts": [{"type": "text", "content": ANSWER}]}])
CHAT = {"gen_ai.operation.name": "chat", "gen_ai.request.model": "m-1"}
TOOL = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "get_weather"}

MODEL_EVENTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "details": [
        ("exception", {"exception.message": "none"}),
        ("gen_ai.client.inference.operation.details", {"gen_ai.input.messages": GIVEN, "gen_ai.output.messages": GAVE}),
    ],
    "one of each message": [
        ("gen_ai.user.message", {"role": "user", "content": PROMPT}),
        ("gen_ai.choice", {"index": 0, "finish_reason": "stop", "message": json.dumps({"content": ANSWER})}),
    ],
    "bodies as JSON": [
        ("gen_ai.user.message", {"gen_ai.event.content": json.dumps({"role": "user", "content": PROMPT})}),
        ("gen_ai.choice", {"gen_ai.event.content": json.dumps({"index": 0, "message": {"content": ANSWER}})}),
    ],
    "prompt and completion": [
        ("gen_ai.content.prompt", {"gen_ai.prompt": json.dumps([{"role": "user", "content": PROMPT}])}),
        ("gen_ai.content.completion", {"gen_ai.completion": json.dumps([{"role": "assistant", "content": ANSWER}])}),
    ],
}
TOOL_EVENTS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "messages": [
        ("gen_ai.tool.message", {"role": "tool", "content": '{"city": "Oslo"}', "id": "call-1"}),
        ("gen_ai.choice", {"message": '{"rain": true}', "id": "call-1"}),
    ],
    "details": [
        (
            "gen_ai.client.inference.operation.details",
            {
                "gen_ai.input.messages": json.dumps(
                    [{"role": "tool", "parts": [{"type": "tool_call", "id": "call-1", "arguments": {"city": "Oslo"}}]}]
                ),
                "gen_ai.output.messages": json.dumps(
                    [{"role": "tool", "parts": [{"type": "tool_call_response", "id": "c", "response": {"rain": True}}]}]
                ),
            },
        )
    ],
}


def pairs(attributes: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": {"stringValue": str(value)}} for key, value in attributes.items()]


def spans(attributes: dict[str, Any], events: list[tuple[str, dict[str, Any]]]) -> dict[str, Any]:
    span = {
        "traceId": TRACE,
        "spanId": SPAN,
        "name": "call",
        "startTimeUnixNano": str(START),
        "endTimeUnixNano": str(START + 1_000),
        "attributes": pairs(attributes),
        "events": [{"name": name, "attributes": pairs(fields)} for name, fields in events],
    }
    return {"resourceSpans": [{"scopeSpans": [{"spans": [span]}]}]}


def otlp_json(attributes: dict[str, Any], events: list[tuple[str, dict[str, Any]]]) -> bytes:
    return json.dumps(spans(attributes, events)).encode()


def protobuf(attributes: dict[str, Any], events: list[tuple[str, dict[str, Any]]]) -> bytes:
    message = ParseDict(spans(attributes, []), TracesData(), ignore_unknown_fields=True)
    span = message.resource_spans[0].scope_spans[0].spans[0]
    span.trace_id, span.span_id = bytes.fromhex(TRACE), bytes.fromhex(SPAN)
    for name, fields in events:
        put_attributes(span.events.add(name=name).attributes, fields)
    return message.SerializeToString()


def jaeger(attributes: dict[str, Any], events: list[tuple[str, dict[str, Any]]]) -> bytes:
    def tags(values: dict[str, Any]) -> list[dict[str, Any]]:
        return [{"key": key, "type": "string", "value": value} for key, value in values.items()]

    span = {
        "traceID": TRACE,
        "spanID": SPAN,
        "operationName": "call",
        "startTime": START // 1_000,
        "duration": 1,
        "tags": tags(attributes),
        "logs": [{"timestamp": START // 1_000, "fields": tags({"event": name, **fields})} for name, fields in events],
    }
    return json.dumps({"data": [{"traceID": TRACE, "spans": [span], "processes": {}}]}).encode()


def log_records(attributes: dict[str, Any], events: list[tuple[str, dict[str, Any]]]) -> bytes:
    """Give the span and its events as a collector's file exporter writes them, the logs first."""

    def record(name: str, fields: dict[str, Any], place: int) -> dict[str, Any]:
        known = {"traceId": TRACE, "spanId": SPAN, "timeUnixNano": str(START)}
        if name.endswith(".message") or name == "gen_ai.choice":  # these have their content in the body
            return known | {
                "attributes": pairs({"event.name": name}),
                "body": {"kvlistValue": {"values": pairs(fields)}},
            }
        return known | {"eventName": name, "attributes": pairs(fields), "body": {"stringValue": f"event {place}"}}

    logs = [record(name, fields, place) for place, (name, fields) in enumerate(events)]
    foreign = {"traceId": TRACE, "spanId": "00f067aa0ba902b7", "body": {"stringValue": "hello"}}
    lines = [{"resourceLogs": [{"scopeLogs": [{"logRecords": [{}, foreign, *logs]}]}]}, spans(attributes, [])]
    return "\n".join(map(json.dumps, lines)).encode()


FORMATS = {"OTLP JSON": otlp_json, "protobuf": protobuf, "Jaeger": jaeger, "log records": log_records}


def read(form: str, attributes: dict[str, Any], events: list[tuple[str, dict[str, Any]]]) -> Meaning:
    (span,) = load(FORMATS[form](attributes, events), "f")
    return meaning(span)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("events", MODEL_EVENTS)
def test_a_model_call_has_the_contents_of_its_events(form: str, events: str) -> None:
    found = read(form, CHAT, MODEL_EVENTS[events])
    assert PROMPT in str(found.given)
    assert ANSWER in str(found.gave)
    assert "exception" not in str(found)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("events", TOOL_EVENTS)
def test_a_tool_call_has_the_arguments_and_the_result_of_its_events(form: str, events: str) -> None:
    found = read(form, TOOL, TOOL_EVENTS[events])
    assert (found.name, found.arguments, found.result) == ("get_weather", '{"city": "Oslo"}', '{"rain": true}')


def test_what_the_span_says_itself_stays() -> None:
    own = TOOL | {"gen_ai.tool.call.arguments": '{"city": "Rome"}'}
    found = read("OTLP JSON", own, TOOL_EVENTS["messages"])
    assert (found.arguments, found.result) == ('{"city": "Rome"}', '{"rain": true}')


@pytest.mark.parametrize("content", ["{", "[7]", '{"message": 7}', ""])
def test_an_event_without_the_expected_content_is_no_error(content: str) -> None:
    names = ("gen_ai.choice", "gen_ai.user.message", "gen_ai.client.inference.operation.details")
    keys = ("gen_ai.event.content", "message", "gen_ai.input.messages", "content")
    events = [(name, {key: content}) for name in names for key in keys]
    for attributes in (CHAT, TOOL):
        assert read("OTLP JSON", attributes, events).kind
