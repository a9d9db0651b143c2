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


UUID_4, UUID_7 = "9b2d4f6a-1c3e-4a5b-8c7d-0e1f2a3b4c5d", "0190163D-8694-739B-AEA5-966C26F8AD91"


@pytest.mark.parametrize("value", [UUID_4, UUID_7, f"cus_{UUID_4}", f"user:{UUID_4.upper()}"])
@pytest.mark.parametrize("entity", ["customer_id", "id", "member_number"])
def test_an_id_of_the_policys_keys_that_nobody_guesses_is_found_without_a_choice(
    site: Path, entity: str, value: str
) -> None:
    (site / "sealog.yaml").write_text(f"keys: {{a.b: {{action: seal, entity: {entity}}}}}")
    found = records(site).emit("x", {"a.b": value}).attributes["sealog.index"]
    assert list(found) == blind_indexes(entity, value)


@pytest.mark.parametrize(
    "value",
    [
        "C-4711",
        "4711",
        "6fa459ea-ee8a-3ca4-894e-db77e160355e",  # version 3, of a name
        "886313e1-3b8a-5372-9b90-0c9aee199e5d",  # version 5, of a name
        "d5e8a3f0-9c1b-11ee-8c90-0242ac120002",  # version 1, of a time
        UUID_4.replace("-", ""),  # as an MD5 of a number looks
        "9b2d4f6a-1c3e-4a5b-cc7d-0e1f2a3b4c5d",  # another variant
        f"{UUID_4}1",
        "00000000-0000-0000-0000-000000000001",
    ],
)
def test_an_id_that_may_be_counted_has_an_index_by_the_service_alone(site: Path, value: str) -> None:
    (site / "sealog.yaml").write_text("keys: {a.b: {action: seal, entity: customer_id}}")
    assert "sealog.index" not in records(site).emit("x", {"a.b": value}).attributes
    with pytest.raises(SettingError, match="its index is made by the index service"):
        blind_indexes("customer_id", value)
    with pytest.raises(SettingError, match="sealog search --entity customer_id VALUE") as refused:
        index_with_bundle({"SEALOG_POLICY": str(site / "sealog.yaml")})("customer_id", value)
    assert value not in str(refused.value)


@pytest.mark.parametrize(("entity", "index"), [("note", ""), ("customer_id", "index: {customer_id: none}")])
def test_what_names_no_ids_or_has_none_by_choice_is_not_indexed(site: Path, entity: str, index: str) -> None:
    (site / "sealog.yaml").write_text(f"keys: {{a.b: {{action: seal, entity: {entity}}}}}\n{index}")
    assert "sealog.index" not in records(site).emit("x", {"a.b": UUID_4}).attributes
    with pytest.raises(SettingError, match="has no blind index"):
        blind_indexes(entity, UUID_4)


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
