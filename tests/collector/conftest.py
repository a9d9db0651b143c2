"""A gateway with its sealer, and small stores behind it."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from applications import Keys
from collector.roles import BARE, CONFIGS, running, sealing
from collector.stores import Store, store
from sealog.keys.bundle import save_bundle
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from collector.roles import Role
    from programs import Program


@pytest.fixture
def elasticsearch() -> Iterator[Store]:
    with store() as kept:
        yield kept


@pytest.fixture
def alerting() -> Iterator[Store]:
    with store() as kept:
        yield kept


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a name short enough for a socket in it."""
    return tmp_path_factory.mktemp("r")


@pytest.fixture
def keys(tmp_path: Path) -> Keys:
    ring = keyring()
    save_bundle(ring.bundle(), tmp_path / "bundle.json")
    return Keys(tmp_path, ring)


@pytest.fixture
def environ(elasticsearch: Store, alerting: Store) -> dict[str, str]:
    return {"SEALOG_ELASTICSEARCH": elasticsearch.url, "SEALOG_ALERTING_ENDPOINT": alerting.url}


@pytest.fixture
def sealer(folder: Path, keys: Keys) -> Iterator[Program]:
    with sealing(folder, keys.environ) as process:
        yield process


@pytest.fixture
def gateway(folder: Path, environ: dict[str, str], sealer: Program) -> Iterator[Role]:
    assert sealer
    with running("gateway", folder, *BARE, environ=environ) as role:
        yield role


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ca")
    subprocess.run(("sh", str(CONFIGS / "auth/make-ca.sh"), str(folder)), check=True, capture_output=True)
    return folder
