"""The default folders and files of services."""

from __future__ import annotations

import os
from pathlib import Path

from sealog.errors import SettingError


def data_dir() -> Path:
    """Give the folder for the embedded store and alert state (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_DATA_HOME") or "~/.local/share").expanduser() / "sealog"


def default_store() -> Path:
    """Give the file that `sealog up` writes and `sealog search` reads unless told otherwise."""
    return data_dir() / "logs.sqlite"


def default_templates() -> Path:
    """Give the file in which `sealog templates` keeps templates unless told otherwise."""
    return data_dir() / "templates.json"


def templates_of(store: Path) -> Path:
    """Give the file in which `sealog up` keeps the templates of a store."""
    return default_templates() if store == default_store() else store.with_name(f"{store.name}.templates.json")


def known_templates(given: Path | None, store: str) -> Path | None:
    """Give the file that knows the templates of a store by its name, as `--store` has it; None where there is none.

    Raises:
        SettingError: `given`, of `--templates`, is no file.
    """
    if given is not None and not given.is_file():
        raise SettingError(f"--templates: {given} is not a file")
    if given is not None or "://" in store:
        return given
    path = templates_of(Path(store)) if store else default_templates()
    return path if path.is_file() else None
