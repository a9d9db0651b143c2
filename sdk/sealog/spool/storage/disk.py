"""The files of an existing folder on disk, each opened once."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_OWNER_ONLY = 0o600


class DiskFiles:
    """The files of one folder; see `Files`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, int] = {}
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """See `Files`."""
        return [path.name for path in self._folder.iterdir()]

    def size(self, name: str) -> int:
        """See `Files`."""
        return (self._folder / name).stat().st_size

    def create(self, name: str) -> None:
        """See `Files`."""
        self._handle(name, os.O_CREAT | os.O_EXCL | os.O_APPEND)

    def append(self, name: str, data: bytes) -> int:
        """See `Files`."""
        handle = self._open.get(name)  # the hot path takes no lock
        return os.write(self._handle(name, os.O_APPEND) if handle is None else handle, data)

    def read(self, name: str, offset: int, size: int) -> bytes:
        """See `Files`."""
        handle = self._open.get(name)
        return os.pread(self._handle(name, 0) if handle is None else handle, size, offset)

    def put(self, name: str, offset: int, data: bytes) -> None:
        """See `Files`."""
        handle = self._open.get(name)
        os.pwrite(self._handle(name, os.O_CREAT) if handle is None else handle, data, offset)

    def truncate(self, name: str, size: int) -> None:
        """See `Files`."""
        os.ftruncate(self._handle(name, 0), size)

    def sync(self, name: str) -> None:
        """See `Files`."""
        # macOS has no fdatasync in Python; fsync does more than is needed there.
        getattr(os, "fdatasync", os.fsync)(self._handle(name, 0))

    def sync_names(self) -> None:
        """See `Files`."""
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def remove(self, name: str) -> None:
        """See `Files`."""
        with self._lock:
            handle = self._open.pop(name, None)
        if handle is not None:
            os.close(handle)
        (self._folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """See `Files`."""
        with self._lock:
            handles = list(self._open.values())
            self._open.clear()
        for handle in handles:
            os.close(handle)

    def abandon(self) -> None:
        """Close what a fork inherited. It takes no lock: another thread of the parent may have held it."""
        self._lock = threading.Lock()
        self.close()

    def _handle(self, name: str, flags: int) -> int:
        with self._lock:
            handle = self._open.get(name)
            if handle is None:
                path = self._folder / name
                try:
                    handle = os.open(path, os.O_RDWR | os.O_CLOEXEC | flags, _OWNER_ONLY)
                except PermissionError:
                    if flags & os.O_CREAT:
                        raise
                    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)  # an orphan may still be readable
                self._open[name] = handle
            return handle
