"""Tells which other users could change a file that sealing relies on."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def writable_by_others(path: Path, found: os.stat_result | None = None) -> str | None:
    """Say why others than its owner could have written a file, or have put another in its place; None if they can't.

    `found` is the open file's status. A group counts as others, except the owner's own one, which has the same number.
    In a folder with the sticky bit, such as `/tmp`, users can't replace each other's files.

    Raises:
        OSError: the file or its folder can't be looked at.
    """
    if os.name != "posix":
        return None
    found = found or path.stat()
    if _is_open(found):
        return f"others can write it (mode {stat.S_IMODE(found.st_mode):04o}); `chmod go-w {path}` first"
    folder = path.resolve().parent
    above = folder.stat()
    if _is_open(above) and not above.st_mode & stat.S_ISVTX:
        return f"others can write its folder (mode {stat.S_IMODE(above.st_mode):04o}); `chmod go-w {folder}` first"
    return None


def foreign_owner(path: Path) -> int | None:
    """Give the id of the user who owns a file or its folder, if that is neither root nor this process's user."""
    if os.name != "posix":
        return None
    trusted = {0, os.geteuid()}
    owners = (path.stat().st_uid, path.resolve().parent.stat().st_uid)
    return next((owner for owner in owners if owner not in trusted), None)


def _is_open(found: os.stat_result) -> bool:
    return bool(found.st_mode & 0o002 or (found.st_mode & 0o020 and found.st_gid != found.st_uid))
