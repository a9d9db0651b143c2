"""Finds the kinds of stores: every module of this package that has a `STORE`."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog_exporters.cli import stores
from sealog_exporters.store.interface import StoreType

if TYPE_CHECKING:
    from contextlib import ExitStack

    from sealog_exporters.store.interface import Store


def store_types() -> list[StoreType]:
    """List the kinds of stores, in the order of their files' names."""
    modules = (import_module(f"{stores.__name__}.{found.name}") for found in iter_modules(stores.__path__))
    types = (getattr(module, "STORE", None) for module in modules)
    return [kind for kind in types if isinstance(kind, StoreType)]


def open_store(name: str, stack: ExitStack, *, index_pattern: str = "logs-*") -> Store:
    """Open the store that `--store` names for reading, until `stack` ends; the empty name is `sealog up`'s file.

    Raises:
        SettingError: no kind of store is named so, or there is none at this place.
        StoreError: what is there is no log store.
    """
    before, mark, _ = name.partition("://")
    scheme = before if mark else ""
    types = store_types()
    for kind in types:
        if scheme in kind.schemes:
            return stack.enter_context(kind.open(name, index_pattern))
    raise SettingError(f"--store must be {' or '.join(sorted(kind.about for kind in types))}")
