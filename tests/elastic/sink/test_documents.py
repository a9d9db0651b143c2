"""OTLP records as documents: nothing is lost, ids are the same when a record comes again, targets are bounded."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, ArrayValue, KeyValue, KeyValueList

from sealog_exporters.elastic.document import to_record
from sealog_exporters.elastic.sink.documents.from_otlp import Document, documents
from sealog_exporters.elastic.sink.documents.targets import Targets
from sealog_exporters.elastic.sink.stored import same_content

SECOND = 1_721_314_113_467_654_123


_FIELDS = {bool: "bool_value", int: "int_value", float: "double_value", bytes: "bytes_value", str: "string_value"}


def value(plain: Any) -> AnyValue:
    if isinstance(plain, list):
        return AnyValue(array_value=ArrayValue(values=[value(item) for item in plain]))
    if isinstance(plain, dict):
        return AnyValue(kvlist_value=KeyValueList(values=pairs(plain)))
    return AnyValue() if plain is None else AnyValue(**{_FIELDS[type(plain)]: plain})


def pairs(plain: dict[str, Any]) -> list[KeyValue]:
    return [KeyValue(key=key, value=value(item)) for key, item in plain.items()]


def request(*records: dict[str, Any], service: str = "shop", **resource: str) -> ExportLogsServiceRequest:
    made = ExportLogsServiceRequest()
    around = made.resource_logs.add(schema_url="https://schema")
    around.resource.attributes.extend(pairs({"service.name": service, **resource}))
    scope = around.scope_logs.add()
    scope.scope.name, scope.scope.version = "shop.cart", "1.2"
    scope.scope.attributes.extend(pairs({"scope.kind": "x"}))
    for fields in records:
        record = scope.log_records.add(time_unix_nano=fields.get("time", SECOND))
        record.body.CopyFrom(value(fields.get("body", "hello")))
        record.attributes.extend(pairs(fields.get("attributes", {})))
        record.severity_number = fields.get("severity", 9)
        record.trace_id = b"\x01" * 16
    return made


def made(*requests: ExportLogsServiceRequest) -> list[Document]:
    return [document for one in requests for document in documents(one, Targets(), 7_000_000)]


def source(**fields: Any) -> Any:
    return json.loads(made(request(fields))[0].line)


def test_a_record_comes_back_from_its_document() -> None:
    attributes = {"sealog.uid": "s-1", "n": 3, "list": ["a", 1], "deep": {"a": {"b": True}}}
    document = source(attributes=attributes)
    record = to_record(document)
    assert (record.uid, record.body, record.service, record.scope) == ("s-1", "hello", "shop", "shop.cart")
    assert record.time_unix_nano == SECOND
    assert record.attributes == {"sealog.uid": "s-1", "n": 3, "list": ["a", 1], "deep.a.b": True}
    assert document["scope"] == {"name": "shop.cart", "version": "1.2", "attributes": {"scope.kind": "x"}}
    assert document["resource"]["schema_url"] == "https://schema"
    assert document["data_stream"] == {"type": "logs", "dataset": "shop.otel", "namespace": "default"}


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ({"a": [1, {"b": "c"}]}, {"structured": {"a": [1, {"b": "c"}]}}),
        ([1, "x"], {"structured": {"value": [1, "x"]}}),
        (3, {"text": "3"}),
        (True, {"text": "true"}),
        (b"\xff", {"text": "/w=="}),
        ("", {"text": ""}),
        (None, None),
    ],
)
def test_a_body_of_any_kind_is_kept(plain: Any, expected: Any) -> None:
    assert source(body=plain).get("body") == expected


def test_what_json_or_elasticsearch_can_not_take_is_spelled_another_way() -> None:
    attributes = {"": 1, "  ": 2, "nan": math.nan, "bytes": b"\x00", "half": {"": {"": 1}}, "empty": {}}
    assert source(attributes=attributes)["attributes"] == {
        "_": [1, 2],
        "nan": "nan",
        "bytes": "AA==",
        "half._._": 1,
        "empty": {},
    }


def test_the_deepest_nesting_that_otlp_takes_is_kept() -> None:
    deep: Any = 1
    for _ in range(30):
        deep = {"a": deep}
    found = made(request({"body": deep, "attributes": {"deep": deep}}))[0].line.decode()
    assert found.count('"a":') == 30
    assert "deep" + ".a" * 30 in found


def test_attributes_that_address_an_index_or_count_people_are_left_out() -> None:
    attributes = {"elasticsearch.index": "x", "data_stream.dataset": "x", "sealog.pseudonym": ["p"], "kept": 1}
    document = made(request({"attributes": attributes}, **{"elasticsearch.pipeline": "x"}))[0]
    assert json.loads(document.line)["attributes"] == {"kept": 1}
    assert b"pipeline" not in document.line


def test_the_id_is_the_records_own_and_never_an_invalid_one() -> None:
    uids = ["s-1", "a b", "", "x" * 129, "../x"]
    found = made(request(*({"attributes": {"sealog.uid": uid}} for uid in uids)))
    assert found[0].id == "s-1"
    assert all(document.id.startswith("r-") for document in found[1:])
    assert len({document.id for document in found}) == 5


def test_a_record_without_id_has_the_same_one_whenever_it_comes_again() -> None:
    first, again = request({"body": "a"}, {"body": "b"}), request({"body": "b"})
    assert made(first)[1].id == made(again)[0].id
    assert made(first)[0].id != made(first)[1].id


def test_equal_records_of_one_request_are_two() -> None:
    twice = made(request({"body": "a"}, {"body": "a"}))
    assert len({document.id for document in twice}) == 2


def test_records_without_any_time_are_one_only_if_the_whole_request_comes_again() -> None:
    def untimed(*bodies: str) -> list[str]:
        return [document.id for document in made(request(*({"body": body, "time": 0} for body in bodies)))]

    assert untimed("a", "b") == untimed("a", "b")
    assert untimed("a", "b")[0] != untimed("a", "c")[0]


@pytest.mark.parametrize(
    ("service", "target"),
    [
        ("shop", "logs-shop.otel-default"),
        ("Shop Ümlaut/..", "logs-shop_mlaut.otel-default"),
        ("", "logs-generic.otel-default"),
        ("-_*", "logs-generic.otel-default"),
        ("a-b,c", "logs-a_b_c.otel-default"),
    ],
)
def test_a_target_is_named_after_the_service_in_the_letters_of_indices(service: str, target: str) -> None:
    assert Targets().name({"service.name": service}) == target


def test_long_names_stay_apart_and_within_bounds() -> None:
    names = {Targets().name({"service.name": "x" * 300 + end}) for end in "ab"}
    assert len(names) == 2
    assert all(len(name) < 120 for name in names)


def test_services_beyond_the_limit_share_a_target() -> None:
    targets = Targets(limit=2)
    targets.add(["logs-old.otel-default"])
    names = [targets.name({"service.name": name}) for name in ("a", "b", "a", "old", "c")]
    assert names == [f"logs-{name}.otel-default" for name in ("a", "others", "a", "old", "others")]


def test_the_namespace_is_the_tenants_where_an_attribute_says_so() -> None:
    targets = Targets(tenant_attribute="sealog.tenant")
    assert targets.name({"service.name": "a", "sealog.tenant": "Acme"}) == "logs-a.otel-acme"
    assert targets.name({"service.name": "a"}) == "logs-a.otel-default"


def test_what_attributes_hold_is_stamped_in_place_of_what_a_sender_says() -> None:
    token = f"seal1~email_address~{'a' * 13}~{'A' * 86}"
    attributes = {
        "sealog.entities": ["email_address", "iban_code"],
        "sealog.sealed_in": ["secret:password"],
        "sealog.key": "[masked:iban_code]",
        "to": [f"<{token}>", token],
        "deep": {"of": {"account": "[masked:iban_code]"}},
        f"by {token}": token,
    }
    stamped = source(attributes=attributes)["attributes"]["sealog.sealed_in"]
    assert stamped == ["email_address:by <email_address>", "email_address:to", "iban_code:deep.of.account"]
    assert "attributes" not in source(attributes={"sealog.sealed_in": "secret:password"})
    only_in_the_body = {"sealog.entities": ["email_address"], "sealog.sealed_in": ["email_address:to"]}
    assert "sealog.sealed_in" not in source(body=token, attributes=only_in_the_body)["attributes"]


def test_a_record_that_an_earlier_sink_stamped_less_is_the_same_record() -> None:
    (one,) = made(request({"attributes": {"sealog.entities": ["iban_code"], "to": "[masked:iban_code]"}}))
    earlier = json.loads(one.line)
    del earlier["attributes"]["sealog.sealed_in"]
    assert same_content(one, earlier)
    assert not same_content(one, earlier | {"body": {"text": "another"}})
