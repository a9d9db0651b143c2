"""One trace in each supported format, and files that hold no trace."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import TracesData

from sealog.errors import SettingError
from sealog_exporters.workflows import Span, load

TRACE, ROOT, CALL = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331", "00f067aa0ba902b7"
START = 1_700_000_000_000_000_000


def spans(ids: Any) -> dict[str, Any]:
    root = {"traceId": ids(TRACE), "spanId": ids(ROOT), "name": "run", "startTimeUnixNano": str(START)}
    call = {
        "traceId": ids(TRACE),
        "spanId": ids(CALL),
        "parentSpanId": ids(ROOT),
        "name": "call",
        "startTimeUnixNano": START + 1_000,
        "endTimeUnixNano": str(START + 3_000),
        "status": {"code": 2},
        "attributes": [
            {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "12"}},
            {"key": "list", "value": {"arrayValue": {"values": [{"stringValue": "a"}, {"boolValue": True}]}}},
        ],
    }
    return {
        "resourceSpans": [
            {
                "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]},
                "scopeSpans": [
                    {"scope": {"name": "agents"}, "spans": [root | {"endTimeUnixNano": START + 9_000}, call]}
                ],
            }
        ]
    }


def base64_id(text: str) -> str:
    return base64.b64encode(bytes.fromhex(text)).decode()


WANTED = [
    Span(TRACE, ROOT, "", "run", START, START + 9_000, False, "agents", "shop", {}),
    Span(
        TRACE,
        CALL,
        ROOT,
        "call",
        START + 1_000,
        START + 3_000,
        True,
        "agents",
        "shop",
        {"gen_ai.usage.input_tokens": 12, "list": ["a", True]},
    ),
]


def test_otlp_json_is_read_with_ids_in_hex_and_in_base64() -> None:
    assert load(json.dumps(spans(str)).encode(), "f") == WANTED
    assert load(json.dumps(spans(str.upper), indent=1).encode("utf-8-sig"), "f") == WANTED
    assert load(json.dumps(spans(base64_id)).encode(), "f") == WANTED


def test_json_lines_and_lists_of_requests_are_read() -> None:
    line = json.dumps(spans(str))
    assert load(f"{line}\n\n{line}\n".encode(), "f") == WANTED * 2
    assert load(f"[{line},{line}]".encode(), "f") == WANTED * 2


def test_tempo_s_answers_are_read() -> None:
    batches = {"batches": spans(base64_id)["resourceSpans"]}
    assert load(json.dumps(batches).encode(), "f") == WANTED
    assert load(json.dumps({"trace": spans(base64_id)}).encode(), "f") == WANTED


def test_otlp_protobuf_is_read() -> None:
    message = TracesData()
    resource = message.resource_spans.add()
    resource.resource.attributes.add(key="service.name").value.string_value = "shop"
    scope = resource.scope_spans.add()
    scope.scope.name = "agents"
    for one in WANTED:
        span = scope.spans.add(
            trace_id=bytes.fromhex(one.trace_id),
            span_id=bytes.fromhex(one.span_id),
            parent_span_id=bytes.fromhex(one.parent_id),
            name=one.name,
            start_time_unix_nano=one.start_ns,
            end_time_unix_nano=one.end_ns,
        )
    span.status.code = 2  # type: ignore[assignment] # an enumeration's number
    span.attributes.add(key="gen_ai.usage.input_tokens").value.int_value = 12
    values = span.attributes.add(key="list").value.array_value.values
    values.add().string_value = "a"
    values.add().bool_value = True
    assert load(message.SerializeToString(), "f") == WANTED


def test_jaeger_s_json_is_read() -> None:
    reference = {"refType": "CHILD_OF", "traceID": TRACE, "spanID": ROOT}
    scope = {"key": "otel.scope.name", "value": "agents"}
    tags = [scope, {"key": "error", "type": "bool", "value": True}]
    micro = START // 1_000
    root = {
        "traceID": TRACE,
        "spanID": ROOT,
        "operationName": "run",
        "startTime": micro,
        "duration": 9,
        "tags": [scope],
    }
    call = {"traceID": TRACE, "spanID": CALL[2:], "operationName": "call", "startTime": micro + 1, "duration": 2}
    more = {"references": [reference], "tags": tags, "processID": "p1"}
    trace = {"traceID": TRACE, "spans": [root | {"processID": "p1"}, call | more]}
    document = {"data": [trace | {"processes": {"p1": {"serviceName": "shop"}}}]}
    found = load(json.dumps(document).encode(), "f")
    assert [(one.parent_id, one.start_ns, one.end_ns, one.failed, one.scope, one.service) for one in found] == [
        (one.parent_id, one.start_ns, one.end_ns, one.failed, one.scope, one.service) for one in WANTED
    ]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "f: neither JSON nor OTLP protobuf with spans"),
        (b"\xff\xfe junk", "f: neither JSON nor OTLP protobuf with spans"),
        (b"{", "f, line 1: no JSON"),
        (
            b'{"a": "secret-4711"}',
            "f: neither OTLP (resourceSpans), Jaeger (data) nor Langfuse (observations) is there",
        ),
        (b'{"resourceSpans": 7}', "f: resourceSpans: a list is expected"),
        (b"[" * 100_000, "f: JSON is nested too deep"),
        (
            b'{"resourceSpans": [{"scopeSpans": [{"spans": [{"traceId": "secret-4711"}]}]}]}',
            "f: resourceSpans[0].scopeSpans[0].spans[0].traceId: an id in hex or base64 is expected",
        ),
        (
            json.dumps(spans(str)).replace(str(START + 3_000), "secret-4711").encode(),
            "f: resourceSpans[0].scopeSpans[0].spans[1].endTimeUnixNano: a whole number of at most 64 bits is expected",
        ),
    ],
)
def test_what_is_no_trace_is_told_by_its_path_and_without_its_content(data: bytes, told: str) -> None:
    with pytest.raises(SettingError) as error:
        load(data, "f")
    assert str(error.value) == told
