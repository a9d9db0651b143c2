"""Bytes and OTLP/JSON into requests, and what is refused."""

from __future__ import annotations

import gzip
import json
import math
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf.json_format import MessageToDict
from google.rpc.status_pb2 import Status
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue

from sealog_exporters.otlp import BadRequest, decode_logs, parse
from sealog_exporters.otlp.encoding import Encoding, _zstd, decompress, encoding_of, render_status
from sealog_exporters.otlp.errors import TooLarge, UnsupportedType

if TYPE_CHECKING:
    from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest

PROTOBUF, JSON = Encoding.PROTOBUF, Encoding.JSON
MIB = 1 << 20
CONTENT = "jane@example.org"

TEXT = st.text(alphabet="a5=-é\ud800", max_size=5)
NAMES = st.sampled_from(["stringValue", "intValue", "arrayValue", "values", "key", "value", "other"])
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def in_json(record: dict[str, Any]) -> ExportLogsServiceRequest:
    body = {"resourceLogs": [{"scopeLogs": [{"logRecords": [record]}]}]}
    return parse(json.dumps(body).encode(), JSON)


def record_of(request: ExportLogsServiceRequest) -> Any:
    return request.resource_logs[0].scope_logs[0].log_records[0]


def nested_protobuf(depth: int) -> bytes:
    """Spell AnyValues within AnyValues (array_value = 5, values = 1), the innermost first."""
    body = b""
    for _ in range(depth):
        for tag in (b"\x0a", b"\x2a"):
            size = AnyValue(int_value=len(body)).SerializeToString()[1:]  # a varint
            body = tag + size + body
    return body


def test_json_ids_are_hex_in_either_case() -> None:
    record = record_of(in_json({"traceId": "5B8EFFF798038103D269B633813FC60C", "spanId": "eee19b7ec3c1b174"}))
    assert record.trace_id.hex() == "5b8efff798038103d269b633813fc60c"
    assert record.span_id.hex() == "eee19b7ec3c1b174"


def test_json_ids_in_base64_are_refused() -> None:
    with pytest.raises(BadRequest, match=r"logRecords\[0\]\.traceId: hex digits"):
        in_json({"traceId": "W47/95gDgQPSabYzgT/GDA=="})


def test_json_integers_of_64_bits_are_strings_or_numbers() -> None:
    assert record_of(in_json({"timeUnixNano": "18446744073709551615"})).time_unix_nano == 2**64 - 1
    assert record_of(in_json({"timeUnixNano": 1544712660300000000})).time_unix_nano == 1544712660300000000
    assert record_of(in_json({"body": {"intValue": "-5"}})).body.int_value == -5


def test_json_enums_are_integers_only() -> None:
    assert record_of(in_json({"severityNumber": 9})).severity_number == 9
    with pytest.raises(BadRequest, match="severityNumber: an integer"):
        in_json({"severityNumber": "SEVERITY_NUMBER_INFO"})


def test_json_bytes_are_base64_of_either_alphabet() -> None:
    assert record_of(in_json({"body": {"bytesValue": "+/8="}})).body.bytes_value == b"\xfb\xff"
    assert record_of(in_json({"body": {"bytesValue": "-_8"}})).body.bytes_value == b"\xfb\xff"


def test_json_doubles_may_be_not_finite() -> None:
    assert math.isnan(record_of(in_json({"body": {"doubleValue": "NaN"}})).body.double_value)
    assert record_of(in_json({"body": {"doubleValue": 3}})).body.double_value == 3.0


def test_unknown_json_fields_and_nulls_are_ignored() -> None:
    record = record_of(
        in_json({"severityText": None, "later": {"traceId": "?"}, "event_name": "snake case is unknown"})
    )
    assert record.ByteSize() == 0


def test_an_empty_json_object_is_a_present_value() -> None:
    assert record_of(in_json({"body": {"kvlistValue": {}}})).body.WhichOneof("value") == "kvlist_value"


def test_json_of_another_signal_is_read_by_the_same_rules() -> None:
    exemplar = {"traceId": "5b8efff798038103d269b633813fc60c", "asInt": "3"}
    metric = {"name": "m", "sum": {"dataPoints": [{"asDouble": 1, "exemplars": [exemplar]}]}}
    body = json.dumps({"resourceMetrics": [{"scopeMetrics": [{"metrics": [metric]}]}]}).encode()
    request = parse(body, JSON, ExportMetricsServiceRequest)
    point = request.resource_metrics[0].scope_metrics[0].metrics[0].sum.data_points[0]
    assert point.exemplars[0].trace_id.hex() == exemplar["traceId"]


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ({"body": CONTENT}, "body: an object"),
        ({"attributes": CONTENT}, "attributes: an array"),
        ({"attributes": [{"key": [CONTENT]}]}, r"attributes\[0\].key: a string"),
        ({"timeUnixNano": CONTENT}, "timeUnixNano: an integer"),
        ({"timeUnixNano": -1}, "timeUnixNano: the value is out of range"),
        ({"timeUnixNano": "9" * 40}, "timeUnixNano: an integer"),
        ({"body": {"boolValue": CONTENT}}, "boolValue: true or false"),
        ({"body": {"doubleValue": CONTENT}}, "doubleValue: a number"),
        ({"body": {"doubleValue": 10**400}}, "doubleValue: the number is out of range"),
        ({"body": {"bytesValue": CONTENT}}, "bytesValue: base64"),
        ({"body": {"stringValue": "\ud800" + CONTENT}}, "stringValue: the value is out of range or no Unicode"),
        ({"severityNumber": 2**40}, "severityNumber: the value is out of range"),
        ({"severityNumber": True}, "severityNumber: an integer"),
    ],
)
def test_what_does_not_fit_is_named_and_not_quoted(record: dict[str, Any], place: str) -> None:
    with pytest.raises(BadRequest, match=place) as refused:
        in_json(record)
    assert CONTENT not in str(refused.value)
    assert refused.value.__cause__ is None


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]", b"3", CONTENT.encode(), b"NaN"])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(BadRequest):
        parse(body, JSON)


@pytest.mark.parametrize("bomb", [b"[" * 1_000_000, b'{"a":' * 500_000, b"[" * 100_000 + b"]" * 100_000])
def test_deeply_nested_json_is_refused(bomb: bytes) -> None:
    with pytest.raises(BadRequest):
        parse(bomb, JSON)


def test_deeply_nested_json_values_are_refused() -> None:
    value: dict[str, Any] = {}
    for _ in range(60):
        value = {"arrayValue": {"values": [value]}}
    with pytest.raises(BadRequest, match="more than 100 messages"):
        in_json({"body": value})


@pytest.mark.parametrize("depth", [60, 100_000])
def test_deeply_nested_protobuf_is_refused(depth: int) -> None:
    value = nested_protobuf(depth)
    record = b"\x2a" + AnyValue(int_value=len(value)).SerializeToString()[1:] + value
    for tag in (b"\x12", b"\x12", b"\x0a"):
        record = tag + AnyValue(int_value=len(record)).SerializeToString()[1:] + record
    with pytest.raises(BadRequest, match="nested too deep"):
        parse(record, PROTOBUF)


def test_protobuf_and_json_give_the_same_events() -> None:
    record = {"body": {"stringValue": "a"}, "traceId": "5b8efff798038103d269b633813fc60c", "timeUnixNano": "5"}
    request = in_json(record)
    assert decode_logs(parse(request.SerializeToString(), PROTOBUF)) == decode_logs(request)


@given(st.binary(max_size=200))
def test_random_bytes_are_decoded_or_refused(body: bytes) -> None:
    for encoding in (PROTOBUF, JSON):
        try:
            decode_logs(parse(body, encoding))
        except BadRequest as refused:
            assert str(refused)


@given(
    st.dictionaries(
        st.sampled_from(["body", "attributes", "traceId", "timeUnixNano", "severityNumber", "flags", "eventName"]),
        JSON_VALUES,
    )
)
def test_random_json_fields_are_decoded_or_refused(record: dict[str, Any]) -> None:
    try:
        events = decode_logs(in_json(record))
    except BadRequest as refused:
        assert str(refused).startswith("$.resourceLogs[0]")
    else:
        assert len(events) == 1


@given(st.binary(max_size=300))
def test_random_bytes_are_decompressed_or_refused(body: bytes) -> None:
    try:
        assert len(decompress(body, "gzip", 100)) <= 100
    except BadRequest as refused:
        assert str(refused)


def test_a_content_type_may_have_parameters() -> None:
    assert encoding_of("Application/JSON; charset=utf-8") is Encoding.JSON


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/protobuf", "application/jsonl"])
def test_other_content_types_are_refused(content_type: str) -> None:
    with pytest.raises(UnsupportedType, match="application/x-protobuf"):
        encoding_of(content_type)


def test_gzip_of_several_members_is_one_body() -> None:
    assert decompress(gzip.compress(b"ab") + gzip.compress(b"c"), "GZIP", 3) == b"abc"


def test_gzip_over_the_limit_is_refused_however_small_it_is() -> None:
    with pytest.raises(TooLarge, match="more than 1000 bytes"):
        decompress(gzip.compress(bytes(100_000_000)), "gzip", 1000)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
@pytest.mark.parametrize("size", [0, 1, MIB - 1, MIB, MIB + 1, 3 * MIB, 3 * MIB + 7])
def test_a_body_is_undone_in_steps_between_which_others_may_go_on(coding: str, size: int) -> None:
    plain = (bytes(range(256)) * (size // 256 + 1))[:size]
    pauses = []
    packed = gzip.compress(plain) if coding == "gzip" else _zstd().compress(plain)
    assert decompress(packed, coding, 4 * MIB, lambda: pauses.append(1)) == plain
    assert len(pauses) >= size // MIB


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_body_that_says_itself_that_it_is_too_large_is_not_undone(coding: str) -> None:
    def pause() -> None:
        raise AssertionError

    packed = gzip.compress(bytes(50 * MIB)) if coding == "gzip" else _zstd().compress(bytes(50 * MIB))
    with pytest.raises(TooLarge, match="after decompression"):
        decompress(packed, coding, 4 * MIB, pause)


def test_a_bomb_that_says_that_it_is_small_is_undone_up_to_the_limit() -> None:
    pauses = []
    packed = gzip.compress(bytes(50 * MIB))[:-4] + b"\1\0\0\0"
    with pytest.raises(TooLarge):
        decompress(packed, "gzip", 4 * MIB, lambda: pauses.append(1))
    assert len(pauses) == 4


def test_a_limit_holds_over_all_gzip_members() -> None:
    with pytest.raises(TooLarge):
        decompress(gzip.compress(bytes(600)) * 2, "gzip", 1000)


@pytest.mark.parametrize("cut", [1, 8, 12])
def test_cut_gzip_is_refused(cut: int) -> None:
    with pytest.raises(BadRequest, match="ends too early"):
        decompress(gzip.compress(b"some text of a record")[:-cut], "gzip", 100_000)


def test_other_content_encodings_are_refused() -> None:
    with pytest.raises(UnsupportedType, match="gzip, zstd or identity"):
        decompress(b"", "br", 1000)


def test_a_status_says_the_same_in_both_encodings() -> None:
    status = Status.FromString(render_status(3, "why", Encoding.PROTOBUF))
    assert MessageToDict(status) == json.loads(render_status(3, "why", Encoding.JSON))
