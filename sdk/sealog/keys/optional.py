"""Imports packages that only some keyrings need; the error for a missing one names its extra."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from sealog.errors import SettingError


def optional(module: str, extra: str, what: str) -> Any:
    """Import a module of the extra `sealog[extra]`, which `what` needs.

    Raises:
        SettingError: its package is not installed.
    """
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise SettingError(f"{what} needs the package {error.name}: pip install 'sealog[{extra}]'") from None
