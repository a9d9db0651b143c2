"""Encoding: the bytes mean what OpenTelemetry's own encoder means; what OTLP can't express is masked, not lost."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.exporter.otlp.proto.common._log_encoder import encode_logs
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord as Encoded
from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.util.instrumentation import InstrumentationScope
from opentelemetry.trace import TraceFlags

from sealog.delivery.encoding.encode import encode_context, encode_plainly, encode_record, export_request, fields
from sealog.spool.record import SpooledRecord

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | texts | st.binary(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
records = st.builds(
    LogRecord,
    timestamp=st.integers(0, 2**63),
    observed_timestamp=st.integers(0, 2**63),
    severity_number=st.none() | st.sampled_from(SeverityNumber),
    severity_text=st.none() | texts,
    body=values,
    attributes=st.dictionaries(texts.filter(bool), values, max_size=6),
    event_name=st.none() | texts,
)


def readable(record: LogRecord, resource: Resource | None = None, scope: str = "app") -> ReadableLogRecord:
    scopes = InstrumentationScope(scope, "1", "https://example.com/schema", {"a": 1})
    return ReadableLogRecord(record, resource or Resource({"service.name": "shop"}), instrumentation_scope=scopes)


@given(record=records, trace=st.integers(0, 2**128 - 1), span=st.integers(0, 2**64 - 1), flags=st.sampled_from([0, 1]))
def test_it_means_what_opentelemetrys_encoder_means(record: LogRecord, trace: int, span: int, flags: int) -> None:
    record.trace_id, record.span_id, record.trace_flags = trace, span, TraceFlags(flags)
    theirs = encode_logs([readable(record)]).resource_logs[0].scope_logs[0].log_records[0]
    assert Encoded.FromString(encode_record(record, 0)) == theirs
    assert Encoded.FromString(encode_plainly((*fields(record), 0))) == theirs, "without the compiled half"


@pytest.mark.parametrize("size", [0, 1, 123, 124, 125, 126, 127, 128, 1020, 1021, 1022, 1023, 1024, 20_000])
def test_texts_as_long_as_a_length_takes_one_more_byte_mean_what_opentelemetrys_mean(size: int) -> None:
    record = LogRecord(body="b" * size, attributes={"key": "v" * size, "other": ["w" * size]})
    theirs = encode_logs([readable(record)]).resource_logs[0].scope_logs[0].log_records[0]
    assert Encoded.FromString(encode_record(record, 0)) == theirs


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2**63, "[not encodable: int]"),
        ({1, 2}, "[not encodable: set]"),
        (object(), "[not encodable: object]"),
        (TraceFlags, "[not encodable: type]"),
        ("lone \ud800 surrogate", "lone \\ud800 surrogate"),
    ],
)
def test_what_otlp_cannot_express_costs_only_itself(value: Any, text: str) -> None:
    record = LogRecord(body=value, attributes={"kept": 1})
    record.attributes = {"kept": 1, "odd": value}
    encoded = Encoded.FromString(encode_record(record, 3))
    assert encoded.body.string_value == text
    assert {pair.key: pair.value.string_value for pair in encoded.attributes} == {"kept": "", "odd": text}
    assert encoded.dropped_attributes_count == 3


def test_endless_nesting_ends() -> None:
    loop: list[Any] = []
    loop.append(loop)
    assert b"[not encodable: list]" in encode_record(LogRecord(body=loop), 0)


def test_a_request_groups_by_resource_and_scope_and_keeps_order() -> None:
    one, two = Resource({"service.name": "one"}), Resource({"service.name": "two"})
    given_records = [
        readable(LogRecord(body=number), (one, two)[number % 2], ("a", "b")[number % 3 % 2]) for number in range(12)
    ]
    spooled = [
        SpooledRecord(encode_context(record), encode_record(record.log_record, 0), 1) for record in given_records
    ]
    assert ExportLogsServiceRequest.FromString(export_request(spooled)) == encode_logs(given_records)


def test_what_otlp_has_no_form_for_is_named_by_its_type_at_any_depth() -> None:
    deep: Any = "bottom"
    for _ in range(200):
        deep = [deep]
    record = Encoded.FromString(encode_record(LogRecord(body={"a": object(), "b": 1 << 70, "c": deep}), 0))
    values = {pair.key: pair.value for pair in record.body.kvlist_value.values}
    assert values["a"].string_value == "[not encodable: object]"
    assert values["b"].string_value == "[not encodable: int]"
    value = values["c"]
    while value.HasField("array_value"):
        (value,) = value.array_value.values
    assert value.string_value == "[not encodable: list]"
