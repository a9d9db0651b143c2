"""Where services keep data by default, and how a store is named on the command line."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.errors import SettingError

if TYPE_CHECKING:
    from contextlib import ExitStack

    from sealog_exporters.elastic.reader import ElasticReader
    from sealog_exporters.store.sqlite import LogStore


def data_dir() -> Path:
    """Give the folder for the embedded store and alert state (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "sealog"


def default_store() -> Path:
    """Give the file that `sealog up` writes and `sealog search` reads unless told otherwise."""
    return data_dir() / "logs.sqlite"


def open_store(name: str, stack: ExitStack, *, index_pattern: str = "logs-*") -> ElasticReader | LogStore:
    """Open the store that `--store` names for reading, until `stack` ends: a URL, a file, or `sealog up`'s.

    Raises:
        SettingError: it is neither a file that is there nor a URL.
        StoreError: the file is no log store.
    """
    if name.startswith(("http://", "https://")):
        from sealog_exporters.elastic.reader import ElasticReader

        return stack.enter_context(ElasticReader(name, index_pattern=index_pattern))
    if "://" in name:
        raise SettingError("--store is neither a file nor an http:// or https:// URL")
    from sealog_exporters.store.sqlite import LogStore

    path = Path(name) if name else default_store()
    if not path.is_file():
        raise SettingError(f"{path} is no file: `sealog up` writes one, and --store names another")
    return stack.enter_context(LogStore(path, read_only=True))
