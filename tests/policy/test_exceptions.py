"""Allow-lists and private addresses reach every kind of rule: shapes, keywords and attributes sealed whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from detect.marks import unmark
from policy.test_policy import KEYS
from sealog.correlate.uid import UidSource
from sealog.detect.rules import KEYWORD_RULES
from sealog.keys.sealer import Sealer
from sealog.policy.policy import Allowed, Policy
from sealog.policy.protection import protection
from sealog.policy.scanner import build_scanner
from sealog.processor.processor import SealingProcessor
from sealog.processor.sealing import Sealing
from support import Records

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.detect.engine.scanner import Scanner
    from sealog.detect.model.rule import KeywordRule

    Load = Callable[[str], tuple[Records, Scanner]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(policy: str) -> tuple[Records, Scanner]:
        path = tmp_path / "sealog.yaml"
        path.write_text(policy, encoding="utf-8")
        scanner, action_of = protection(path)
        sealer = Sealer(KEYS.bundle())
        sealing = Sealing(scanner, sealer, action_of=action_of)
        return Records(SealingProcessor(scanner, sealer, UidSource(), sealing=sealing)), scanner

    return load


@pytest.mark.parametrize("address", ["10.0.0.1", "127.0.0.1", "fe80::1", "192.168.7.7"])
def test_a_private_address_stays_in_an_attribute_that_is_sealed_whole(load: Load, address: str) -> None:
    records, _ = load("private_addresses: keep\n")
    assert records.emit("x", {"client.address": address}).attributes["client.address"] == address


@pytest.mark.parametrize("policy", ["private_addresses: seal\n", "allow: [guest]\n"])
@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "::ffff:127.0.0.1", " 127.0.0.1"])
def test_a_loopback_address_is_nobodys_whatever_the_policy_says(load: Load, address: str, policy: str) -> None:
    records, _ = load(policy)
    record = records.emit(f"from {address} on", {"client.address": address, "remote_addr": address})
    assert record.body == f"from {address} on"
    assert record.attributes["client.address"] == record.attributes["remote_addr"] == address


def test_a_public_address_and_a_host_do_not(load: Load) -> None:
    records, _ = load("private_addresses: keep\n")
    record = records.emit("x", {"client.address": "198.41.0.4", "source.address": "alice-laptop"})
    assert record.attributes["client.address"].startswith("seal1~ip_address~")
    assert record.attributes["source.address"].startswith("seal1~ip_address~")


def test_an_allowed_value_stays_under_its_key_and_beside_its_keyword(load: Load) -> None:
    records, _ = load("allow: [guest, {entity: password, value: hunter2}]\n")
    record = records.emit("password=hunter2 password=hunter3", {"user.name": "guest", "db.password": "hunter2"})
    assert record.body.startswith("password=hunter2 password=seal1~password~")
    assert record.attributes["user.name"] == "guest"
    assert record.attributes["db.password"] == "hunter2"


def test_a_value_allowed_for_one_entity_is_sealed_as_another(load: Load) -> None:
    records, _ = load("allow: [{entity: person, value: hunter2}]\n")
    assert records.emit("x", {"db.password": "hunter2"}).attributes["db.password"].startswith("seal1~password~")


def test_a_number_that_is_allowed_stays_a_number(load: Load) -> None:
    records, _ = load("allow: [{entity: phone_number, shape: '555[0-9]+'}]\n")
    record = records.emit("x", {"phone": 5551234, "mobile": 4155552671, "user.phone": 555123456789})
    assert (record.attributes["phone"], record.attributes["user.phone"]) == (5551234, 555123456789)
    assert record.attributes["mobile"].startswith("seal1~phone_number~")


def test_a_value_deep_below_a_sealed_key_is_excepted_by_itself(load: Load) -> None:
    records, _ = load("private_addresses: keep\n")
    record = records.emit({"client": {"ip_address": ["10.0.0.1", "198.41.0.4"]}})
    kept, sealed = record.body["client"]["ip_address"]
    assert kept == "10.0.0.1"
    assert sealed.startswith("seal1~ip_address~")


def test_what_is_kept_costs_no_keyword_rule(load: Load) -> None:
    _, scanner = load("entities: {github_token: keep}\n")
    assert "github_token" not in scanner.entities
    assert "gitlab_token" in scanner.entities


def test_an_allowed_value_in_one_row_hides_none_in_the_next(load: Load) -> None:
    _, scanner = load("allow:\n- public fox\n")
    text = "INSERT INTO a (id, password) VALUES (1, 'public fox'), (2, 'red fox'), (3, 'public fox'), (4, 'blue fox')"
    assert [text[found.start : found.end] for found in scanner.scan(text)] == ["red fox", "blue fox"]


@pytest.mark.parametrize(
    "rule", [rule for rule in KEYWORD_RULES if rule.form and rule.hits], ids=lambda rule: rule.entity
)
def test_an_allowed_value_stays_beside_every_kind_of_keyword(rule: KeywordRule) -> None:
    text, marks = unmark(rule.hits[0])
    allow = tuple(Allowed(re.escape(text[start:end]), rule.entity) for start, end in marks)
    others = build_scanner(Policy(allow=(Allowed("x", None),))).scan(text)
    assert (rule.entity, *marks[0]) in {(found.entity, found.start, found.end) for found in others}
    left = build_scanner(Policy(allow=allow)).scan(text)
    assert not {(rule.entity, *mark) for mark in marks} & {(found.entity, found.start, found.end) for found in left}
