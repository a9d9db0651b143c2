"""A service that seals takes each new bundle, and keeps the one it has where the new one can't be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog import notices
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import add_epoch
from sealog.settings import Settings
from sealog_exporters.sealing.keys import SealerSource
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LATER = "2026-02-01T00:00:00+00:00"


def test_a_rotated_bundle_is_taken_and_a_wrong_one_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notices._said.clear()
    path, keys = tmp_path / "bundle.json", keyring()
    save_bundle(keys.bundle(), path)
    source = SealerSource(Settings("seal", path, tmp_path / "keyring.json", None))
    first = source.sealer
    source.look()
    assert source.sealer is first
    save_bundle(add_epoch(keys, LATER).bundle(), path)
    source.look()
    second = source.sealer
    assert second is not first
    for wrong in ("{", None):
        if wrong is None:
            save_bundle(keyring("bank").bundle(), path)
        else:
            path.write_text(wrong)
        source.look()
        assert source.sealer is second
        assert source.is_ready
    assert "what was read before stays in use" in capsys.readouterr().err
    save_bundle(keys.bundle(), path)  # of an earlier epoch than the one in use
    source.look()
    assert source.sealer is second
    save_bundle(add_epoch(add_epoch(keys, LATER), LATER).bundle(), path)
    source.look()
    assert source.sealer is not second
