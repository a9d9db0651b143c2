"""A service that seals uses each new bundle, and keeps the old one while the new one can't be used."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sealog import notices
from sealog.keys.bundle import load_bundle, save_bundle
from sealog.keys.keyring import add_epoch
from sealog.settings import Settings
from sealog_exporters.sealing.keys import SealerSource
from sealog_exporters.sealing.uids import RequestIds
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


def test_record_ids_stay_the_same_over_rotations_also_at_a_replica_that_starts_later(tmp_path: Path) -> None:
    path, keys = tmp_path / "bundle.json", keyring()
    save_bundle(keys.bundle(), path)
    source = SealerSource(Settings("seal", path, tmp_path / "keyring.json", None))
    before = source.sealer.ids.stream(b"request")
    for _ in range(2):
        keys = add_epoch(keys, LATER)
        save_bundle(keys.bundle(), path)
        source.look()
        assert source.sealer.ids.stream(b"request") == before
        assert RequestIds(load_bundle(path)).stream(b"request") == before
    assert source.sealer.ids.stream(b"another") != before
    assert RequestIds(keyring().bundle()).stream(b"request") != before


def test_the_key_of_record_ids_is_the_oldest_active_epochs() -> None:
    first = keyring()
    second = add_epoch(first, LATER)
    third = add_epoch(second, LATER)
    one, two, three = third.epochs
    disabled = dataclasses.replace(third, epochs=(dataclasses.replace(one, status="disabled"), two, three))
    without = dataclasses.replace(third, epochs=(two, three))
    alone = dataclasses.replace(third, epochs=(three,))
    streams = [RequestIds(keys.bundle()).stream(b"request") for keys in (first, third, disabled, without, alone)]
    assert streams[0] == streams[1]
    assert streams[2] == streams[3]
    assert len(set(streams)) == 3
    assert alone.bundle().record_id_key is None
