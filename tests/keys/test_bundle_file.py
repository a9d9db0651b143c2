"""A bundle's file in a running process: the last good bundle is used, whatever the file holds meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sealog
from sealog import notices
from sealog.errors import KeyFileError
from sealog.keys.bundle import save_bundle
from sealog.keys.bundle_file import BundleFile
from sealog.keys.keyring import add_epoch
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

LATER = "2026-02-01T00:00:00+00:00"


def test_a_bundle_is_taken_when_it_is_there_and_again_when_it_changed(tmp_path: Path) -> None:
    file = BundleFile(tmp_path / "bundle.json")
    with pytest.raises(KeyFileError, match="does not exist"):
        file.look()
    keys = keyring()
    save_bundle(keys.bundle(), file.path)
    first = file.look()
    assert first is file.sealer is not None
    assert file.look() is None
    save_bundle(add_epoch(keys, LATER).bundle(), file.path)
    assert file.look() is file.sealer is not first


def test_a_file_half_written_in_place_is_taken_once_it_is_whole(tmp_path: Path) -> None:
    keys = keyring()
    file = BundleFile(tmp_path / "bundle.json")
    save_bundle(keys.bundle(), file.path)
    good = file.look()
    save_bundle(add_epoch(keys, LATER).bundle(), tmp_path / "new.json")
    whole = (tmp_path / "new.json").read_bytes()
    for size in range(0, len(whole), 40):
        file.path.write_bytes(whole[:size])
        with pytest.raises(KeyFileError):
            file.look()
        assert file.sealer is good
    file.path.write_bytes(whole)
    assert file.look() is file.sealer is not good


def test_a_file_that_is_gone_for_a_moment_changes_nothing(tmp_path: Path) -> None:
    file = BundleFile(tmp_path / "bundle.json")
    save_bundle(keyring().bundle(), file.path)
    good = file.look()
    file.path.unlink()
    assert file.look() is None
    assert file.sealer is good


def test_another_tenants_bundle_and_an_earlier_epochs_are_refused_while_the_process_runs(tmp_path: Path) -> None:
    keys = keyring()
    file = BundleFile(tmp_path / "bundle.json")
    save_bundle(add_epoch(keys, LATER).bundle(), file.path)
    good = file.look()
    for wrong, complaint in ((keyring("bank"), "is tenant bank's"), (keys, "is of epoch 1, and epoch 2 is in use")):
        save_bundle(wrong.bundle(), file.path)
        with pytest.raises(KeyFileError, match=complaint):
            file.look()
        assert file.sealer is good


def test_seal_text_goes_on_with_the_bundle_from_before_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    notices._said.clear()
    path = tmp_path / "bundle.json"
    monkeypatch.setenv("SEALOG_BUNDLE", str(path))
    keys = keyring()
    save_bundle(keys.bundle(), path)
    assert sealog.seal_text("mail ada@example.com").startswith("mail seal1k~")
    path.write_text("{")
    assert sealog.seal_text("mail ada@example.com").startswith("mail seal1k~")
    assert "is not JSON; values are sealed for the bundle from before" in capsys.readouterr().err
    save_bundle(add_epoch(keys, LATER).bundle(), path)
    assert sealog.seal_text("mail ada@example.com").startswith("mail seal1k~")
    assert "the bundle is usable again" in capsys.readouterr().err
