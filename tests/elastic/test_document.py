"""Documents of Elasticsearch, in the shapes that collectors write, as stored records."""

from __future__ import annotations

from typing import Any

import pytest

from sealog_exporters.elastic.document import to_record, unix_nano

TRACE = "5b8efff798038103d269b633813fc60c"
MARKS = {"sealog.uid": "s-1", "sealog.index": ["mfrggzdfmztwq"], "sealog.key": "key1~ab-_9Z~A"}

OTEL = {
    "@timestamp": "1721314113467.654123",
    "observed_timestamp": "1721314113467.654123",
    "data_stream": {"type": "logs", "dataset": "generic.otel", "namespace": "default"},
    "severity_text": "INFO",
    "severity_number": 9,
    "trace_id": TRACE,
    "span_id": "eee19b7ec3c1b174",
    "attributes": MARKS,
    "resource": {"attributes": {"service.name": "shop", "host": {"name": "h"}}},
    "scope": {"name": "shop.cart"},
    "event_name": "paid",
    "body": {"text": "hello"},
}
NONE = {
    "@timestamp": "2024-07-18T14:48:33.467654123Z",
    "TraceId": TRACE,
    "SpanId": "eee19b7ec3c1b174",
    "SeverityText": "INFO",
    "SeverityNumber": 9,
    "Body": "hello",
    "Attributes": {"sealog": {"uid": "s-1", "index": ["mfrggzdfmztwq"], "key": "key1~ab-_9Z~A"}},
    "Resource": {"service": {"name": "shop"}},
    "Scope": {"name": "shop.cart"},
}
ECS = {
    "@timestamp": "2024-07-18T16:48:33.467654123+02:00",
    "trace": {"id": TRACE},
    "span.id": "eee19b7ec3c1b174",
    "log.level": "INFO",
    "event.severity": 9,
    "message": "hello",
    "service": {"name": "shop"},
    **MARKS,
}
DOTTED = {
    "@timestamp": 1721314113467,
    "attributes.sealog.uid": "s-1",
    "attributes.sealog.index": "mfrggzdfmztwq",
    "attributes.sealog.key": ["key1~ab-_9Z~A"],
    "resource.attributes.service.name": "shop",
    "body.text": "hello",
}


@pytest.mark.parametrize("source", [OTEL, NONE, ECS])
def test_every_shape_gives_the_same_record(source: dict[str, Any]) -> None:
    record = to_record(source)
    assert (record.uid, record.body_text, record.service) == ("s-1", "hello", "shop")
    assert (record.time_unix_nano, record.severity_number, record.severity_text) == (1721314113467654123, 9, "INFO")
    assert (record.trace_id, record.span_id) == (TRACE, "eee19b7ec3c1b174")
    assert (record.indexes, record.keys) == (["mfrggzdfmztwq"], ["key1~ab-_9Z~A"])


def test_dotted_keys_mean_the_same_as_objects() -> None:
    record = to_record(DOTTED)
    assert (record.uid, record.body_text, record.service) == ("s-1", "hello", "shop")
    assert (record.indexes, record.keys) == (["mfrggzdfmztwq"], ["key1~ab-_9Z~A"])


def test_the_otel_shape_keeps_scope_event_name_and_resource() -> None:
    record = to_record(OTEL)
    assert (record.scope, record.event_name) == ("shop.cart", "paid")
    assert record.resource == {"service.name": "shop", "host.name": "h"}
    assert record.attributes == MARKS


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ({"body": {"structured": {"a": {"b": 1}}}}, {"a.b": 1}),
        ({"body": {"structured": [{"a": 1}]}}, [{"a": 1}]),
        ({"Body": {"a": 1}}, {"a": 1}),
        ({}, None),
    ],
)
def test_structured_bodies_come_back_with_dotted_keys(source: dict[str, Any], body: object) -> None:
    assert to_record(source).body == body


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        ("0.000001", 1),
        ("1721314113467.6", 1721314113467600000),
        ("1721314113467", 1721314113467000000),
        ("2024-07-18T14:48:33Z", 1721314113000000000),
        ("1969-12-31T23:59:59.5Z", -500000000),
        ("2024-13-40T14:48:33Z", 0),
        ("yesterday", 0),
        (True, 0),
        (None, 0),
        ({}, 0),
    ],
)
def test_a_timestamp_is_read_to_the_nanosecond_or_is_zero(timestamp: object, expected: int) -> None:
    assert unix_nano(timestamp) == expected
