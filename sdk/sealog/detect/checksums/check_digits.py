"""The check digits of issued numbers, as `python-stdnum` computes them.

Each of its forty modules is imported when the first number needs it, so that an application starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any


class _Module:
    """Stands for a module of `stdnum`; its attributes are functions that import it when they are called."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, function: str) -> Any:
        def call(*values: Any) -> Any:
            return getattr(import_module(f"stdnum.{self._name}"), function)(*values)

        return call


def standard(name: str) -> Any:
    """Give the module of a standard, such as `de.idnr`, to call its functions."""
    return _Module(name)
