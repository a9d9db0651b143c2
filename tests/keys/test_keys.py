"""Key files: round trips, errors that name the fault, and secrets that stay private."""

from __future__ import annotations

import base64
import json
import os
import stat
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from sealog.crypto.data_key import open_data_key
from sealog.crypto.spelling import parse_sealed_value
from sealog.errors import KeyFileError, SettingError
from sealog.keys.bundle import load_bundle, save_bundle
from sealog.keys.keyring import add_epoch, load_keyring, load_keyring_header, new_keyring, save_keyring
from sealog.keys.protectors import OwnerFile, Passphrase
from sealog.keys.sealer import KEY_LIFETIME_S, Sealer

if TYPE_CHECKING:
    from sealog.keys.protectors.interface import Protector

NOW = "2026-01-01T00:00:00+00:00"


def never_asked() -> str:
    raise AssertionError("a passphrase was asked for")


def cheap_passphrase(word: str) -> Passphrase:
    return Passphrase(word, bytes(16), n=2**10)


@pytest.mark.parametrize("protector", [OwnerFile(), cheap_passphrase("correct horse")], ids=["file", "passphrase"])
def test_a_keyring_comes_back_from_disk(tmp_path: Path, protector: Protector) -> None:
    path = tmp_path / "deep" / "keyring.json"
    keyring = add_epoch(new_keyring("shop", protector, NOW), NOW)
    save_keyring(keyring, path)
    again = load_keyring(path, lambda: "correct horse")
    assert again.epochs == keyring.epochs
    assert {rid: key.reveal() for rid, key in again.private_keys().items()} == {
        rid: key.reveal() for rid, key in keyring.private_keys().items()
    }
    assert again.signing_key().reveal() == keyring.signing_key().reveal()


def test_a_keyring_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keyring.json"
    save_keyring(new_keyring("shop", OwnerFile(), NOW), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_keyring_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    save_keyring(new_keyring("shop", OwnerFile(), NOW), path)
    path.chmod(0o640)
    with pytest.raises(KeyFileError, match="chmod 600"):
        load_keyring(path, never_asked)


def test_a_passphrase_keyring_holds_no_key_in_the_clear(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    keyring = new_keyring("shop", cheap_passphrase("correct horse"), NOW)
    save_keyring(keyring, path)
    written = path.read_text()
    for key in (*keyring.private_keys().values(), *keyring.index_keys().values(), keyring.signing_key()):
        assert base64.b64encode(key.reveal()).decode() not in written


def test_a_wrong_passphrase_is_named(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    save_keyring(new_keyring("shop", cheap_passphrase("correct horse"), NOW), path)
    keyring = load_keyring(path, lambda: "battery staple")
    with pytest.raises(KeyFileError, match="wrong passphrase"):
        keyring.private_keys()


def test_two_keys_can_not_be_swapped_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    save_keyring(new_keyring("shop", cheap_passphrase("correct horse"), NOW), path)
    value = json.loads(path.read_text())
    epoch = value["epochs"][0]
    epoch["private_key"], epoch["index_key"] = epoch["index_key"], epoch["private_key"]
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match="does not open"):
        load_keyring(path, lambda: "correct horse").private_keys()


def test_listing_asks_for_no_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    save_keyring(new_keyring("shop", cheap_passphrase("correct horse"), NOW), path)
    header = load_keyring_header(path)
    assert (header.tenant, [epoch.number for epoch in header.epochs], header.protector_type) == (
        "shop",
        [1],
        "passphrase",
    )


def test_a_bundle_comes_back_from_disk(tmp_path: Path) -> None:
    bundle = new_keyring("shop", OwnerFile(), NOW).bundle()
    save_bundle(bundle, tmp_path / "bundle.json")
    again = load_bundle(tmp_path / "bundle.json")
    assert (again.tenant, again.epoch, again.recipients) == (bundle.tenant, bundle.epoch, bundle.recipients)
    assert again.index_key.reveal() == bundle.index_key.reveal()


def test_a_bundle_is_for_its_owner_and_their_group(tmp_path: Path) -> None:
    save_bundle(new_keyring("shop", OwnerFile(), NOW).bundle(), tmp_path / "bundle.json")
    assert stat.S_IMODE((tmp_path / "bundle.json").stat().st_mode) == 0o640


def test_a_bundle_holds_no_private_key(tmp_path: Path) -> None:
    keyring = new_keyring("shop", OwnerFile(), NOW)
    save_bundle(keyring.bundle(), tmp_path / "bundle.json")
    written = (tmp_path / "bundle.json").read_text()
    for key in (*keyring.private_keys().values(), keyring.signing_key()):
        assert base64.b64encode(key.reveal()).decode() not in written


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"sealog_bundle": 2}, "later version"),
        ({"epoch": 0}, "epoch must be a positive integer"),
        ({"tenant": "A B"}, "tenant must be"),
        ({"recipients": []}, "recipients must be a non-empty list"),
        ({"recipients": [{"id": "AAAA", "public_key": "AAAA"}]}, r"recipients\[0\].public_key must be base64 of 32"),
        ({"recipients": ["x"]}, r"recipients\[0\] must be a JSON object"),
        ({"index_key": "*"}, "index_key must be base64"),
        ({"index_key": None}, "index_key must be a non-empty string"),
    ],
)
def test_a_wrong_bundle_is_refused_with_file_and_field(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    path = tmp_path / "bundle.json"
    save_bundle(new_keyring("shop", OwnerFile(), NOW).bundle(), path)
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(KeyFileError, match=complaint) as caught:
        load_bundle(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(("text", "complaint"), [("", "not JSON"), ("[]", "JSON object"), ("{}", "is missing")])
def test_what_is_no_bundle_is_refused(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(text)
    with pytest.raises(KeyFileError, match=complaint):
        load_bundle(path)


def test_a_missing_bundle_tells_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="sealog init"):
        load_bundle(tmp_path / "bundle.json")


def test_a_tenant_needs_a_plain_name() -> None:
    with pytest.raises(SettingError, match="tenant"):
        new_keyring("Shop~1", OwnerFile(), NOW)


def test_an_old_epochs_values_open_after_a_new_epoch() -> None:
    old = new_keyring("shop", OwnerFile(), NOW)
    sealer = Sealer(old.bundle())
    key = sealer.key()
    token, _ = sealer.seal(key, "email_address", "a@example.com", "$", None)
    sealed = parse_sealed_value(token)
    keyring = add_epoch(old, NOW)
    assert open_data_key(key.sealed, keyring.private_keys(), "shop").open(sealed) == ("a@example.com", "$")


def test_a_data_key_is_renewed_after_ten_minutes() -> None:
    now = [0.0]
    sealer = Sealer(new_keyring("shop", OwnerFile(), NOW).bundle(), clock=lambda: now[0])
    first = sealer.key()
    now[0] = KEY_LIFETIME_S - 1
    assert sealer.key() is first
    now[0] = KEY_LIFETIME_S
    assert sealer.key().sealed.id != first.sealed.id


def test_a_data_key_is_renewed_when_its_values_are_used_up() -> None:
    sealer = Sealer(new_keyring("shop", OwnerFile(), NOW).bundle())
    first = sealer.key()
    first.values_left = 2
    sealer.seal(first, "jwt", "x", "$", None)
    assert sealer.key() is first
    sealer.seal(first, "jwt", "x", "$", None)
    assert sealer.key() is not first


def test_a_data_key_seals_as_many_values_as_the_spec_page_allows() -> None:
    """Twelve random bytes of nonce stay apart that long; `seal_all` counts each value of a text."""
    page = Path(__file__).parents[2].joinpath("docs/spec/sealed-value.md").read_text("utf-8")
    assert "every 2^20 values" in page
    sealer = Sealer(new_keyring("shop", OwnerFile(), NOW).bundle())
    first = sealer.key()
    assert first.values_left == 2**20
    kinds = sealer.kinds(lambda _: None)
    assert (kinds is None) is (first.data_key.quick is None)
    if kinds is not None:
        sealer.seal_all(first, "abc", [("jwt", "", 0, 1), ("jwt", "", 2, 3)], "$", kinds)
        assert first.values_left == 2**20 - 2


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_a_forked_child_makes_a_data_key_of_its_own() -> None:
    sealer = Sealer(new_keyring("shop", OwnerFile(), NOW).bundle())
    parent_id = sealer.key().sealed.id
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, sealer.key().sealed.id)
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    assert os.read(reader, 4) != parent_id
    os.close(reader)


def test_equal_values_have_equal_indexes_within_tenant_entity_and_epoch_only() -> None:
    one = new_keyring("shop", OwnerFile(), NOW)
    two = add_epoch(one, NOW)

    def index(sealer: Sealer, entity: str) -> str:
        return sealer.seal(sealer.key(), entity, "a@example.com", "$", "a@example.com")[1]

    sealer = Sealer(one.bundle())
    assert index(sealer, "email_address") == index(Sealer(one.bundle()), "email_address")
    assert index(sealer, "email_address") != index(sealer, "phone_number")
    assert index(sealer, "email_address") != index(Sealer(two.bundle()), "email_address")


@pytest.mark.parametrize("count", [1, 16, 17])
def test_a_bundle_has_up_to_sixteen_recipients(tmp_path: Path, count: int) -> None:
    path = tmp_path / "bundle.json"
    bundle = new_keyring("shop", OwnerFile(), NOW).bundle()
    save_bundle(replace(bundle, recipients=bundle.recipients * count, signer=None), path)
    if count <= 16:
        assert len(load_bundle(path).recipients) == count
        return
    with pytest.raises(KeyFileError, match="recipients must be at most 16 recipients"):
        load_bundle(path)
