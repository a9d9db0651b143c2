"""Values that can be guessed get index tags, of which only an index service makes blind indexes."""

from __future__ import annotations

import dataclasses
import random
from typing import TYPE_CHECKING, Any

import pytest

from sealing.otlp_requests import KEYS, Way, fields, log, logs, opened
from sealog.crypto.index_tag import MOST_TAGS
from sealog.crypto.value_indexes import ValueIndexes
from sealog.detect.engine.scanner import default_scanner
from sealog.key_life.index_service import index_service_of, named_by
from sealog.keys.index_service import IndexServiceKey
from sealog.keys.keyring import Keyring, add_epoch, new_keyring
from sealog.keys.protectors import OwnerFile
from sealog.keys.sealer import Sealer
from sealog.policy.policy import Policy
from sealog.policy.scanner import build_scanner
from sealog.processor.carried import is_ours
from sealog.processor.sealing import Sealing
from sealog_exporters.otlp.signals import LOGS, TRACES
from sealog_exporters.sealing.requests import RequestSealer
from sealog_exporters.sealing.uids import RequestIds

if TYPE_CHECKING:
    from pathlib import Path

    from opentelemetry.proto.logs.v1.logs_pb2 import LogRecord

    from sealog.crypto.index_service import IndexService
    from sealog.detect.engine.scanner import Scanner

PHONE, CARD, EMAIL = "+49 30 901820", "4111 1111 1111 1111", "ada@example.com"
NUMBER = CARD.replace(" ", "")
LINE = f"call {PHONE} or {EMAIL}, card {CARD}"
INDEX_KEYS = new_keyring("default", OwnerFile(), "2026-01-01T00:00:00+00:00", "index")


def named(index_keys: Keyring = INDEX_KEYS) -> Keyring:
    """The keyring whose bundles name an index service."""
    current = index_keys.current()
    return dataclasses.replace(KEYS, index_service=named_by(KEYS, IndexServiceKey(current.number, current.public_key)))


def sealer(service: IndexService | None, keys: Keyring | None = None, scanner: Scanner | None = None) -> RequestSealer:
    bundle = (keys or named()).bundle()
    sealing = Sealing(scanner or default_scanner(), Sealer(bundle))
    return RequestSealer(sealing, RequestIds(bundle), by_walk=Way.by_walk, index_service=service)


def indexes(entity: str, value: str, keys: Keyring = INDEX_KEYS) -> list[str]:
    """What a search looks for."""
    scanner, service = default_scanner(), index_service_of(keys)
    find = ValueIndexes(KEYS.index_keys(), KEYS.tenant, service)
    return find(entity, scanner.index_form(entity, value), scanner.forms.tag_form(entity, value))


def seal(record: LogRecord, by: RequestSealer) -> tuple[LogRecord, dict[str, int]]:
    done = by.seal(LOGS, logs(record).SerializeToString())
    (part,) = done.parts
    return LOGS.request.FromString(part).resource_logs[0].scope_logs[0].log_records[0], dict(done.tags)


def test_a_gateway_with_the_services_keys_writes_the_indexes_by_which_a_search_finds(tmp_path: Path) -> None:
    record, tags = seal(log(LINE, {"user.phone": PHONE}), sealer(index_service_of(INDEX_KEYS)))
    found = fields(record)
    assert sorted(found["sealog.index"]) == sorted(
        {*indexes("phone_number", "0049 30 901820"), *indexes("credit_card", CARD), *indexes("email_address", EMAIL)}
    )
    assert "sealog.index_tag" not in found
    assert tags == {"made": 2, "left": 0, "refused": 0}
    assert opened(record.body.string_value, found["sealog.key"], tmp_path) == LINE


def test_without_the_service_a_record_goes_on_with_tags_that_the_service_reads_later() -> None:
    record, _ = seal(log(LINE), sealer(None))
    found = fields(record)
    assert found["sealog.index"] == indexes("email_address", EMAIL)
    assert "901820" not in str(record)
    again, tags = seal(record, sealer(index_service_of(INDEX_KEYS)))
    assert {*fields(again)["sealog.index"]} >= {*indexes("phone_number", PHONE), *indexes("credit_card", CARD)}
    assert "sealog.index_tag" not in fields(again)
    assert tags["made"] == 2
    assert again.body == record.body


def test_a_span_is_indexed_as_a_record_is() -> None:
    request = TRACES.request()
    span = request.resource_spans.add().scope_spans.add().spans.add(name="call")
    span.attributes.add(key="user.phone").value.string_value = PHONE
    (part,) = sealer(index_service_of(INDEX_KEYS)).seal(TRACES, request.SerializeToString()).parts
    (done,) = TRACES.request.FromString(part).resource_spans[0].scope_spans[0].spans
    assert fields(done)["sealog.index"] == indexes("phone_number", PHONE)


def test_tags_of_equal_values_differ_so_that_a_store_learns_nothing_from_them() -> None:
    found = fields(seal(log(f"{PHONE} and {PHONE}"), sealer(None))[0])["sealog.index_tag"]
    assert len({*found}) == 3
    assert len({len(text) for text in found[1:]}) == 1


def test_a_bundle_without_a_service_makes_neither_tags_nor_indexes_of_what_can_be_guessed() -> None:
    found = fields(seal(log(LINE), sealer(index_service_of(INDEX_KEYS), KEYS))[0])
    assert found["sealog.index"] == indexes("email_address", EMAIL)
    assert "sealog.index_tag" not in found


@pytest.mark.parametrize("kind", ["bundle", "service", "none"])
def test_a_policy_chooses_whose_key_indexes_an_entity(kind: Any) -> None:
    scanner = build_scanner(Policy(indexes={"email_address": kind}))
    found = fields(seal(log(f"mail {EMAIL}"), sealer(None, scanner=scanner))[0])
    assert ("sealog.index" in found, "sealog.index_tag" in found) == (kind == "bundle", kind == "service")


def test_an_iban_has_the_index_that_its_account_numbers_allow() -> None:
    record, _ = seal(log("DE89370400440532013000 PL61109010140000071219812874"), sealer(None))
    found = fields(record)
    assert (len(found["sealog.index"]), len(found["sealog.index_tag"])) == (1, 2)


def test_every_pair_of_epochs_is_searched_and_an_epoch_that_the_service_lacks_keeps_its_tags() -> None:
    later = add_epoch(INDEX_KEYS, "2026-02-01T00:00:00+00:00")
    old, new = (fields(seal(log(PHONE), sealer(index_service_of(later), named(one)))[0]) for one in (INDEX_KEYS, later))
    assert {*old["sealog.index"], *new["sealog.index"]} == {*indexes("phone_number", PHONE, later)}
    record, tags = seal(log(PHONE), sealer(index_service_of(INDEX_KEYS), named(later)))
    assert len(fields(record)["sealog.index_tag"]) == 2
    assert tags == {"made": 0, "left": 1, "refused": 0}


def test_a_forged_or_damaged_tag_is_removed_and_counted() -> None:
    key, tag = fields(seal(log(PHONE), sealer(None))[0])["sealog.index_tag"]
    service = index_service_of(INDEX_KEYS)
    other = new_keyring("default", OwnerFile(), "2026-01-01T00:00:00+00:00", "index")
    assert index_service_of(other).turn([key, tag]) == ([], [key, tag], 0)
    rng = random.Random(7)
    for _ in range(200):
        at = rng.randrange(9, 100)
        damaged_key = key[:at] + ("a" if key[at] != "a" else "b") + key[at + 1 :]
        place = rng.randrange(5, len(tag) - 1)
        damaged = tag[:place] + ("a" if tag[place] != "a" else "b") + tag[place + 1 :]
        assert not service.turn([damaged_key, tag]).indexes
        assert service.turn([key, damaged]) == ([], [], 1)
    assert service.turn([tag]) == ([], [], 1)
    assert service.turn({"a": [key]}) == ([], [], 1)
    assert service.turn([key, 7, None, "tag1~", "x" * 100_000]) == ([], [], 4)


def test_a_record_with_very_many_values_has_a_bounded_number_of_tags() -> None:
    numbers = " ".join(f"+49 30 9018{number:04}" for number in range(300))
    found = fields(seal(log(numbers), sealer(None))[0])
    assert len(found.get("sealog.index_tag", ())) <= MOST_TAGS


@pytest.mark.parametrize("spelling", ["tag1~{:g>88}", "tagkey1~{:g>168}"])
def test_what_holds_a_card_is_no_tag_of_ours(spelling: str) -> None:
    assert is_ours("sealog.index_tag", spelling.format(""))
    assert not is_ours("sealog.index_tag", spelling.format(NUMBER))
    assert not is_ours("sealog.index_tag", [spelling.format(""), spelling.format(NUMBER)])
    record, _ = seal(log("x", {"sealog.index_tag": spelling.format(f"-{NUMBER}")}), sealer(None))
    assert "sealog.index_tag" not in fields(record)
