"""Fixtures of the end-to-end tests: keys on disk, and an OTLP/HTTP endpoint that keeps the bytes it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from applications import Keys, Sink, otlp_sink
from sealog.keys.bundle import save_bundle
from sealog.keys.keyring import save_keyring
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    folder = tmp_path / "keys"
    ring = keyring()
    save_keyring(ring, folder / "keyring.json")
    save_bundle(ring.bundle(), folder / "bundle.json")
    return Keys(folder, ring)


@pytest.fixture
def sink() -> Iterator[Sink]:
    with otlp_sink() as running:
        yield running
