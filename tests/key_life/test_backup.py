"""Backups: never in the clear, proven by a drill, and no way to bring a destroyed epoch back."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from key_life.conftest import WORD, made_site
from key_life.test_rotate import opens, sealed_with
from sealog.errors import KeyFileError, SettingError
from sealog.key_life.backup import Drill, backup, drill, restore
from sealog.key_life.protect import protect
from sealog.key_life.rotate import rotate
from sealog.key_life.status import destroy
from sealog.keys.keyring import load_keyring
from sealog.keys.protectors import OwnerFile, Passphrase

if TYPE_CHECKING:
    from pathlib import Path

    from key_life.conftest import Site

DAY = timedelta(days=1)


@pytest.fixture
def copy(site: Site, tmp_path: Path) -> Path:
    rotate(site.files(DAY))
    backup(site.files(DAY), tmp_path / "copy.json")
    return tmp_path / "copy.json"


def test_a_copy_opens_everything_and_is_in_the_trail(site: Site, copy: Path) -> None:
    assert drill(copy, lambda: WORD, site.files().header()) == Drill("shop", (1, 2), ())
    assert drill(copy, lambda: WORD, None) == Drill("shop", (1, 2), ())
    assert site.verdict().wrong is None
    assert '"action": "backup"' in (site.folder / "audit.jsonl").read_text()


def test_a_drill_names_what_a_copy_lacks(site: Site, copy: Path) -> None:
    rotate(site.files(DAY * 2))
    found = drill(copy, lambda: WORD, site.files().header())
    assert found.opened == (1, 2)
    assert found.faults == ("lacks epoch 3, made 2026-01-03T00:00:00+00:00: make a new backup",)


@pytest.mark.parametrize("field", ["private_key", "index_key", "public_key"])
def test_a_drill_finds_each_damaged_key(copy: Path, field: str) -> None:
    value = json.loads(copy.read_text())
    value["epochs"][0][field] = value["epochs"][1][field]
    copy.write_text(json.dumps(value))
    found = drill(copy, lambda: WORD, None)
    assert found.opened == (2,)
    assert found.faults[0].startswith("epoch 1 does not open: ")


def test_a_drill_with_the_wrong_passphrase_fails(copy: Path) -> None:
    with pytest.raises(KeyFileError, match="wrong passphrase"):
        drill(copy, lambda: "another", None)


def test_no_copy_has_its_keys_in_the_clear(site: Site, tmp_path: Path) -> None:
    protect(site.files(), lambda _: OwnerFile())
    with pytest.raises(SettingError, match="--with passphrase"):
        backup(site.files(), tmp_path / "copy.json")
    assert not (tmp_path / "copy.json").exists()
    backup(site.files(), tmp_path / "copy.json", lambda _: Passphrase("safe", bytes(16), n=2))
    assert drill(tmp_path / "copy.json", lambda: "safe", site.files().header()).faults == ()
    with pytest.raises(KeyFileError, match="exists already"):
        backup(site.files(), tmp_path / "copy.json", lambda _: Passphrase("safe", bytes(16), n=2))


def test_a_lost_keyring_comes_back_with_its_bundle(site: Site, copy: Path) -> None:
    old = sealed_with(site)
    for name in ("keyring.json", "bundle.json"):
        (site.folder / name).unlink()
    restore(site.files(DAY), copy, replace=False)
    assert opens(site, *old)
    assert site.bundle().epoch == 2
    assert site.verdict().wrong is None


def test_a_keyring_that_is_there_is_replaced_only_when_asked_and_never_by_less(site: Site, copy: Path) -> None:
    before = site.bytes()
    with pytest.raises(SettingError, match="--replace"):
        restore(site.files(DAY), copy, replace=False)
    assert site.bytes() == before
    restore(site.files(DAY), copy, replace=True)
    rotate(site.files(DAY * 2))
    before = site.bytes()
    with pytest.raises(SettingError, match="lacks epoch 3"):
        restore(site.files(DAY), copy, replace=True)
    assert site.bytes() == before


def test_what_was_destroyed_since_stays_destroyed(site: Site, copy: Path) -> None:
    destroy(site.files(DAY), [1], "retention")
    restore(site.files(DAY), copy, replace=True)
    assert [epoch.number for epoch in site.keyring().epochs] == [2]
    assert [stone.number for stone in site.keyring().destroyed] == [1]


def test_a_stolen_copy_has_what_was_destroyed_since_and_no_later_epoch(site: Site, copy: Path) -> None:
    old = site.keyring().epochs[0].private_key.reveal()
    destroy(site.files(DAY), [1], "retention")
    rotate(site.files(DAY * 2))
    stolen = load_keyring(copy, lambda: WORD)
    assert stolen.epochs[0].private_key.reveal() == old
    assert sorted(stolen.index_keys()) == [1, 2]
    assert sorted(site.keyring().index_keys()) == [2, 3]


def test_another_tenants_copy_is_refused(site: Site, tmp_path: Path) -> None:
    other = made_site(tmp_path / "other", "bank")
    backup(other.files(), tmp_path / "bank.json")
    with pytest.raises(SettingError, match="is tenant bank's"):
        restore(site.files(), tmp_path / "bank.json", replace=True)


def test_a_keyring_whose_public_key_was_exchanged_gives_no_bundle(site: Site) -> None:
    path = site.folder / "keyring.json"
    value = json.loads(path.read_text())
    value["epochs"][0]["public_key"] = "CQ" + "A" * 41 + "="
    path.write_text(json.dumps(value))
    with pytest.raises(KeyFileError, match="its public key is not that of its private key"):
        site.keyring().bundle()


@pytest.mark.parametrize("new", [OwnerFile(), Passphrase("new", bytes(16), n=2)], ids=["file", "passphrase"])
def test_another_protector_changes_neither_keys_nor_bundle(site: Site, new: Any) -> None:
    old, bundle = sealed_with(site), (site.folder / "bundle.json").read_bytes()
    keys = {rid: key.reveal() for rid, key in site.keyring().private_keys().items()}
    protect(site.files(), lambda _: new)
    site.word = "new"
    ring = site.files().unlocked()
    assert {rid: key.reveal() for rid, key in ring.private_keys().items()} == keys
    assert (site.folder / "bundle.json").read_bytes() == bundle
    site.keyring = lambda: ring  # type: ignore[method-assign]  # as it is protected now
    assert opens(site, *old)
    assert site.verdict().wrong is None
