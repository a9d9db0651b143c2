"""The compiled half reads OTLP/JSON exactly as the Python code does, which is the oracle here."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import pytest

from sealog.compiled import compiled
from sealog_exporters.otlp import otlp_json
from sealog_exporters.otlp.errors import BadRequest, TooLarge
from sealog_exporters.otlp.otlp_json import fill_from_json, protobuf_of_json
from sealog_exporters.otlp.signals import LOGS, METRICS, SIGNALS, TRACES

if TYPE_CHECKING:
    from google.protobuf.descriptor import FieldDescriptor

    from sealog_exporters.otlp.signals import Signal

pytestmark = pytest.mark.skipif(compiled is None, reason="the compiled half is not built")

MANY = 10_000
SCALARS: list[Any] = [
    *(
        None,
        True,
        False,
        "",
        "a",
        "ä€😀\u2028\x7f",
        "\ud800",
        "\udc00x",
        "NaN",
        "-Infinity",
        "Infinity",
        "1_000",
        " 1",
        "+1",
    ),
    *(0, -0.0, 1, -1, 1.0, 1e3, 1.5, 1e30, 2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**32, 2**53, 2**63 - 1, 2**63),
    *(-(2**63), -(2**63) - 1, 2**64 - 1, 2**64, 10**400, float("nan"), float("inf"), -float("inf"), 5e-324, 0.1),
    *("0", "-0", "-1", "00012", "9223372036854775807", "18446744073709551615", "99999999999999999999", "1" * 21, "1e5"),
    *(
        "5b8efff798038103d269b633813fc60c",
        "EEE19B7EC3C1B174",
        "abc",
        "ab=",
        "YQ==",
        "YQ",
        "Y",
        "-_-_",
        "+/+/",
        "a=b",
        "==",
    ),
    *(
        [],
        {},
        [[]],
        [1],
        ["a", None],
        [True],
        {"stringValue": "x"},
        {"values": []},
        [{}],
        [{"key": "k"}],
        [0.5, "NaN", 2],
    ),
]


def by_python(signal: Signal, body: bytes) -> tuple[str, Any]:
    message = signal.request()
    try:
        fill_from_json(message, body)
    except BadRequest as error:
        return "refused", str(error)
    return "read", message.SerializeToString(deterministic=True)


def by_both(signal: Signal, body: bytes) -> tuple[tuple[str, Any], tuple[str, Any]]:
    try:
        read = protobuf_of_json(signal.request, body, MANY)
    except BadRequest as error:
        return by_python(signal, body), ("refused", str(error))
    return by_python(signal, body), ("read", signal.request.FromString(read).SerializeToString(deterministic=True))


def value_of(field: FieldDescriptor, choose: random.Random, depth: int) -> Any:
    if choose.random() < 0.02:
        return choose.choice(SCALARS)
    if field.is_repeated:
        return [element_of(field, choose, depth) for _ in range(choose.choice((0, 1, 1, 2, 3)))]
    return element_of(field, choose, depth)


def element_of(field: FieldDescriptor, choose: random.Random, depth: int) -> Any:
    if field.message_type is not None:
        return object_of(field.message_type, choose, depth + 1)
    fitting = {
        field.TYPE_STRING: ("", "a", 'ü\n\t"\\/'),
        field.TYPE_BYTES: ("", "00ff", "YWJj"),
        field.TYPE_BOOL: (True, False),
        field.TYPE_DOUBLE: (0, -0.0, 1.25, "2.5", "NaN", -1e300),
        field.TYPE_ENUM: (0, 1, 2, 17),
    }.get(field.type, (0, 1, "2", 3.0, "-4", 127, 128, 2**31 - 1))
    return choose.choice(fitting)


def object_of(descriptor: Any, choose: random.Random, depth: int) -> dict[str, Any]:
    if depth > 9:
        return {}
    likely = 0.9 if depth < 4 else 0.35
    members = {
        field.json_name: value_of(field, choose, depth) for field in descriptor.fields if choose.random() < likely
    }
    if choose.random() < 0.1:
        members["notKnown"] = choose.choice(SCALARS)
    return members


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
def test_invented_requests_are_read_alike(signal: Signal) -> None:
    choose = random.Random(signal.name)
    read = 0
    for _ in range(600):
        body = json.dumps(object_of(signal.request.DESCRIPTOR, choose, 0), ensure_ascii=choose.random() < 0.5)
        python, native = by_both(signal, body.encode("utf-8", "surrogatepass"))
        assert native == python
        read += python[0] == "read"
    assert 100 < read < 600


@pytest.mark.parametrize("value", SCALARS, ids=ascii)
def test_any_value_in_any_field_is_read_or_refused_alike(value: Any) -> None:
    span = ["traceId", "name", "kind", "startTimeUnixNano", "flags", "attributes", "status", "droppedEventsCount"]
    point = ["asInt", "asDouble", "count", "sum", "bucketCounts", "explicitBounds", "scale", "zeroThreshold"]
    any_value = ["stringValue", "boolValue", "intValue", "doubleValue", "arrayValue", "kvlistValue", "bytesValue"]
    bodies: list[tuple[Signal, Any]] = [(LOGS, value)]
    bodies += [
        (LOGS, {"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": {name: value}}]}]}]}) for name in any_value
    ]
    bodies += [(TRACES, {"resourceSpans": [{}, {"scopeSpans": [{"spans": [{name: value}]}]}]}) for name in span]
    for kind in ("sum", "histogram", "exponentialHistogram"):
        bodies += [
            (METRICS, {"resourceMetrics": [{"scopeMetrics": [{"metrics": [{kind: {"dataPoints": [{name: value}]}}]}]}]})
            for name in point
        ]
    for signal, request in bodies:
        python, native = by_both(signal, json.dumps(request).encode())
        assert native == python


@pytest.mark.parametrize(
    "body",
    [
        *(
            "",
            " ",
            "{",
            "}",
            "[]",
            "{}x",
            "{} ",
            "\ufeff{}",
            '{"a":}',
            '{"a" 1}',
            '{"a":1,}',
            "{,}",
            "[1,]",
            '{"a":01}',
            "nul",
        ),
        *(
            '{"a":1.}',
            '{"a":.5}',
            '{"a":1e}',
            '{"a":-}',
            '{"a":+1}',
            '{"a":NaN}',
            '{"a":-Infinity}',
            '{"a":1E+5}',
            "{'a':1}",
        ),
        *(
            '{"a":"\\x"}',
            '{"a":"\\u12g4"}',
            '{"a":"\\u00e4\\ud83d\\ude00"}',
            '{"a":"\n"}',
            '{"a":"',
            '{"a":"\\',
            "\x00",
            "{]",
            "[}",
        ),
        '{"resourceLogs":[],"resourceLogs":[{}]}',
        '{"resourceLogs":[{"schemaUrl":"a","schemaUrl":"b"},{"schemaUrl":"a","schemaUrl":null},{"schemaUrl":1,"schemaUrl":"a"}]}',
        '{"resource\\u004cogs":[{"schemaUrl":"\\u0061\\/\\b\\f\\n\\r\\t\\\\\\""}],"resource_logs":[1]}',
        '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"a","intValue":"1"}}]}]}]}',
        '{"resourceLogs":[{"schemaUrl":"\\ud83d\\ud83d\\ude00"}]}',
        '{"a":' + "1" * 4301 + "}",
        '{"a":' + "1" * 4300 + "}",
        '{"a":' + "1" * 5000 + ".5}",
        '{"a":' + "[" * 300 + "]" * 300 + "}",
    ],
    ids=lambda body: ascii(body[:40]),
)
def test_spellings_are_read_or_refused_alike(body: str) -> None:
    python, native = by_both(LOGS, body.encode())
    assert native == python


@pytest.mark.parametrize("body", ['{"a":1}'.encode("utf-16"), b'{"a":"\xff"}', b'{"a":"\xed\xa0\x80"}', b"\xff"])
def test_only_utf_8_is_json(body: bytes) -> None:
    assert by_both(LOGS, body) == (("refused", "the body is not JSON"), ("refused", "the body is not JSON"))


def test_cut_and_changed_texts_are_read_or_refused_alike() -> None:
    choose = random.Random(7)
    whole = json.dumps(object_of(LOGS.request.DESCRIPTOR, random.Random(3), 0)).encode()[:4000]
    for _ in range(2000):
        text = bytearray(whole)
        at = choose.randrange(len(text))
        text[at : at + choose.choice((0, 1, 1, 5))] = choose.choice(
            (b"", b'"', b"\\", b"{", b"]", b",", b"1", b" ", b"null")
        )
        python, native = by_both(LOGS, bytes(text))
        assert native == python


@pytest.mark.parametrize("depth", [90, 96, 101, 120])
def test_messages_within_messages_are_bounded_alike(depth: int) -> None:
    value: Any = {"stringValue": "a"}
    for _ in range(depth // 2):
        value = {"arrayValue": {"values": [value]}}
    body = json.dumps({"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": value}]}]}]}).encode()
    message = LOGS.request()
    try:
        fill_from_json(message, body)
    except BadRequest as error:
        with pytest.raises(BadRequest, match=str(error)):
            protobuf_of_json(LOGS.request, body, MANY)
    else:
        assert len(protobuf_of_json(LOGS.request, body, MANY)) == message.ByteSize()


def test_very_deep_json_is_refused() -> None:
    with pytest.raises(BadRequest, match="nested too deep"):
        protobuf_of_json(LOGS.request, b'{"a":' + b"[" * 1_000_000, 2_000_000)


@pytest.mark.parametrize("native", [True, False])
def test_more_values_than_are_let_in_are_refused(native: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not native:
        monkeypatch.setattr(otlp_json, "_compiled_reader", lambda _: None)
    just = b'{"resourceLogs":[' + b",".join([b"{}"] * 49) + b"]}"  # 1 object, 1 array, 49 objects, 48 commas
    assert protobuf_of_json(LOGS.request, just, 99)
    with pytest.raises(TooLarge, match="more than 98 values"):
        protobuf_of_json(LOGS.request, just, 98)
