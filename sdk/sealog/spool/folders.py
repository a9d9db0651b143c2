"""Folders of processes below a spool directory: makes them, adopts those of dead processes, and measures their size.

The process that holds a folder's lock owns it; a fork shares the lock, so a child must `abandon` it.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.spool.segments import LOCK_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

REFUSED = "refused"
DAMAGED = "damaged"

_NEW = ".new-"
_OWNER_ONLY = 0o700
_TRIES = 3
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True)
class ProcessFolder:
    """A folder whose lock this process holds through the open file `lock`."""

    path: Path
    lock: int

    def release(self) -> None:
        """Let others adopt what is in it."""
        with contextlib.suppress(OSError):
            fcntl.flock(self.lock, fcntl.LOCK_UN)
        self.abandon()

    def abandon(self) -> None:
        """Close what a fork inherited; the parent keeps its lock."""
        with contextlib.suppress(OSError):
            os.close(self.lock)

    def remove(self) -> None:
        """Delete the folder, then unlock it; files that can't be deleted stay for another try."""
        shutil.rmtree(self.path, ignore_errors=True)
        self.release()


def make_folder(root: Path, process: int, random: Callable[[int], bytes]) -> ProcessFolder:
    """Make and lock a folder for a process. `random` gives n random bytes.

    Raises:
        OSError: the directory can't be made or written to.
    """
    root.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
    for _ in range(_TRIES - 1):
        with contextlib.suppress(BlockingIOError, FileNotFoundError):  # adopted before it was locked
            return _make(root, process, random)
    return _make(root, process, random)


def _make(root: Path, process: int, random: Callable[[int], bytes]) -> ProcessFolder:
    name = f"{_boot()}-{process}-{base64.b32encode(random(5)).decode('ascii').lower()}"
    hidden = root / (_NEW + name)
    hidden.mkdir(mode=_OWNER_ONLY)
    lock = os.open(hidden / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path = hidden.rename(root / name)
    except OSError:
        os.close(lock)
        raise
    return ProcessFolder(path, lock)


def hold(path: Path) -> ProcessFolder:
    """Lock a folder that is this process's by its name: no other process adopts it while this one lives.

    Raises:
        OSError: it can't be locked.
    """
    lock = os.open(path / LOCK_NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise
    return ProcessFolder(path, lock)


def adopt(root: Path) -> Iterator[ProcessFolder]:
    """Lock and return the folders of dead processes, the oldest first. Unreadable ones are skipped."""
    for path in sorted(process_folders(root), key=_age):
        folder = adopt_one(path)
        if folder is not None:
            yield folder


def adopt_one(path: Path) -> ProcessFolder | None:
    """Lock one folder; None where another process holds it, or it can't be opened."""
    try:
        lock = os.open(path / LOCK_NAME, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        # Its last owner may have sent everything and removed it between our opening and our locking it.
        if os.path.samestat(os.fstat(lock), (path / LOCK_NAME).stat()):
            return ProcessFolder(path, lock)
    except OSError:
        pass
    os.close(lock)
    return None


def process_folders(root: Path) -> list[Path]:
    """List the folders of processes below a directory, in no order; none where it can't be read."""
    try:
        return [
            Path(entry.path)
            for entry in os.scandir(root)
            if entry.is_dir(follow_symlinks=False) and entry.name not in (REFUSED, DAMAGED)
        ]
    except OSError:
        return []


def bytes_below(root: Path, but: Path | None) -> int:
    """Give how many bytes all files below a spool directory take, without those of one folder."""
    total = 0
    for folder, _, names in os.walk(root):
        if but is not None and Path(folder) == but:
            continue
        for name in names:
            with contextlib.suppress(OSError):
                total += os.stat(os.path.join(folder, name)).st_size  # noqa: PTH116, PTH118 - thousands of files
    return total


def _age(path: Path) -> tuple[float, str]:
    try:
        return (path / LOCK_NAME).stat().st_mtime, path.name
    except OSError:
        return 0.0, path.name


def _boot() -> str:
    try:
        return _BOOT_ID.read_text("ascii").strip()
    except OSError:
        return "0"
