"""A bundle that changes while a process runs: sealed for from then on, without a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sealog
from instrumentation.test_install import body_of, provider_with_exporter
from sealog import notices
from sealog.instrumentation.process.bundle import BundleWatch
from sealog.instrumentation.process.policy import look_at_bundles
from sealog.keys.bundle import save_bundle
from sealog.settings import Settings
from support import gatekeeper, keyring

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.keys.keyring import Keyring
    from sealog.keys.sealer import Sealer


EMAIL = "alice@example.com"


@pytest.fixture(autouse=True)
def _forget_what_was_said() -> None:
    notices._said.clear()


def opens(ring: Keyring, folder: Path, sealer: Sealer | None) -> bool:
    """Tell whether a keyring opens what a sealer seals."""
    assert sealer is not None
    key = sealer.key()
    token, _ = sealer.seal(key, "email_address", EMAIL, "$", None)
    return gatekeeper(ring, folder / "audit.jsonl").open_text(token, [key.text]).text == EMAIL


def test_what_is_rotated_is_sealed_for_and_a_file_that_stayed_is_not_read_again(tmp_path: Path) -> None:
    old, new = keyring(), keyring()
    path = tmp_path / "bundle.json"
    save_bundle(old.bundle(), path)
    watch = BundleWatch(path)
    seen: list[Sealer] = []
    watch.follow(seen.append)
    watch.look()
    assert seen == []
    assert opens(old, tmp_path, watch.sealer)
    save_bundle(new.bundle(), path)
    watch.look()
    watch.look()
    assert len(seen) == 1
    assert opens(new, tmp_path, seen[0])
    assert not opens(old, tmp_path, seen[0])


def test_a_wrong_or_missing_file_changes_nothing_and_is_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ring = keyring()
    path = tmp_path / "bundle.json"
    save_bundle(ring.bundle(), path)
    watch = BundleWatch(path)
    path.unlink()
    watch.look()
    assert capsys.readouterr().err == ""
    for text in ("{", "{}"):
        path.write_text(text)
        watch.look()
    assert opens(ring, tmp_path, watch.sealer)
    (line,) = capsys.readouterr().err.splitlines()
    assert "bundle.json is not JSON; values are sealed for the bundle from before" in line
    save_bundle(ring.bundle(), path)
    watch.look()
    assert "the bundle is usable again" in capsys.readouterr().err


def test_a_process_that_masks_for_want_of_a_bundle_seals_as_soon_as_there_is_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    provider, exporter = provider_with_exporter()
    sealog.install(provider, Settings("seal", tmp_path / "bundle.json", tmp_path / "keyring.json", None))
    assert body_of(provider, exporter) == "mail [masked:email_address]"
    assert "values are masked irreversibly until then" in capsys.readouterr().err
    save_bundle(keyring().bundle(), tmp_path / "bundle.json")
    look_at_bundles()
    assert body_of(provider, exporter).startswith("mail seal1~email_address~")
    assert "the bundle is there; values are sealed from now on" in capsys.readouterr().err


def test_who_asked_for_masks_gets_masks_whatever_bundle_comes(tmp_path: Path) -> None:
    provider, exporter = provider_with_exporter()
    sealog.install(provider, Settings("mask", tmp_path / "bundle.json", tmp_path / "keyring.json", None))
    save_bundle(keyring().bundle(), tmp_path / "bundle.json")
    look_at_bundles()
    assert body_of(provider, exporter) == "mail [masked:email_address]"
