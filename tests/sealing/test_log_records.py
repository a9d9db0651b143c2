"""Log records of other senders: sealed in every place, and what they bring under our names is not believed blindly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue

from sealing.otlp_requests import (
    EMAIL,
    KEYS,
    fields,
    log,
    logs,
    opened,
    request_sealer,
    sealed_log,
    sealed_logs,
)
from sealog.crypto.authenticity import KnownKeys
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.records.action import Action

REFERENCE = 536_221_234
"""A number that may be somebody's, in a place where OTLP has a reference."""

NESTED: Any = {"list": [EMAIL, {"deep": EMAIL}], EMAIL: 1}


@pytest.mark.parametrize(
    "record",
    [
        log(f"to {EMAIL}"),
        log({"to": EMAIL, "more": NESTED}),
        log([EMAIL, 7]),
        log(EMAIL.encode()),
        log(EMAIL.encode("utf-16")),
        log("clean", {"to": EMAIL}),
        log("clean", {"nested": NESTED}),
        log("clean", {EMAIL: "a name"}),
        log("clean", {"codes": list(EMAIL.encode())}),
        log("clean", event_name=f"sent {EMAIL}"),
        log("clean", severity_text=EMAIL),
        log("clean", {"sealog.key": EMAIL, "sealog.entities": EMAIL, "sealog.uid": EMAIL, "sealog.index": [EMAIL]}),
        log({"headers": [["x-mail", EMAIL]]}),
        log("clean", {"seal1": f"seal1~email_address~0~{EMAIL}"}),
    ],
    ids=lambda record: str(record)[:60].replace("\n", " "),
)
def test_every_place_of_a_record_is_sealed(record: Any) -> None:
    assert EMAIL.encode() in record.SerializeToString() or record.body.bytes_value or b"codes" in str(record).encode()
    text = str(sealed_log(record))
    assert EMAIL not in text
    assert "@" not in text
    assert EMAIL.encode("utf-16-le") not in sealed_log(record).SerializeToString()


def test_resource_scope_and_schema_urls_are_sealed_and_carry_their_keys(tmp_path: Path) -> None:
    request = logs(log("clean"), resource={"owner": EMAIL, "service.name": "shop"}, scope=f"module of {EMAIL}")
    request.resource_logs[0].schema_url = f"https://example.org/{EMAIL}"
    request.resource_logs[0].scope_logs[0].schema_url = EMAIL
    request.resource_logs[0].resource.entity_refs.add(type=EMAIL, id_keys=[EMAIL])
    sealed = sealed_logs(request.SerializeToString())
    assert EMAIL not in str(sealed)
    resource = fields(sealed.resource_logs[0].resource)
    assert resource["service.name"] == "shop"
    assert opened(resource["owner"], None, tmp_path) == EMAIL


def test_a_sealed_record_opens_to_what_was_sent_and_says_what_is_in_it(tmp_path: Path) -> None:
    sealed = sealed_log(log(f"{EMAIL} from 192.0.2.7", {"user.email": EMAIL, "n": 3}))
    carried = fields(sealed)
    assert opened(sealed.body.string_value, carried["sealog.key"], tmp_path) == f"{EMAIL} from 192.0.2.7"
    assert opened(carried["user.email"], carried["sealog.key"], tmp_path) == EMAIL
    assert carried["sealog.entities"] == ["email_address", "ip_address"]
    assert len(set(carried["sealog.index"])) == 1
    assert carried["n"] == 3


def test_a_retry_gets_the_same_ids_and_another_request_other_ones() -> None:
    body = logs(log("one"), log("two")).SerializeToString()
    ids = [
        [fields(record)["sealog.uid"] for record in sealed_logs(body).resource_logs[0].scope_logs[0].log_records]
        for _ in range(2)
    ]
    assert ids[0] == ids[1]
    assert [uid.rpartition("-")[2] for uid in ids[0]] == ["1", "2"]
    assert fields(sealed_log(log("three")))["sealog.uid"].partition("-")[0] != ids[0][0].partition("-")[0]


def test_the_id_that_an_sdk_gave_stays() -> None:
    uid = "abcdefghijklm-12"
    assert fields(sealed_log(log("clean", {"sealog.uid": uid})))["sealog.uid"] == uid
    assert fields(sealed_log(log(f"to {EMAIL}", {"sealog.uid": uid})))["sealog.uid"] == uid


def test_sealing_twice_changes_nothing() -> None:
    once = sealed_log(log(f"to {EMAIL}", {"password": "hunter2!x"}))
    again = sealed_log(once, request_sealer(sealing=Sealing(default_scanner(), Sealer(KEYS.bundle()))))
    assert again == once


def test_entities_of_a_record_that_was_masked_stay_and_invented_ones_are_renamed() -> None:
    assert fields(sealed_log(log("x", {"sealog.entities": ["email_address"]})))["sealog.entities"] == ["email_address"]
    invented = fields(sealed_log(log("x", {"sealog.entities": ["jane_doe"]})))
    assert "sealog.entities" not in invented
    assert invented["application.sealog.entities"] == ["jane_doe"]


def test_a_name_that_comes_twice_keeps_both_values() -> None:
    record = log("clean", {"a": "first"})
    record.attributes.append(KeyValue(key="a", value=log("second").body))
    record.attributes.append(KeyValue(key="a", value=log(EMAIL).body))
    values = fields(sealed_log(record))["a"]
    assert values[:2] == ["first", "second"]
    assert values[2].startswith("seal1~email_address~")


def test_what_no_field_of_otlp_is_leaves_nothing_behind() -> None:
    unknown = b"\xfa\x3f" + bytes((len(EMAIL),)) + EMAIL.encode()  # field 1023
    record = log("clean")
    record.MergeFromString(unknown)
    assert EMAIL.encode() in record.SerializeToString()
    assert EMAIL.encode() not in sealed_log(record).SerializeToString()


def test_ids_of_another_size_are_dropped_and_good_ones_stay() -> None:
    good = sealed_log(log("x", trace_id=bytes(range(16)), span_id=bytes(range(8))))
    assert (good.trace_id, good.span_id) == (bytes(range(16)), bytes(range(8)))
    bad = sealed_log(log("x", trace_id=EMAIL.encode(), span_id=b"1"))
    assert (bad.trace_id, bad.span_id) == (b"", b"")


def test_text_that_is_no_utf8_is_read_and_costs_no_neighbour_anything() -> None:
    body = logs(log("Zürich " + EMAIL), log("clean")).SerializeToString().replace("ü".encode(), b"\xfc\xfc")
    first, second = sealed_logs(body).resource_logs[0].scope_logs[0].log_records
    assert first.body.string_value.startswith("Z��rich seal1~email_address~")
    assert second.body.string_value == "clean"


@pytest.mark.parametrize("depth", [31, 40, 60, 5000])
def test_values_nested_too_deep_are_cut_and_cost_no_neighbour_anything(depth: int) -> None:
    value = EMAIL.encode()
    value = b"\x0a" + _size(value) + value  # AnyValue.string_value
    for _ in range(depth):
        value = b"\x0a" + _size(value) + value  # ArrayValue.values
        value = b"\x2a" + _size(value) + value  # AnyValue.array_value
    record = b"\x2a" + _size(value) + value  # LogRecord.body
    scope_logs = b"\x12" + _size(record) + record
    resource_logs = b"\x12" + _size(scope_logs) + scope_logs
    body = b"\x0a" + _size(resource_logs) + resource_logs + logs(log("clean")).SerializeToString()
    sealed = sealed_logs(body)
    assert EMAIL not in str(sealed)
    assert ("nested too deeply" in str(sealed)) == (depth > 31)
    assert sealed.resource_logs[1].scope_logs[0].log_records[0].body.string_value == "clean"


def _size(data: bytes) -> bytes:
    size, out = len(data), bytearray()
    while size >= 0x80:
        out.append(size & 0x7F | 0x80)
        size >>= 7
    out.append(size)
    return bytes(out)


def test_without_a_bundle_values_are_masked() -> None:
    sealed = sealed_log(log(f"to {EMAIL}"), request_sealer(masks=True))
    assert sealed.body.string_value == "to [masked:email_address]"


def test_what_can_not_be_sealed_is_masked() -> None:
    class Broken(Sealer):
        def key(self) -> Any:
            raise OSError

    sealing = Sealing(default_scanner(), Broken(KEYS.bundle()))
    assert sealed_log(log(f"to {EMAIL}"), request_sealer(sealing=sealing)).body.string_value == (
        "to [masked:email_address]"
    )


def test_a_record_that_can_not_be_looked_at_is_blacked_out(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(Sealing):
        def look(self, *_: Any, **__: Any) -> Any:
            raise RuntimeError(EMAIL)

    sealing = Broken(default_scanner(), Sealer(KEYS.bundle()))
    record = log({"to": EMAIL.encode()}, {"to": EMAIL}, time_unix_nano=5, severity_number=9)
    sealed = sealed_log(record, request_sealer(sealing=sealing))
    assert EMAIL not in str(sealed)
    assert sealed.body.string_value == "[masked:unknown]"
    assert (sealed.time_unix_nano, sealed.severity_number) == (5, 9)
    assert EMAIL not in capsys.readouterr().err


def test_a_policy_holds() -> None:
    actions: dict[str, Action] = {"email_address": "mask", "ip_address": "keep", "credit_card": "drop"}
    sealing = Sealing(default_scanner(), Sealer(KEYS.bundle()), action_of=lambda entity, _: actions.get(entity, "seal"))
    sealed = sealed_log(log(f"{EMAIL} 192.0.2.7 4111 1111 1111 1111."), request_sealer(sealing=sealing))
    assert sealed.body.string_value == "[masked:email_address] 192.0.2.7 ."


def test_a_huge_record_is_shortened_and_sealed() -> None:
    sealed = sealed_log(log("x" * 300_000 + EMAIL, {"also": "y" * 100_000}))
    assert EMAIL not in str(sealed)
    assert len(str(sealed)) < 280_000


def test_clean_records_stay_as_they_are_but_for_their_id() -> None:
    record = log({"a": [1, 2.5, True, None, b"\x00\x01", "x"], "b": {}}, {"k": [], "n": -(2**63)}, severity_text="Info")
    sealed = sealed_log(record)
    assert fields(sealed).pop("sealog.uid")
    del sealed.attributes[-1]
    assert sealed == record


@pytest.mark.parametrize("sealed_before", [False, True], ids=["plain", "sealed before"])
@pytest.mark.parametrize("place", ["key", "value", "body", "nested"])
def test_a_number_in_a_reference_to_a_string_table_does_not_go_out(
    place: str, sealed_before: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = log("clean", {"n": 3})
    if sealed_before:
        record = sealed_log(log(f"for {EMAIL}", {"n": 3}))
        monkeypatch.setattr("sealog.crypto.authenticity.KNOWN_KEYS", KnownKeys())
    pair = record.attributes.add(key="ssn")
    if place == "key":
        pair.value.bool_value = True
        pair.key_strindex = REFERENCE
    elif place == "nested":
        pair.value.array_value.values.add().kvlist_value.values.add(key="a").value.string_value_strindex = REFERENCE
    else:
        (pair.value if place == "value" else record.body).string_value_strindex = REFERENCE
    assert str(REFERENCE) in str(record)
    sealed = sealed_log(record)
    assert str(REFERENCE) not in str(sealed)
    assert fields(sealed)["n"] == 3


def test_nor_does_one_in_a_resource_or_scope() -> None:
    request = logs(log("clean"), resource={"service.name": "shop"}, scope="shop.orders")
    (resource_logs,) = request.resource_logs
    for holder in (resource_logs.resource, resource_logs.scope_logs[0].scope):
        holder.attributes.add(key="ssn").value.string_value_strindex = REFERENCE
    sealed = sealed_logs(request.SerializeToString())
    assert str(REFERENCE) not in str(sealed)
    assert "shop.orders" in str(sealed)


def test_a_record_that_was_sealed_elsewhere_passes_byte_for_byte(monkeypatch: pytest.MonkeyPatch) -> None:
    record = sealed_log(log(f"{EMAIL} from 192.0.2.7", {"user.email": EMAIL, "n": 3}))
    monkeypatch.setattr("sealog.crypto.authenticity.KNOWN_KEYS", KnownKeys())
    assert sealed_log(record).SerializeToString() == record.SerializeToString()


@pytest.mark.parametrize("forge", [lambda token: token[:-1], lambda token: token[:-4], lambda token: f"{token}AAAA"])
def test_a_forged_value_beside_a_real_key_is_ordinary_text(forge: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    record = sealed_log(log("clean", {"password": "gr8nbaum-77", "n": 3}))
    monkeypatch.setattr("sealog.crypto.authenticity.KNOWN_KEYS", KnownKeys())
    forged = forge(fields(record)["password"])
    value = next(item.value for item in record.attributes if item.key == "password")
    value.string_value = forged
    sealed = fields(sealed_log(record))
    assert forged not in str(sealed)
    assert len(sealed["sealog.key"]) == 2
