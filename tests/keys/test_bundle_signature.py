"""A bundle is signed by its keyring, and a deployment that pins the fingerprint uses no other keyring's."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

import sealog
from sealog import notices
from sealog.errors import KeyFileError, SettingError
from sealog.instrumentation.process.bundle import BundleWatch
from sealog.keys.bundle import fingerprint, load_bundle, save_bundle
from sealog.keys.bundle_file import BundleFile
from sealog.keys.keyring import add_epoch
from sealog.settings import load_settings
from sealog_exporters.sealing.keys import SealerSource
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

LATER = "2026-02-01T00:00:00+00:00"


def pin_of(keys: Any) -> str:
    return fingerprint(keys.audit_public_key)


def test_bundles_of_all_epochs_of_a_keyring_have_its_fingerprint(tmp_path: Path) -> None:
    keys = keyring()
    for ring in (keys, add_epoch(keys, LATER)):
        save_bundle(ring.bundle(), tmp_path / "b.json")
        assert load_bundle(tmp_path / "b.json", signer=pin_of(keys)).epoch == len(ring.epochs)


CHANGES: dict[str, Any] = {
    "tenant": "bank",
    "epoch": 3,
    "created": "2026-01-02T00:00:00+00:00",
    "index_key": "A" * 43 + "=",
    "record_id_key": "A" * 43 + "=",
    "recipients": None,
    "signature": "A" * 86 + "==",
    "signer": "A" * 43 + "=",
}


@pytest.mark.parametrize("field", CHANGES)
def test_a_change_of_any_field_is_found_without_a_pin_too(tmp_path: Path, field: str) -> None:
    path = tmp_path / "b.json"
    save_bundle(keyring().bundle(), tmp_path / "other.json")
    save_bundle(add_epoch(keyring(), LATER).bundle(), path)
    value = json.loads(path.read_text())
    others = json.loads((tmp_path / "other.json").read_text())["recipients"]
    changes = others if field == "recipients" else CHANGES[field]
    path.write_text(json.dumps(value | {field: changes}))
    with pytest.raises(KeyFileError, match=r"signature must be the signature of `signer`"):
        load_bundle(path)


def test_a_pinned_process_refuses_another_keyrings_bundle_and_an_unsigned_one(tmp_path: Path) -> None:
    keys, path = keyring(), tmp_path / "b.json"
    file = BundleFile(path, pin_of(keys))
    save_bundle(keys.bundle(), path)
    good = file.look()
    later = add_epoch(keys, LATER).bundle()
    for wrong in (add_epoch(keyring(), LATER).bundle(), replace(later, signer=None)):
        save_bundle(wrong, path)
        with pytest.raises(KeyFileError, match="SEALOG_BUNDLE_SIGNER wants SHA256:"):
            file.look()
        assert file.sealer is good
    save_bundle(later, path)
    assert file.look() is file.sealer is not good


def test_a_process_that_finds_only_a_foreign_bundle_has_no_sealer(tmp_path: Path) -> None:
    notices._said.clear()
    save_bundle(keyring().bundle(), tmp_path / "b.json")
    assert BundleWatch(tmp_path / "b.json", pin_of(keyring())).sealer is None


def test_each_way_of_sealing_holds_to_the_pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notices._said.clear()
    save_bundle(keyring().bundle(), tmp_path / "bundle.json")
    monkeypatch.setenv("SEALOG_BUNDLE", str(tmp_path / "bundle.json"))
    monkeypatch.setenv("SEALOG_BUNDLE_SIGNER", pin_of(keyring()))
    with pytest.raises(KeyFileError, match="SEALOG_BUNDLE_SIGNER"):
        sealog.seal_text("mail ada@example.com")
    assert "SEALOG_BUNDLE_SIGNER" in SealerSource(load_settings()).problem


def test_a_pin_that_is_none_is_an_error_that_names_the_setting() -> None:
    for wrong in ("SHA256:abc", "5b2cdbcd83d76039", "SHA256:" + "é" * 43):
        with pytest.raises(SettingError, match="SEALOG_BUNDLE_SIGNER must be a fingerprint"):
            load_settings({"SEALOG_BUNDLE_SIGNER": wrong})
