"""A configuration folder as `sealog init` makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sealog import notices
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import save_keyring
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a keyring and its bundle, as the environment names it."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    folder = tmp_path / "sealog"
    keys = keyring()
    save_keyring(keys, folder / "keyring.json")
    save_bundle(keys.bundle(), folder / "bundle.json")
    notices._said.clear()
    return folder
