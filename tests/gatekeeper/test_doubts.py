"""A value that opens at another place than it was sealed for, or under another's index, is opened and marked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from sealog.audit.trail import AuditTrail
from sealog.crypto.blind_index import blind_indexer
from sealog.detect.engine.scanner import default_scanner
from sealog.gatekeeper.fields import is_same_field
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.keys.sealer import Sealer
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

KEYS = keyring()
SEALER = Sealer(KEYS.bundle())
KEY = SEALER.key()
SCANNER = default_scanner()


def sealed(value: str, path: str, indexed: str | None = None) -> str:
    return SEALER.seal(KEY, "email_address", value, path, indexed)[0]


def keeper(tmp_path: Path) -> Gatekeeper:
    index = blind_indexer(KEYS.index_keys()[1], KEYS.tenant, 1)
    return Gatekeeper(
        KEYS,
        AuditTrail(tmp_path / "audit.jsonl"),
        reason="a test",
        actor="tester",
        clock=lambda: 0.0,
        indexes_of=lambda entity, value: [index(entity, SCANNER.normalise(entity, value))],
    )


@pytest.mark.parametrize(
    ("sealed_under", "field"),
    [
        ("$", "body"),
        ("$", "Body"),
        ("$", "message"),
        ("$.customer.mail", "body.customer.mail"),
        ("user.email", "user.email"),
        ("user.email", "attributes.user.email"),
        ("user.email", "attributes_user_email"),
        ("user.email", "Attributes.USER-EMAIL"),
        ("user.email", "resourceLogs.scopeLogs.logRecords.attributes.user.email"),
        ("http.request.hea", "http.request.header.cookie"),
        ("", "anything"),
        ("$event_name", "name"),
        ("$scope", "instrumentation.name"),
    ],
)
def test_a_rename_by_a_collector_is_no_move(sealed_under: str, field: str) -> None:
    assert is_same_field(sealed_under, field)


@pytest.mark.parametrize(
    ("sealed_under", "field"),
    [
        ("user.email", "body"),
        ("user.email", "admin.mail"),
        ("user.email", "attributes.account.owner"),
        ("$", "attributes.user.email"),
        ("$.customer.mail", "body.seller.mail"),
        ("db.password", "user.name"),
    ],
)
def test_another_field_is_a_move(sealed_under: str, field: str, tmp_path: Path) -> None:
    assert not is_same_field(sealed_under, field)
    opened = keeper(tmp_path).open_text(sealed("m@q.example", sealed_under), [KEY.text], lambda _: field)
    assert opened.text == "m@q.example"
    assert [doubt.kind for doubt in opened.doubts] == ["moved"]
    assert str(opened.doubts[0]) == f"email_address: moved from {sealed_under}"
    (entry,) = map(json.loads, (tmp_path / "audit.jsonl").read_text().splitlines())
    assert (entry["path"], entry["field"], entry["doubts"]) == (sealed_under, field, ["moved"])


def test_a_value_under_somebody_elses_index_is_doubted(tmp_path: Path) -> None:
    wrong = sealed("mira@quellwerk.example", "$", "somebody@quellwerk.example")
    right = sealed("Mira@Quellwerk.example", "$", "mira@quellwerk.example")
    opened = keeper(tmp_path).open_text(f"{wrong} {right}", [KEY.text])
    assert opened.text == "mira@quellwerk.example Mira@Quellwerk.example"
    assert [doubt.kind for doubt in opened.doubts] == ["index"]
    assert opened.text.split("@")[0] not in repr(opened.doubts)


def test_a_value_of_another_record_is_doubted_where_its_data_key_tells(tmp_path: Path) -> None:
    other = Sealer(KEYS.bundle())
    token = other.seal(other.key(), "email_address", "mira@quellwerk.example", "$", None)[0]
    keys = {other.key().text.split("~")[1]: other.key().text}
    with_look_up = Gatekeeper(
        KEYS,
        AuditTrail(tmp_path / "audit.jsonl"),
        reason="a test",
        actor="tester",
        clock=lambda: 0.0,
        look_up=lambda key_id: [keys[key_id]],
    )
    assert [doubt.kind for doubt in with_look_up.open_text(token, [KEY.text]).doubts] == ["other_record"]
    assert with_look_up.open_text(token, [other.key().text]).doubts == ()
    assert with_look_up.open_text(token).doubts == (), "no key came with the text, so nothing is known"


@pytest.mark.parametrize("raw", [b"\xc3\x28", b"\xed\xa0", b"ok\x80", b"\xfe\xfe"])
def test_what_holds_no_text_stays_shut_and_the_rest_opens(raw: bytes, tmp_path: Path) -> None:
    """Whoever has a bundle can seal any bytes."""
    cipher, nonce = KEY.data_key._cipher, bytes(12)
    aad = KEY.data_key._aad("email_address", "0")
    frames = [(raw + b"\xff").ljust(32, b"\xff"), raw.ljust(32, b"a")]
    for frame in frames:
        from sealog.crypto.spelling import SealedValue  # noqa: PLC0415 - beside what it is for

        forged = str(SealedValue("email_address", "0", KEY.data_key.id, nonce, cipher.seal(nonce, frame, aad)))
        text = f"{forged} and {sealed('mira@quellwerk.example', '$')}"
        opened = gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text(text, [KEY.text])
        assert opened.text == f"[unopened bad_spelling: {forged}] and mira@quellwerk.example"
        assert opened.unopened == 1


@pytest.mark.parametrize("cut", [1, 5, 20, 60, 80, 90, 100])
def test_a_value_cut_short_is_named(cut: int, tmp_path: Path) -> None:
    token = sealed("mira@quellwerk.example", "$")[:-cut]
    opened = gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text(f"from {token} to", [KEY.text])
    assert opened.text == f"from [unopened bad_spelling: {token}] to"
    assert opened.unopened == 1


@pytest.mark.parametrize("text", ["seal1~", "seal1k~x~0~abc", "seal7~email_address~0~abc", "seal99999999~x"])
def test_whatever_begins_like_a_sealed_value_is_named(text: str, tmp_path: Path) -> None:
    opened = gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text(text)
    assert opened.unopened == 1
    assert opened.text.startswith("[unopened ")


@pytest.mark.parametrize("text", ["seal1", "sealed~", "a seal1 b", "seal~1", "unseal"])
def test_what_only_has_the_word_stays(text: str, tmp_path: Path) -> None:
    assert gatekeeper(KEYS, tmp_path / "audit.jsonl").open_text(text).text == text
