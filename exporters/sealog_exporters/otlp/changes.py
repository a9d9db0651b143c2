"""Tells whether files changed since they were read last. It reads no content."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Stamp", "stamp_of"]

Stamp: TypeAlias = "tuple[tuple[int, int, int] | None, ...]"
"""Of each file its time, size and inode; None for one that is not there."""


def stamp_of(*paths: Path | None) -> Stamp:
    """Give what differs after one of the files was changed or replaced, also through a symbolic link."""
    return tuple(map(_file, paths))


def _file(path: Path | None) -> tuple[int, int, int] | None:
    if path is not None:
        with suppress(OSError):
            stat = path.stat()
            return stat.st_mtime_ns, stat.st_size, stat.st_ino
    return None
