"""Requests that are small on the wire and huge in memory are refused before anything is built from them."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import threading
import tracemalloc
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs

from sealog_exporters.otlp import Limits
from sealog_exporters.otlp.encoding import Encoding, decompress
from sealog_exporters.otlp.errors import BadRequest, TooLarge
from sealog_exporters.otlp.reading import Parser
from sealog_exporters.otlp.signals import SIGNALS
from sealog_exporters.otlp.survey import survey_json, survey_protobuf

if TYPE_CHECKING:
    from conftest import Running, StartReceiver
    from sealog_exporters.otlp.signals import Signal

N = 600_000  # of each kind of item
LOGS_SIGNAL = SIGNALS[0]


def field(number: int, *contents: bytes) -> bytes:
    """Spell a field of messages, one after the other."""
    return b"".join(bytes([number << 3 | 2]) + varint(len(content)) + content for content in contents)


def varint(value: int) -> bytes:
    out = b""
    while value > 0x7F:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def record(content: bytes) -> bytes:
    return field(1, field(2, field(2, content)))


EMPTIES = b"\x0a\x00" * N
PROTOBUF_BOMBS = {
    "resources": EMPTIES,
    "scopes": field(1, b"\x12\x00" * N),
    "records": field(1, field(2, b"\x12\x00" * N)),
    "attributes": record(b"\x32\x00" * N),
    "array values": record(field(5, field(5, EMPTIES))),
    "kvlist": record(field(5, field(6, EMPTIES))),
    "resource attributes": field(1, field(1, EMPTIES)),
    "scope attributes": field(1, field(2, field(1, b"\x1a\x00" * N))),
    "one resource, said again and again": field(1, b"\x0a\x00" * N),
    "one body, said again and again": record(b"\x2a\x00" * N),
    "array in array": record(field(5, field(5, field(1, field(5, EMPTIES))))),
    "entity keys": field(1, field(1, field(3, b"\x1a\x00" * N))),
    "resources of one byte more": field(1, b"\x18\x00") * (N // 2),
}


@pytest.mark.parametrize("bomb", PROTOBUF_BOMBS.values(), ids=PROTOBUF_BOMBS.keys())
def test_every_kind_of_item_is_counted_on_the_wire(bomb: bytes) -> None:
    with pytest.raises(TooLarge, match="more than 250000 values"):
        survey_protobuf(bomb, ExportLogsServiceRequest.DESCRIPTOR, 250_000)


JSON_BOMBS = {
    "resources": '{"resourceLogs":[' + "{}," * N + "{}]}",
    "texts": '{"resourceLogs":[' + '"",' * N + '""]}',
    "numbers": '{"resourceLogs":[' + "1," * N + "1]}",
    "arrays": "[" * N + "]" * N,
    "members": '{"a":1,"b":' * N + "1" + "}" * N,
    "behind an escape": '{"a":"\\"","b":[' + "{}," * N + "{}]}",
    "behind two": '{"a":"\\\\","b":[' + "{}," * N + "{}]}",
}


@pytest.mark.parametrize("bomb", JSON_BOMBS.values(), ids=JSON_BOMBS.keys())
def test_every_kind_of_value_is_counted_in_json(bomb: str) -> None:
    with pytest.raises(TooLarge, match="more than 250000 values"):
        survey_json(bomb.encode(), 250_000)


def test_what_stands_in_a_text_is_not_counted() -> None:
    survey_json(json.dumps({"a": '[{",\\' * N}).encode(), 10)


def test_a_full_honest_request_is_taken() -> None:
    pairs = [KeyValue(key=f"key.{number}", value=AnyValue(string_value="x" * 20)) for number in range(20)]
    records = [LogRecord(body=AnyValue(string_value="hello"), attributes=pairs)] * 8192
    request = ExportLogsServiceRequest(resource_logs=[ResourceLogs(scope_logs=[ScopeLogs(log_records=records)])])
    survey_protobuf(request.SerializeToString(), request.DESCRIPTOR, Limits().values)


_values = st.recursive(
    st.builds(AnyValue, string_value=st.text(max_size=5)) | st.builds(AnyValue, int_value=st.integers(-5, 5)),
    lambda values: (
        st.builds(lambda many: AnyValue(array_value=ArrayValue(values=many)), st.lists(values, max_size=4))
        | st.builds(
            lambda many: AnyValue(kvlist_value=KeyValueList(values=[KeyValue(key="k", value=one) for one in many])),
            st.lists(values, max_size=4),
        )
    ),
    max_leaves=12,
)


@given(st.lists(_values, max_size=5))
def test_the_number_is_that_of_the_messages(bodies: list[AnyValue]) -> None:
    records = [LogRecord(body=body, time_unix_nano=5, trace_id=b"1" * 16, flags=300) for body in bodies]
    request = ExportLogsServiceRequest(resource_logs=[ResourceLogs(scope_logs=[ScopeLogs(log_records=records)])])
    number = _messages(request)
    body = request.SerializeToString()
    survey_protobuf(body, request.DESCRIPTOR, number)
    if len(body) > 2 * (number - 1) and number > 0:
        with pytest.raises(TooLarge):
            survey_protobuf(body, request.DESCRIPTOR, number - 1)


def _messages(message: Any) -> int:
    found = 0
    for descriptor, value in message.ListFields():
        if descriptor.message_type is None:
            continue
        many = value if descriptor.is_repeated else [value]
        found += len(many) + sum(_messages(one) for one in many)
    return found


@given(st.binary(max_size=60))
def test_random_bytes_are_counted_or_refused(body: bytes) -> None:
    with contextlib.suppress(BadRequest):
        survey_protobuf(body, ExportLogsServiceRequest.DESCRIPTOR, 1)


@pytest.mark.parametrize("body", [b"\x0b" * 40, b"\x0a" + b"\xff" * 40, b"\x0a\xff\xff\xff\xff\x0f" * 10, b"\x0f" * 40])
def test_what_is_no_protobuf_is_refused_while_counting(body: bytes) -> None:
    with pytest.raises(BadRequest):
        survey_protobuf(body, ExportLogsServiceRequest.DESCRIPTOR, 1)


def test_very_many_gzip_members_are_refused() -> None:
    with pytest.raises(TooLarge, match="gzip members"):
        decompress(gzip.compress(b"") * 1000, "gzip", 1000)


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.name)
@pytest.mark.parametrize("spelled", ["protobuf", "json"])
def test_a_small_request_of_empty_objects_is_refused_and_builds_nothing(
    start: StartReceiver, signal: Signal, spelled: str
) -> None:
    running = start(limits=Limits(values=50_000, json_values=50_000))
    top = signal.levels[0].title().replace("_", "")
    text = f'{{"{top[0].lower()}{top[1:]}":[' + "{}," * 1_300_000 + "{}]}"
    plain = text.encode() if spelled == "json" else b"\x0a\x00" * 8_000_000
    kind = "application/json" if spelled == "json" else "application/x-protobuf"
    headers = {"content-type": kind, "content-encoding": "gzip"}
    body = gzip.compress(plain)
    del text
    tracemalloc.start()
    try:
        answer = httpx.post(f"{running.http}{signal.path}", content=body, headers=headers, timeout=60)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert answer.status_code == 413
    assert peak < 100_000_000
    assert httpx.get(f"{running.http}/healthz", timeout=60).is_success


@pytest.mark.parametrize(("repeats", "beside"), [(10, False), (20_000, True)])
def test_what_is_large_is_parsed_beside_the_loop(repeats: int, beside: bool) -> None:
    threads: list[int] = []

    def clock() -> int:
        threads.append(threading.get_ident())
        return 7

    body = gzip.compress(b"".join(record(b"\x2a\x07\x0a\x05hello") for _ in range(repeats)))
    parser = Parser(Limits(), clock)
    events = asyncio.run(parser.read(LOGS_SIGNAL, Encoding.PROTOBUF, "gzip", body))
    parser.close()
    assert isinstance(events, list)
    assert len(events) == repeats
    assert (threads != [threading.get_ident()]) is beside


@pytest.mark.parametrize("spelled", ["protobuf", "json"])
def test_without_any_setting_a_small_request_of_empty_objects_is_refused(running: Running, spelled: str) -> None:
    if spelled == "json":
        plain, kind = b'{"resourceSpans":[' + b"{}," * 400_000 + b"{}]}", "application/json"
    else:
        plain, kind = b"\x0a\x00" * 2_000_000, "application/x-protobuf"
    headers = {"content-type": kind, "content-encoding": "gzip"}
    answer = httpx.post(f"{running.http}/v1/traces", content=gzip.compress(plain), headers=headers, timeout=120)
    assert answer.status_code == 413
