"""A survey of a spool directory: the folders of processes and how much waits in each."""

from __future__ import annotations

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.spool.folders import DAMAGED, REFUSED, bytes_below
from sealog.spool.keys import lacks_key
from sealog.spool.segments import LOCK_NAME, segment_numbers
from sealog.spool.storage.disk import DiskFiles

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.spool.keys import SpoolKeys


@dataclass(frozen=True)
class FolderSeen:
    """One process's folder: whether that process lives, bytes and number of its segments, whether their key is missing.

    `since` is when its process began, in seconds since the Unix epoch.
    """

    path: Path
    alive: bool
    segments: int
    bytes: int
    since: float
    key_away: bool


@dataclass(frozen=True)
class Survey:
    """The contents of a spool directory. `used`, `refused` and `damaged` are in bytes; `used` counts for the limit."""

    folders: tuple[FolderSeen, ...]
    used: int
    refused: int
    damaged: int

    @property
    def orphans(self) -> tuple[FolderSeen, ...]:
        """Folders of dead processes with something in them."""
        return tuple(folder for folder in self.folders if not folder.alive and folder.segments)


def survey(root: Path, keys: SpoolKeys | None) -> Survey:
    """Look at a spool directory; one that is not there is empty.

    Raises:
        OSError: it can't be read.
    """
    if not root.exists():
        return Survey((), 0, 0, 0)
    folders = [_seen(path, keys) for path in sorted(root.iterdir()) if (path / LOCK_NAME).is_file()]
    return Survey(
        tuple(folder for folder in folders if folder is not None),
        bytes_below(root, None),
        bytes_below(root / REFUSED, None),
        bytes_below(root / DAMAGED, None),
    )


def _seen(path: Path, keys: SpoolKeys | None) -> FolderSeen | None:
    files = DiskFiles(path)
    try:
        return FolderSeen(
            path,
            alive=_is_held(path / LOCK_NAME),
            segments=len(segment_numbers(files.names())),
            bytes=bytes_below(path, None),
            since=(path / LOCK_NAME).stat().st_mtime,
            key_away=lacks_key(files, keys),
        )
    except FileNotFoundError:  # sent and removed while we looked
        return None
    finally:
        files.close()


def _is_held(lock: Path) -> bool:
    # The shared lock is released at once; a process that wants the folder just then tries again in five seconds.
    handle = os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        with suppress(OSError):
            os.close(handle)
    return False
