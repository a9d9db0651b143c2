"""Text that only looks sealed or masked is ordinary text: it is scanned, and sealed whole under a key that says so."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from sealed_values import FOREIGN, foreign, own, sealer
from sealog.cli.main import app
from sealog.console.line import LineSealer
from sealog.crypto.authenticity import KnownKeys, brought, is_believed
from sealog.crypto.data_key import DataKey
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import SealedKey, with_key_body
from sealog.detect.engine.scanner import default_scanner
from sealog.keys.sealer import Sealer
from support import Records, gatekeeper, keyring, processor

if TYPE_CHECKING:
    from pathlib import Path

KEYS = keyring()
RECORDS = Records(processor(KEYS))
ENTITIES = default_scanner().entities
SECRET = "hunter2-"
CARD = "4111111111111111"
HIDDEN = f"seal1~password~0~{SECRET}" + foreign()[-78:]


def spoiled(token: str) -> str:
    """Give a sealed value with another sign in place of its last but one."""
    return f"{token[:-2]}{'B' if token[-2] == 'A' else 'A'}{token[-1]}"


LOOK_ALIKES = [
    f"[masked:{CARD}]",
    "[masked:hunter2]",
    "[masked:hunter2] and [masked:hunter3]",
    "[masked:password",
    "[masked:]",
    "[masked:no_such_entity]",
    "[masked:password]hunter2",
    "[MASKED:password]",
    "seal1",
    "seal1hunter2x",
    "seal1~",
    "seal1~x~0~hunter2",
    f"seal1~x~0~{SECRET}" + "a" * 86,
    f"seal1~password~0~{SECRET}" + "a" * 78,  # its last character has unused bits
    HIDDEN,
    HIDDEN + "~",
    f"seal1~password~0~{'A' * 85}",
    f"seal1~password~{'a' * 13}~{SECRET}" + "A" * 1000,
    f"seal1k~password~0~{'A' * 86}~{'A' * 155}",
    f"seal1k~password~0~{'A' * 86}~{'B' * 155}",
    f"seal2~password~0~{'A' * 86}",
    foreign(),
    own() + "~hunter2",
    own() + "hunter2",
    own() + "A" * 64,
    "hunter2" + own(),
    own() + " " + own(),
    own().replace("email_address", "password"),
    spoiled(own()),
    own().upper(),
]


def sealed_and_opened(attributes: dict[str, Any], tmp_path: Path) -> tuple[str, str]:
    """Log attributes; give the text of `password` as it left, and as the gatekeeper opens it."""
    record = RECORDS.emit("x", attributes)
    left = record.attributes["password"]
    keys = record.attributes.get("sealog.key", "")
    keeper = gatekeeper(KEYS, tmp_path / "audit.jsonl")
    return left, keeper.open_text(left, [keys] if isinstance(keys, str) else keys).text


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_look_alike_under_a_key_is_sealed_whole(text: str, tmp_path: Path) -> None:
    left, opened = sealed_and_opened({"password": text}, tmp_path)
    assert re.fullmatch(r"seal1~password~0~[\w-]{86,}", left, re.ASCII)
    assert left != text
    assert opened == text


@pytest.mark.parametrize("text", LOOK_ALIKES)
@pytest.mark.parametrize("shape", ["list", "nested", "bytes", "body"])
def test_it_is_sealed_wherever_it_stands(text: str, shape: str) -> None:
    value: Any = {"list": [text], "nested": {"a": text}, "bytes": text.encode(), "body": text}[shape]
    record = RECORDS.emit({"password": value}) if shape == "body" else RECORDS.emit("x", {"a": {"password": value}})
    assert text not in re.split(r"['\" ]", repr(record.body)) + re.split(r"b?['\" ]", repr(dict(record.attributes)))


@pytest.mark.parametrize("text", [*LOOK_ALIKES, ""])
def test_in_mask_mode_it_is_masked(text: str) -> None:
    masking = Records(processor(None))
    assert masking.emit("x", {"password": text}).attributes["password"] == ("[masked:password]" if text else "")


@pytest.mark.parametrize(
    "text", ["", "[masked:password]", "[masked:credit_card]", "[masked:unknown]", "[masked:unread]", own(), own() + "~"]
)
def test_what_takes_a_values_place_stays_as_it_is(text: str) -> None:
    assert RECORDS.emit("x", {"password": text}).attributes["password"] == text


@pytest.mark.parametrize(
    "body",
    [
        "login password=seal1hunter2x",
        "login password=seal1.hunter2",
        "password: seal1~x~0~hunter2",
        f"password={HIDDEN}",
        f"password='{HIDDEN}'",
        f'{{"password": "{HIDDEN}"}}',
        f"api_key={HIDDEN}",
        f"Authorization: Bearer {HIDDEN}",
        f"https://app:{HIDDEN}@db.quellwerk.example/x",
    ],
)
def test_a_look_alike_beside_a_keyword_is_found(body: str) -> None:
    assert SECRET.strip("-") not in RECORDS.emit(body).body


@pytest.mark.parametrize(
    "nickname",
    [
        "seal1~a~0~" + "b" * 86 + "~",
        "seal1~email_address~0~" + "A" * 86 + "~",
        "seal1~email_address~0~" + "A" * 86,
        "seal1~email_address~0~" + "A" * 82,
        "seal1~email_address~0~" + "A" * 82 + "-",
        "seal1k~email_address~0~" + "A" * 86 + "~" + "A" * 151,
        "seal1k~email_address~0~" + "A" * 86 + "~" + "A" * 155 + "~",
        foreign(),
        foreign() + "~",
        own(),
        own() + "~",
        own() + " ",
        own() + "~~",
        "[masked:email_address]",
        "[masked:",
    ],
)
@pytest.mark.parametrize("address", ["mira@quellwerk.example", "m.o-s@quellwerk.example"])
def test_a_nickname_hides_nobody_elses_address(nickname: str, address: str) -> None:
    body = RECORDS.emit(f"{nickname}{address} signed up").body
    assert address not in body
    assert "@" not in body


def test_a_value_beside_a_sealed_value_is_found_and_the_sealed_value_stays() -> None:
    token = own()
    body = RECORDS.emit(f"{token} wrote to mira@quellwerk.example, password={token}, card {CARD}").body
    assert body.count(token) == 2
    assert "mira" not in body
    assert CARD not in body


def test_part_of_a_secret_beside_its_sealed_part_is_sealed() -> None:
    token = own()
    body = RECORDS.emit(f"password={token}~hunter2 x").body
    assert body.startswith(f"password={token}~seal1~password~")
    assert "hunter2" not in body


@pytest.mark.parametrize("name", ["sealog.uid", "sealog.entities", "sealog.index", "sealog.key"])
@pytest.mark.parametrize("value", [CARD, f"abcdefghijklm-{CARD}", "mira@quellwerk.example", f"key1~AAAAAA~{'A' * 155}"])
def test_our_names_vouch_for_nothing(name: str, value: str) -> None:
    record = RECORDS.emit("x", {name: value, "password": foreign()})
    assert record.attributes["password"] != foreign()
    assert "mira" not in str(dict(record.attributes))


def test_a_record_that_brings_its_data_key_keeps_its_sealed_values() -> None:
    """It was sealed by another process, whose data key this one can't use."""
    elsewhere = Sealer(KEYS.bundle())
    key, token = _forgotten(elsewhere, "bob@quellwerk.example")
    with_key, without = ({"password": token, "sealog.key": key}, {"password": token})
    assert RECORDS.emit(f"password={token}", with_key).attributes["password"] == token
    assert RECORDS.emit(f"password={token}", with_key).body == f"password={token}"
    assert RECORDS.emit("x", without).attributes["password"] != token


def test_a_value_that_carries_its_data_key_counts_where_it_is_sealed_to_our_recipients() -> None:
    key, token = _forgotten(Sealer(KEYS.bundle()), "bob@quellwerk.example")
    carrying = with_key_body(token, key.rpartition("~")[2])
    assert RECORDS.emit("x", {"password": carrying}).attributes["password"] == carrying
    key, token = _forgotten(Sealer(keyring().bundle()), "bob@quellwerk.example", unknown=True)
    carrying = with_key_body(token, key.rpartition("~")[2])
    assert RECORDS.emit("x", {"password": carrying}).attributes["password"] != carrying


def test_a_value_without_proof_is_bounded_and_has_a_known_entity() -> None:
    long, strange = FOREIGN.token("password", "0", "x" * 4000, "$", bytes(12)), foreign(entity="no_such_entity")
    key = _sealed_key(FOREIGN)
    with brought([key]):
        assert is_believed(foreign(), ENTITIES)
        assert not is_believed(long, ENTITIES)
        assert not is_believed(strange, ENTITIES)
    assert not is_believed(foreign(), ENTITIES)


def test_a_long_value_of_our_own_is_believed() -> None:
    token = own("x" * 100_000, "password")
    assert is_believed(token, ())
    assert default_scanner().scan(f"password={token}") == []


def test_values_of_an_earlier_data_key_are_known_by_its_id_alone() -> None:
    now = [0.0]
    renewing = Sealer(KEYS.bundle(), clock=lambda: now[0])
    token = renewing.seal(renewing.key(), "password", "hunter2", "$", None)[0]
    assert is_believed(token, ENTITIES)
    now[0] = 601.0
    renewing.key()
    assert is_believed(token, ENTITIES)


def test_what_is_remembered_of_data_keys_is_bounded() -> None:
    known = KnownKeys()
    for number in range(5000):
        known._remember_id(number.to_bytes(4, "big"))
    assert not known.was_used((0).to_bytes(4, "big"))
    assert known.was_used((4999).to_bytes(4, "big"))


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_the_console_believes_no_look_alike(text: str) -> None:
    line = LineSealer(default_scanner(), sealer())
    assert json.loads(line.text(json.dumps({"password": text})))["password"] != text
    assert line.fields({"password": text})["password"] != text


@pytest.mark.parametrize("value", [f"[masked:{CARD}]", "seal1hunter2x", f"seal1~x~0~{SECRET}", HIDDEN, foreign()])
def test_the_console_seals_them_beside_a_key_in_a_text(value: str) -> None:
    line = LineSealer(default_scanner(), sealer())
    for text in (f"login password={value}", f'login "password": "{value}"', f"login db.password={value}."):
        assert value not in line.text(text)


def test_the_console_leaves_what_is_sealed_or_masked() -> None:
    line = LineSealer(default_scanner(), sealer())
    for value in (own(), "[masked:password]"):
        for text in (f"login password={value}", f'a "password": "{value}"', f"login password={value}. Bye"):
            assert line.text(text) == text


@pytest.mark.parametrize("text", [f"[masked:{CARD}]", "seal1hunter2x", HIDDEN, foreign()])
def test_scan_finds_what_only_looks_sealed(text: str, tmp_path: Path) -> None:
    file = tmp_path / "app.log"
    for line, options in (
        (json.dumps({"password": text}), ["--records"]),
        (text, ["--key", "password"]),
        (f"password={text}", []),
    ):
        file.write_text(line + "\n")
        result = CliRunner().invoke(app, ["scan", "--fail-on", "any", *options, str(file)])
        assert result.exit_code == 1, (line, options)


def test_scan_believes_a_line_that_brings_its_data_key(tmp_path: Path) -> None:
    key, token = _forgotten(Sealer(KEYS.bundle()), "bob@quellwerk.example")
    file = tmp_path / "records.jsonl"
    file.write_text(json.dumps({"password": token, "sealog.key": key}) + "\n")
    result = CliRunner().invoke(app, ["scan", "--fail-on", "any", "--records", str(file)])
    assert result.exit_code == 0, (result.output, result.exception)


def _sealed_key(data_key: DataKey) -> str:
    return str(SealedKey(data_key.commitment, ((b"rcpt", bytes(80)),)))


def _forgotten(other: Sealer, value: str, *, unknown: bool = False) -> tuple[str, str]:
    """A sealed value and its data key as another process made them: under a key that this one has not used."""
    data_key = DataKey(Secret(value.encode().ljust(32, b"u" if unknown else b"k")[:32]), "default")
    recipient = b"none" if unknown else other.key().sealed.recipients[0][0]
    key = SealedKey(data_key.commitment, ((recipient, bytes(range(80))),))
    return str(key), data_key.token("email_address", "0", value, "$", bytes(12))
