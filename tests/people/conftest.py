"""A site for each test, and the embedded store with its records."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from people.site import Site, make_site
from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path)


@pytest.fixture
def store(site: Site) -> Path:
    path = site.folder / "logs.sqlite"
    with LogStore(path) as opened:
        opened.add(site.events())
    return path
