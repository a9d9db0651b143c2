"""Which values can be searched for is the policy's choice: telephones and customer ids too, secrets never."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from policy.test_policy import KEYS
from sealog.cli.opening import blind_indexes
from sealog.correlate.uid import UidSource
from sealog.errors import SettingError
from sealog.keys.bundle import save_bundle
from sealog.keys.sealer import Sealer
from sealog.policy.loader import load_policy
from sealog.policy.protection import protection
from sealog.processor.processor import SealingProcessor
from sealog.processor.sealing import Sealing
from sealog_exporters.alerting.config.entity_index import index_with_bundle
from support import Records, gatekeeper

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """
keys:
  customer_id: {action: seal, entity: customer_id}
  user.id: {action: seal, entity: customer_id}
index: {phone_number: bundle, customer_id: bundle, email_address: none}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "sealog.yaml").write_text(POLICY)
    save_bundle(KEYS.bundle(), tmp_path / "bundle.json")
    monkeypatch.setenv("SEALOG_POLICY", str(tmp_path / "sealog.yaml"))
    monkeypatch.setenv("SEALOG_BUNDLE", str(tmp_path / "bundle.json"))
    monkeypatch.setenv("SEALOG_KEYRING", str(tmp_path / "none.json"))
    return tmp_path


def records(site: Path) -> Records:
    scanner, action_of = protection(site / "sealog.yaml")
    sealer = Sealer(KEYS.bundle())
    sealing = Sealing(scanner, sealer, action_of=action_of)
    return Records(SealingProcessor(scanner, sealer, UidSource(), sealing=sealing))


@pytest.mark.parametrize("written", ["+49 151 23456789", "0049 151 2345 6789", "+49 (151) 2345-6789"])
def test_a_person_is_found_by_telephone_however_it_is_written(site: Path, written: str) -> None:
    record = records(site).emit(f"call {written} back")
    (index,) = record.attributes["sealog.index"]
    assert [index] == blind_indexes("phone_number", "+4915123456789")
    assert index == index_with_bundle(
        {"SEALOG_BUNDLE": str(site / "bundle.json"), "SEALOG_POLICY": str(site / "sealog.yaml")}
    )("phone_number", "+49 151 23456789")
    key = record.attributes["sealog.key"]
    opened = gatekeeper(KEYS, site / "audit.jsonl").open_text(record.body, [key])
    assert opened.text == f"call {written} back"


def test_a_person_is_found_by_a_customer_id_under_each_of_its_keys(site: Path) -> None:
    made = records(site)
    indexes = {
        made.emit("x", {name: value}).attributes["sealog.index"][0]
        for name, value in (("customer_id", "C-4711"), ("user.id", "C-4711"))
    }
    assert list(indexes) == blind_indexes("customer_id", "C-4711")
    assert blind_indexes("customer_id", "c-4711") != list(indexes)


def test_what_the_policy_takes_away_has_no_index(site: Path) -> None:
    record = records(site).emit("mail ada@example.com")
    assert record.body.startswith("mail seal1~email_address~0~")
    assert "sealog.index" not in record.attributes
    with pytest.raises(SettingError, match="--entity email_address has no blind index"):
        blind_indexes("email_address", "ada@example.com")


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ("index: {jwt: bundle}", "jwt is a secret"),
        ("index: {nothing: bundle}", "nothing"),
        ("index: {phone_number: gateway}", "bundle, none, service"),
        ("index: {phone_number: true}", "must be a text"),
        ("index: [phone_number]", ":1: "),
    ],
)
def test_a_wrong_choice_is_named_by_its_line(tmp_path: Path, lines: str, complaint: str) -> None:
    path = tmp_path / "sealog.yaml"
    path.write_text(lines)
    with pytest.raises(SettingError, match=complaint):
        load_policy(path)


def test_a_secret_may_be_said_to_have_none(tmp_path: Path) -> None:
    path = tmp_path / "sealog.yaml"
    path.write_text("index: {jwt: none}")
    assert load_policy(path).indexes == {"jwt": "none"}


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("+49 151 2345 6789", "+4915123456789"),
        ("0049-151-23456789", "+4915123456789"),
        ("+49 (0)151 23456789", "+4915123456789"),
        ("(0151) 2345-6789", "015123456789"),
        ("0151 23456789", "015123456789"),
        ("(415) 555-0123", "4155550123"),
    ],
)
def test_a_telephone_number_has_one_normal_form(site: Path, written: str, normal: str) -> None:
    scanner, _ = protection(site / "sealog.yaml")
    assert scanner.index_form("phone_number", written) == normal
    assert scanner.index_form("phone_number", normal) == normal
