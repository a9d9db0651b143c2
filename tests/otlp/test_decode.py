"""From OTLP messages to events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList
from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord, ResourceLogs, ScopeLogs
from opentelemetry.proto.resource.v1.resource_pb2 import Resource

from sealog_exporters.otlp import BadRequest, decode_logs
from sealog_exporters.otlp.decoding.logs import MAX_DEPTH, MAX_RECORDS
from sealog_exporters.otlp.errors import TooLarge

if TYPE_CHECKING:
    from sealog_exporters.event import Event

KINDS = [
    (AnyValue(string_value="a"), "a"),
    (AnyValue(bool_value=False), False),
    (AnyValue(int_value=-(2**63)), -(2**63)),
    (AnyValue(double_value=0.5), 0.5),
    (AnyValue(bytes_value=b"\x00\xff"), b"\x00\xff"),
    (AnyValue(array_value=ArrayValue(values=[AnyValue(int_value=1), AnyValue()])), [1, None]),
    (AnyValue(array_value=ArrayValue()), []),
    (
        AnyValue(kvlist_value=KeyValueList(values=[KeyValue(key="k", value=AnyValue(bool_value=True))])),
        {"k": True},
    ),
    (AnyValue(string_value_strindex=3), None),
    (AnyValue(), None),
]


def request(*records: LogRecord) -> ExportLogsServiceRequest:
    resource = Resource(attributes=[KeyValue(key="service.name", value=AnyValue(string_value="shop"))])
    return ExportLogsServiceRequest(
        resource_logs=[ResourceLogs(resource=resource, scope_logs=[ScopeLogs(log_records=records)])]
    )


def only(record: LogRecord, *, received_unix_nano: int = 0) -> Event:
    (event,) = decode_logs(request(record), received_unix_nano=received_unix_nano)
    return event


def in_body(depth: int) -> Any:
    """Decode a body of arrays within arrays. It is built in place: copies are bounded by protobuf itself."""
    logs = request(LogRecord())
    innermost = logs.resource_logs[0].scope_logs[0].log_records[0].body
    for _ in range(depth):
        innermost = innermost.array_value.values.add()
    return decode_logs(logs)[0].body


@pytest.mark.parametrize(("value", "expected"), KINDS)
def test_every_kind_of_value_is_decoded(value: AnyValue, expected: object) -> None:
    event = only(LogRecord(body=value, attributes=[KeyValue(key="a", value=value)]))
    assert event.body == expected
    assert type(event.body) is type(expected)
    assert event.attributes == {"a": expected}


def test_every_field_of_a_record_is_kept() -> None:
    record = LogRecord(
        time_unix_nano=5,
        observed_time_unix_nano=6,
        severity_number=17,
        severity_text="ERROR",
        event_name="paid",
        trace_id=bytes(15) + b"\x01",
        span_id=bytes(7) + b"\x02",
        flags=0x301,
    )
    event = only(record)
    assert (event.time_unix_nano, event.observed_unix_nano) == (5, 6)
    assert (event.severity_number, event.severity_text, event.event_name) == (17, "ERROR", "paid")
    assert (event.trace_id, event.span_id, event.trace_flags) == ("0" * 31 + "1", "0" * 15 + "2", 1)
    assert event.service == "shop"


def test_a_record_without_a_time_takes_the_observed_one() -> None:
    assert only(LogRecord(observed_time_unix_nano=6)).time_unix_nano == 6


def test_a_record_without_any_time_takes_that_of_its_arrival() -> None:
    event = only(LogRecord(), received_unix_nano=9)
    assert (event.time_unix_nano, event.observed_unix_nano) == (9, 9)


@pytest.mark.parametrize("wrong", [b"", bytes(16), b"short", b"x" * 17])
def test_an_id_of_zeros_or_another_size_is_none(wrong: bytes) -> None:
    assert only(LogRecord(trace_id=wrong)).trace_id == ""


def test_an_unknown_severity_is_unset() -> None:
    number = LogRecord.FromString(b"\x10\x63")  # severity_number = 99: protobuf's enums are open
    assert only(number).severity_number == 0


def test_records_of_one_resource_share_its_mapping() -> None:
    first, second = decode_logs(request(LogRecord(), LogRecord()))
    assert first.resource is second.resource


def test_values_may_be_nested_to_the_bound() -> None:
    value = in_body(MAX_DEPTH)
    for _ in range(MAX_DEPTH):
        (value,) = value
    assert value is None


def test_values_nested_deeper_are_refused() -> None:
    with pytest.raises(BadRequest, match=f"more than {MAX_DEPTH} deep"):
        in_body(MAX_DEPTH + 1)


def test_too_many_records_are_refused() -> None:
    scope = ScopeLogs.FromString(b"\x12\x00" * (MAX_RECORDS + 1))
    with pytest.raises(TooLarge, match=str(MAX_RECORDS)):
        decode_logs(ExportLogsServiceRequest(resource_logs=[ResourceLogs(scope_logs=[scope])]))
