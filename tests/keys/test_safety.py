"""Key material is never shown or copied; files that others can write are refused; nothing is overwritten."""

from __future__ import annotations

import copy
import dataclasses
import json
import os
import pickle
import stat
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from sealog.cli.main import app
from sealog.crypto import primitives
from sealog.crypto.blind_index import blind_indexer
from sealog.errors import KeyFileError
from sealog.instrumentation.process.bundle import BundleWatch
from sealog.instrumentation.process.policy import sealing_of
from sealog.keys.bundle import load_bundle, save_bundle
from sealog.keys.keyring import load_keyring, save_keyring
from sealog.keys.protectors import Passphrase
from sealog.keys.sealer import Sealer
from sealog.ownership import writable_by_others
from sealog.settings import load_settings
from sealog.spool.key_file import read_or_make
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

KEYS = keyring()
SEALER = Sealer(KEYS.bundle())
HOLDERS = {
    "keyring": KEYS,
    "epoch": KEYS.epochs[0],
    "bundle": KEYS.bundle(),
    "sealing key": SEALER.key(),
    "data key": SEALER.key().data_key,
    "value cipher": primitives.ValueCipher(b"k" * 32),
    "segment cipher": primitives.SegmentCipher(b"k" * 32),
    "passphrase": Passphrase("correct horse", b"s" * 16, n=2),
    "index": blind_indexer(KEYS.index_keys()[1], "default", 1),
}
SECRETS = [
    KEYS.signing_key().reveal(),
    KEYS.index_keys()[1].reveal(),
    next(iter(KEYS.private_keys().values())).reveal(),
]


@pytest.mark.parametrize("holder", HOLDERS.values(), ids=HOLDERS.keys())
def test_what_holds_keys_shows_none_and_is_neither_pickled_nor_copied(holder: Any) -> None:
    shown = f"{holder!r} {holder} {[holder]}"
    assert not any(repr(secret)[2:-1] in shown or secret.hex() in shown for secret in SECRETS)
    assert "correct horse" not in shown
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises((TypeError, pickle.PicklingError, AttributeError)):
            pickle.dumps(holder, protocol)
    with pytest.raises(TypeError):
        copy.deepcopy(holder)
    if dataclasses.is_dataclass(holder) and not isinstance(holder, type):
        with pytest.raises(TypeError):
            dataclasses.asdict(holder)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "is_used"),
    [
        (0o640, 0o700, True),
        (0o644, 0o755, True),
        (0o600, 0o1777, True),
        (0o660, 0o700, False),
        (0o666, 0o700, False),
        (0o602, 0o700, False),
        (0o644, 0o777, False),
        (0o644, 0o775, False),
    ],
)
def test_a_bundle_that_others_can_write_is_not_used(
    file_mode: int, folder_mode: int, is_used: bool, tmp_path: Path
) -> None:
    path = tmp_path / "keys" / "bundle.json"
    save_bundle(KEYS.bundle(), path)
    if os.geteuid() == 0:
        for each in (path, path.parent):
            os.chown(each, 0, 12345)  # a group that is not the owner's own
    elif os.getegid() == os.geteuid():
        pytest.skip("this user's group is the user's own, which is not others")
    path.chmod(file_mode)
    path.parent.chmod(folder_mode)
    assert (BundleWatch(path).sealer is not None) is is_used
    if not is_used:
        with pytest.raises(KeyFileError, match="chmod go-w"):
            load_bundle(path)


def test_a_group_of_the_owners_own_is_not_others(tmp_path: Path) -> None:
    path = tmp_path / "bundle.json"
    path.write_text("{}")
    path.chmod(0o664)
    found = os.stat_result((*(values := list(path.stat()))[:4], 1000, 1000, *values[6:]))
    assert writable_by_others(path, found) is None
    found = os.stat_result((*values[:4], 1000, 1001, *values[6:]))
    assert "others can write it" in str(writable_by_others(path, found))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_a_bundle_of_another_user_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "bundle.json"
    save_bundle(KEYS.bundle(), path)
    os.chown(path, 12345, 12345)
    assert BundleWatch(path).sealer is not None
    assert "belongs to user 12345" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_keyring_and_spool_key_that_others_can_write_are_not_used(tmp_path: Path) -> None:
    tmp_path.chmod(0o777)
    ring, spool_key = tmp_path / "keyring.json", tmp_path / "spool.key"
    save_keyring(KEYS, ring)
    with pytest.raises(KeyFileError, match="others can write its folder"):
        load_keyring(ring, lambda: "")
    with pytest.raises(KeyFileError, match="others can write its folder"):
        read_or_make(spool_key, os.urandom)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_under_a_policy_that_others_can_write_everything_is_masked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = tmp_path / "sealog.yaml"
    policy.write_text("default: keep\n")
    policy.chmod(0o666)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("SEALOG_POLICY", str(policy))
    assert sealing_of(load_settings()).value("mira@quellwerk.example", "$") == "[masked:email_address]"
    assert "others can write it" in capsys.readouterr().err


def test_two_inits_at_once_leave_one_keyring_and_its_bundle(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    rings = [keyring() for _ in range(8)]

    def save(ring: Any) -> bool:
        try:
            save_keyring(ring, path, replace=False)
        except KeyFileError:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = [ring for ring, saved in zip(rings, threads.map(save, rings), strict=True) if saved]
    assert [ring.epochs for ring in won] == [load_keyring(path, lambda: "").epochs]
    assert list(tmp_path.iterdir()) == [path], "no neighbour is left"


def test_init_replaces_nothing_that_appeared_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "sealog"

    def meanwhile(*_: Any) -> Any:
        save_keyring(KEYS, folder / "keyring.json")
        return keyring()

    monkeypatch.setattr("sealog.keys.keyring.new_keyring", meanwhile)
    result = CliRunner().invoke(app, ["init"])
    assert "exists already" in str(result.exception)
    assert load_keyring(folder / "keyring.json", lambda: "").epochs == KEYS.epochs
    assert not (folder / "bundle.json").exists()


def test_an_init_that_was_interrupted_is_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "sealog"
    save_keyring(KEYS, folder / "keyring.json")
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    assert load_bundle(folder / "bundle.json").recipients == KEYS.bundle().recipients
    again = CliRunner().invoke(app, ["init"])
    assert "exists already" in str(again.exception)


def test_a_keyring_of_an_earlier_version_is_read(tmp_path: Path) -> None:
    path = tmp_path / "keyring.json"
    save_keyring(KEYS, path)
    fields = json.loads(path.read_text())
    del fields["audit_public_key"]
    path.write_text(json.dumps(fields))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_keyring(path, lambda: "").audit_public_key is None
