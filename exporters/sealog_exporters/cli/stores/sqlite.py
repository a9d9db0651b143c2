"""The embedded store, by its file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.cli.places import default_store
from sealog_exporters.store.interface import StoreType

if TYPE_CHECKING:
    from sealog_exporters.store.interface import Store


def _open(name: str, _index_pattern: str) -> Store:
    from sealog_exporters.store.sqlite import LogStore

    path = Path(name) if name else default_store()
    if not path.is_file():
        raise SettingError(f"{path} is not a file: `sealog up` writes one, and --store names another")
    return LogStore(path, read_only=True)


STORE = StoreType("a file", ("",), _open)
