"""Keeps refused records and damaged bytes below the spool directory, for people to look at."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

from sealog.spool.folders import DAMAGED, REFUSED, ProcessFolder, hold
from sealog.spool.segments import segment_numbers
from sealog.spool.storage.disk import DiskFiles
from sealog.spool.writer import SpoolWriter

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import SpooledRecord

_REFUSED_LIMIT = 64 << 20
_DAMAGED_LIMIT = 16 << 20
_OWNER_ONLY = 0o700


class RefusedRecords:
    """Keeps refused records as segments of a folder of this process below `refused/`; threads may share it.

    The folder is one like a process's own, lock and all: moved back into the spool directory it is sent again.
    """

    def __init__(self, root: Path, name: str, keys: SpoolKeys | None = None) -> None:
        self._folder = root / REFUSED / f"{REFUSED}-{name}"
        self._keys = keys
        self._writer: SpoolWriter | None = None
        self._lock = threading.Lock()
        self._held: ProcessFolder | None = None

    def keep(self, record: SpooledRecord) -> None:
        """Keep one record, on disk when this returns.

        Raises:
            OSError: there is no room, or the disk doesn't take it.
        """
        with self._lock:
            if self._writer is None:
                self._folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
                files = DiskFiles(self._folder)
                self._held = hold(self._folder)
                first = max(segment_numbers(files.names()), default=0) + 1
                self._writer = SpoolWriter(files, first=first, limit=_REFUSED_LIMIT, durable=True, keys=self._keys)
            if self._writer.append(record.context, record.data, _SEVEREST) != "kept":
                raise OSError("the refused records have reached their limit")

    def abandon(self) -> None:
        """Let go of what a fork inherited. It takes no lock: another thread of the parent may have held it."""
        if self._held is not None:
            self._held.abandon()


_SEVEREST = 24


class DamagedBytes:
    """Copies bytes that are no valid frame to `damaged/`, up to its limit; for one thread."""

    def __init__(self, root: Path, name: str) -> None:
        self._folder = root / DAMAGED
        self._name = name
        self.bytes = 0
        """How many were found, copied or not."""

    def keep(self, segment: int, offset: int, data: bytes) -> None:
        """Copy one stretch.

        Raises:
            OSError: the disk doesn't take it.
        """
        self.bytes += len(data)
        self._folder.mkdir(mode=_OWNER_ONLY, parents=True, exist_ok=True)
        taken = sum(entry.stat().st_size for entry in os.scandir(self._folder))
        if taken + len(data) <= _DAMAGED_LIMIT:
            path = self._folder / f"{self._name}-{segment}-{offset}.bytes"
            path.touch(mode=0o600)
            path.write_bytes(data)
