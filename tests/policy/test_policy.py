"""Policies: what a file says is what a record shows, and what is wrong is named with file and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sealog import notices
from sealog.correlate.uid import UidSource
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import SettingError
from sealog.keys.sealer import Sealer
from sealog.policy.loader import PRESETS, load_policy, load_preset
from sealog.policy.protection import protection
from sealog.policy.scanner import build_scanner
from sealog.processor.processor import SealingProcessor
from sealog.processor.sealing import Sealing
from support import Records, keyring, texts_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str], Path]

KEYS = keyring()
EMAIL = "alice@example.com"


def choose(entity: str, path: str) -> Any:
    """A callback as a site writes one."""
    if path == "fails":
        raise RuntimeError(entity)
    return {"plain": "keep", "masked": "mask", "odd": "no action"}.get(path)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str) -> Path:
        path = tmp_path / "sealog.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def records(path: Path) -> Records:
    scanner, action_of = protection(path)
    sealer = Sealer(KEYS.bundle())
    return Records(
        SealingProcessor(scanner, sealer, UidSource(), sealing=Sealing(scanner, sealer, action_of=action_of))
    )


def test_each_action_does_what_it_is_called(write: Write) -> None:
    path = write("entities: {email_address: mask, ip_address: drop, us_ssn: keep}\n")
    record = records(path).emit(f"{EMAIL} 203.0.113.9 536-90-4399 4111111111111111")
    body = record.body.split(" ")
    assert body[:3] == ["[masked:email_address]", "", "536-90-4399"]
    assert body[3].startswith("seal1~credit_card~")
    assert record.attributes["sealog.entities"] == ("credit_card", "email_address", "ip_address")


def test_a_key_has_an_action_of_its_own(write: Write) -> None:
    path = write("keys: {note: mask, raw.*: drop, user.name: keep, ref: {action: seal, entity: order_ref}}\n")
    record = records(path).emit(
        {"note": "n", "raw.x": EMAIL}, {"user.name": "ada", "raw.body": EMAIL, "ref": 7, "deep": {"raw.y": EMAIL}}
    )
    assert record.body == {"note": "[masked:private]"}
    assert record.attributes["user.name"] == "ada"
    assert record.attributes["ref"].startswith("seal1~order_ref~")
    assert record.attributes["deep"] == {}
    assert "raw.body" not in record.attributes


def test_a_key_that_is_sealed_by_name_is_sealed_though_its_entity_is_kept(write: Write) -> None:
    record = records(write("preset: secrets-only\nkeys: {user.name: seal}\n")).emit(EMAIL, {"user.name": "ada"})
    assert record.body == EMAIL
    assert record.attributes["user.name"].startswith("seal1~person~")


def test_an_own_rule_finds_beside_its_word(write: Write) -> None:
    path = write(
        "rules:\n- entity: order_ref\n  shape: 'ORD-[0-9]{8}'\n  validator: luhn\n  context: [order]\n"
        "  hits: ['order «ORD-12345674»']\n  misses: ['ORD-12345674', 'order ORD-12345675']\n"
    )
    record = records(path).emit("your order ORD-12345674")
    assert record.body.startswith("your order seal1~order_ref~")


def test_allowed_values_stay(write: Write) -> None:
    path = write("allow:\n- support@example.com\n- {entity: email_address, shape: '.*@test\\.example'}\n")
    body = f"Support@example.com a@test.example {EMAIL}"
    assert records(path).emit(body).body.startswith("Support@example.com a@test.example seal1~email_address~")


def test_private_addresses_stay_if_the_policy_says_so(write: Write) -> None:
    record = records(write("private_addresses: keep\n")).emit("10.0.0.1 127.0.0.1 ::1 fe80::1%eth0 8.8.8.8")
    assert record.body.startswith("10.0.0.1 127.0.0.1 ::1 fe80::1%eth0 seal1~ip_address~")


def test_a_callback_gets_entity_and_path_and_decides(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog.choose", choose, raising=False)
    record = records(write("callback: sealog:choose\n")).emit(
        "x", {"plain": EMAIL, "masked": EMAIL, "other": EMAIL, "fails": EMAIL, "odd": EMAIL}
    )
    assert record.attributes["plain"] == EMAIL
    assert record.attributes["other"].startswith("seal1~")
    assert [record.attributes[key] for key in ("masked", "fails", "odd")] == ["[masked:email_address]"] * 3


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_loads_and_seals_secrets(preset: str) -> None:
    policy = load_preset(preset)
    assert policy.preset == preset
    assert not policy.warnings(default_scanner().entities)
    assert policy.of_entity("jwt", "secret") == "seal"


@pytest.mark.parametrize(
    ("preset", "gone", "stays"),
    [
        ("default", {EMAIL, "10.0.0.1", "sess-1"} - {"sess-1"}, {"u-17"}),
        ("gdpr", {EMAIL, "u-17", "sess-1"}, {"10.0.0.1"}),
        ("pci-dss", {EMAIL}, {"10.0.0.1"}),
        ("hipaa", {EMAIL, "10.0.0.1", "MRN0017", "u-17"}, {"sess-1"}),
        ("secrets-only", {"hunter2"}, {EMAIL, "10.0.0.1", "u-17"}),
    ],
)
def test_a_preset_seals_what_it_follows(write: Write, preset: str, gone: set[str], stays: set[str]) -> None:
    attributes = {
        "user.id": "u-17",
        "session.id": "sess-1",
        "patient.mrn": "MRN0017",
        "password": "hunter2",
        "cvv": "987",
    }
    record = records(write(f"preset: {preset}\n")).emit(f"{EMAIL} 10.0.0.1", attributes)
    text = "\n".join(texts_in([record.body, {key: record.attributes[key] for key in attributes}]))
    assert not {value for value in gone | {"hunter2"} if value in text}
    assert {value for value in stays if value in text} == stays


def test_pci_dss_keeps_no_verification_code(write: Write) -> None:
    assert records(write("preset: pci-dss\n")).emit("cvv=987 ok", {"card.cvv": "987"}).body == "cvv= ok"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ":1: the policy is empty"),
        ("a: [", ":1: not YAML"),
        ("preset: default\nentites: {}\n", ":2: unknown key `entites` (did you mean `entities`?); allowed: allow, "),
        ("preset: gdrp\n", ":1: preset: no such value (did you mean `gdpr`?); allowed: default, gdpr, hipaa"),
        ("entities:\n  credit_card: seal\n  email: mask\n", ":3: entities: unknown key `email`"),
        (
            "entities:\n  credit_card: hide\n",
            ":2: entities.credit_card: no such value; allowed: drop, keep, mask, seal",
        ),
        ("entities:\n  jwt: seal\n  jwt: keep\n", ":3: entities: `jwt` is given twice"),
        ("keys: {'*': keep}\n", ":1: keys.*: must not be `*` alone"),
        ("keys: {a: {entity: x}}\n", ":1: keys.a: `action` is missing"),
        ("rules:\n- entity: x\n", ":2: rules[0]: `shape` is missing"),
        (
            "rules:\n- {entity: x, shape: '(', hits: [a], misses: [b]}\n",
            ":2: rules[0].shape: must be a regular expression",
        ),
        (
            "rules:\n- {entity: x, shape: '(a{500}){500}(b{500}){500}', hits: [a], misses: [b]}\n",
            ":2: rules[0].shape: must be a regular expression",
        ),
        ("rules:\n- {entity: x, shape: '.*', hits: [a], misses: [b]}\n", ":2: rules[0].shape: must match neither"),
        ("rules:\n- {entity: X y, shape: a, hits: [a], misses: [b]}\n", ":2: rules[0].entity: must be small letters"),
        (
            "rules:\n- entity: x\n  shape: 'q[0-9]'\n  hits: ['a']\n  misses: ['b']\n",
            ":4: rules[0].hits[0]: a hit marks",
        ),
        (
            "rules:\n- entity: x\n  shape: 'q[0-9]'\n  hits: ['«qq»']\n  misses: ['b']\n",
            ":4: rules[0].hits[0]: the rule",
        ),
        ("rules:\n- entity: x\n  shape: 'q[0-9]'\n  hits: ['«q1»']\n  misses: ['q2']\n", ":5: rules[0].misses[0]"),
        ("rules:\n- {entity: x, shape: a, validator: lun, hits: [a], misses: [b]}\n", "allowed: luhn, mod_11_10"),
        ("allow: [{entity: jwt}]\n", ":1: allow[0]: needs either"),
        ("allow: []\n", ":1: allow: must be a list that is not empty"),
        ("private_addresses: no\n", ":1: private_addresses: no such value; allowed: keep, seal"),
        ("private_addresses: true\n", ":1: private_addresses: must be a text"),
        ("callback: nowhere:function\n", ":1: callback: can't be imported (ModuleNotFoundError)"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(write: Write, text: str, said: str) -> None:
    path = write(text)
    with pytest.raises(SettingError) as caught:
        load_policy(path)
    assert str(caught.value).startswith(str(path))
    assert said in str(caught.value)


def test_a_policy_that_keeps_everything_warns(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    notices._said.clear()
    protection(write("default: keep\n"))
    assert "keeps every entity" in capsys.readouterr().err


def test_a_policy_that_keeps_a_secret_warns_and_names_it(write: Write) -> None:
    warnings = load_policy(write("entities: {jwt: keep}\n")).warnings(default_scanner().entities)
    assert warnings == ["the policy keeps secrets in the clear: jwt"]


def test_a_policy_that_changes_nothing_shares_the_default_scanner(write: Write) -> None:
    assert build_scanner(load_policy(write("preset: default\n"))) is default_scanner()
