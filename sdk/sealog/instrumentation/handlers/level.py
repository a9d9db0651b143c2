"""The level from which records are exported if the application sets none. The console output does not change.

Python's root logger lets pass WARNING and above until a level is set, so a first `logging.info` would never arrive. A
level that the application sets replaces this one.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sealog.settings import LogLevel


class _Unasked(int):
    """A level that sealog set: `Logger.setLevel` puts a plain number in its place."""

    __slots__ = ()


def export_from(level: LogLevel) -> None:
    """Let the root logger pass `level` and above, unless its level was set already; WARNING is Python's default."""
    root = logging.getLogger()
    if level in {"info", "debug"} and (root.level == logging.WARNING or is_unasked()):
        root.setLevel(logging.getLevelName(level.upper()))
        root.level = _Unasked(root.level)


def is_unasked() -> bool:
    """Tell whether the root logger's level is the one that sealog set."""
    return logging.root.level.__class__ is _Unasked


def leaves_to_export(logger: logging.Logger) -> bool:
    """Tell whether only the level that sealog set lets a logger's record below WARNING pass."""
    if logging.root.level.__class__ is not _Unasked:
        return False
    one: logging.Logger | None = logger
    while one is not None:
        if one.level:
            return one.level.__class__ is _Unasked
        one = one.parent
    return False
