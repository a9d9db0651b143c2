"""What tests of several commands start from."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import save_keyring
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """A user's environment without keys."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OTEL_", "SEALOG_", "XDG_"))}
    return kept | {"HOME": str(tmp_path), "COLUMNS": "200"}


@pytest.fixture
def environ(home: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A user's environment with keys where `sealog init` puts them."""
    ring = keyring()
    save_keyring(ring, tmp_path / ".config/sealog/keyring.json")
    save_bundle(ring.bundle(), tmp_path / ".config/sealog/bundle.json")
    return home
