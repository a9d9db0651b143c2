"""The writer: puts records at a spool's end, one write a record. It never reads and never deletes."""

from __future__ import annotations

import contextlib
import errno
import os
import threading
from collections import deque
from typing import TYPE_CHECKING, Literal

from sealog.spool.frames import MAGIC, MAX_PAYLOAD, context_frame, record_framer
from sealog.spool.record import Place
from sealog.spool.room import SCARCE, UNSPECIFIED_IS, least_severity, severity_name
from sealog.spool.segments import segment_name

if TYPE_CHECKING:
    from sealog.crypto.primitives import SegmentCipher
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import Context
    from sealog.spool.storage.interface import Files

SEGMENT_BYTES = 8 << 20
MAX_RECORD = MAX_PAYLOAD - 64

Dropped = Literal["no room", "too large"]
Kept = Literal["kept"] | Dropped


class ForkedError(PermissionError):
    """A fork of the process that made a writer asks it to write, which would use a nonce a second time."""

    def __init__(self) -> None:
        super().__init__(errno.EPERM, "a fork may not write to its parent's spool")


class SpoolWriter:
    """Writes frames to segments `first`, `first` + 1, …; threads may share it.

    `limit` is how many bytes this spool, of which `stored` are there already, and the `others` beside it may take
    together. Nothing is made before the first record. With `durable` a record is on disk, not only with the kernel,
    when `append` returns. With `keys` segments are encrypted.
    """

    def __init__(
        self,
        files: Files,
        *,
        first: int,
        limit: int,
        segment_bytes: int = SEGMENT_BYTES,
        durable: bool = False,
        stored: int = 0,
        keys: SpoolKeys | None = None,
    ) -> None:
        self._files = files
        self._process = os.getpid()
        self._limit = limit
        self._segment_bytes = segment_bytes
        self._durable = durable
        self._lock = threading.RLock()
        self._inside = False
        self._interrupting: deque[tuple[Context, bytes, int]] = deque()
        self._next = first
        self._name = ""
        self._segment = first
        self._size = 0
        self._contexts: dict[Context, int] = {}
        self._keys = keys
        self._cipher: SegmentCipher | None = None
        self._framed = record_framer(None)
        self._seq = 0
        self._unsynced: set[str] = set()
        self.others = 0
        """Bytes that other spools take of the same limit; set by `SpoolDelivery` when it looks at the folder."""
        self.stored = stored
        """Bytes of this spool's segments that are still there."""
        self.kept = 0
        """Records that were kept."""
        self.drops: dict[tuple[Dropped, str], int] = {}
        """Records that were not kept, by why and by how severe they were."""

    @property
    def end(self) -> Place:
        """Where the next frame goes: always behind a whole frame."""
        with self._lock:
            return Place(self._segment, self._size)

    @property
    def dropped(self) -> int:
        """How many records were not kept, in all."""
        return sum(self.drops.copy().values())

    def append(self, context: Context, record: bytes, severity: int) -> Kept:
        """Keep one encoded record. One that a signal's handler logs waits for the one that it interrupted.

        Raises:
            ForkedError: this is a fork of the process that made the writer.
            OSError: the system doesn't take it (full, read-only, broken). Nothing of it is left behind.
        """
        if self._process != os.getpid():
            raise ForkedError
        with self._lock:
            if self._inside:  # this very thread is: others wait for the lock
                self._interrupting.append((context, record, severity))
                return "kept"
            self._inside = True
            try:
                kept = self._keep(context, record, severity)
            finally:
                self._inside = False
        if self._interrupting:
            self._keep_interrupting()
        return kept

    def _keep(self, context: Context, record: bytes, severity: int) -> Kept:
        self._seq += 1
        used = self.stored + self.others
        if used > SCARCE * self._limit and (severity or UNSPECIFIED_IS) < least_severity(used, self._limit):
            return self._drop("no room", severity)
        if len(record) + len(context.resource) + len(context.scope) > MAX_RECORD:
            return self._drop("too large", severity)
        if not self._name or self._size >= self._segment_bytes:
            self._rotate()
        number = self._contexts.get(context)
        if number is not None:
            frames = self._framed(self._seq, number, record)
        else:
            named = context_frame(self._seq, len(self._contexts), context, self._cipher)
            frames = named + self._framed(self._seq, len(self._contexts), record)
        try:
            if self._files.append(self._name, frames) != len(frames):
                raise _full()
        except OSError:
            self._take_back()
            raise
        if number is None:
            self._contexts[context] = len(self._contexts)
        self._size += len(frames)
        self.stored += len(frames)
        self._unsynced.add(self._name)
        if self._durable:
            with contextlib.suppress(OSError):  # it is with the kernel at least; `sync` will fail as well and tell
                self._sync()
        self.kept += 1
        return "kept"

    def _keep_interrupting(self) -> None:
        # Those that are there, no more: signals may come faster than the disk is, and `sync` takes what is left.
        for _ in range(len(self._interrupting)):
            with self._lock:
                if self._inside or not self._interrupting:
                    return
                self._inside = True
                context, record, severity = self._interrupting.popleft()
                try:
                    self._keep(context, record, severity)
                except OSError:  # the caller that logged it has gone on
                    self._drop("no room", severity)
                finally:
                    self._inside = False

    def sync(self) -> None:
        """Return when every record kept before survives a loss of power.

        Raises:
            OSError: the system can't promise that.
        """
        self._keep_interrupting()
        with self._lock:
            names, self._unsynced = self._unsynced, set()
        try:
            self._sync_files(names)
        except OSError:
            with self._lock:
                self._unsynced |= names
            raise

    def forget(self, freed: int) -> None:
        """Note that segments of `freed` bytes in all are gone."""
        with self._lock:
            self.stored -= freed

    def _drop(self, why: Dropped, severity: int) -> Dropped:
        of = why, severity_name(severity)
        self.drops[of] = self.drops.get(of, 0) + 1
        return why

    def _rotate(self) -> None:
        name = segment_name(self._next)
        opening, cipher = (MAGIC, None) if self._keys is None else self._keys.begin(self._next)
        try:
            self._files.create(name)
            if self._files.append(name, opening) != len(opening):
                raise _full()
        except OSError as error:
            self._discard(name, error)
            if self._name:
                return  # the segment that is there can grow further
            raise
        self._segment, self._name, self._next = self._next, name, self._next + 1
        self._size, self._cipher, self._framed = len(opening), cipher, record_framer(cipher)
        self.stored += len(opening)
        self._contexts.clear()
        self._unsynced.add(name)

    def _discard(self, name: str, why: OSError) -> None:
        if not isinstance(why, FileExistsError):
            try:
                self._files.remove(name)
            except OSError:
                pass
            else:
                return
        self._next += 1  # it is in the way of another try

    def _take_back(self) -> None:
        try:
            self._files.truncate(self._name, self._size)
        except OSError:
            self._name = ""  # what is left there is a torn tail, if nothing is written behind it

    def _sync(self) -> None:
        names = self._unsynced
        self._sync_files(names)
        self._unsynced = set()

    def _sync_files(self, names: set[str]) -> None:
        if not names:
            return
        for name in names:
            try:
                self._files.sync(name)
            except FileNotFoundError:  # taken and removed meanwhile
                continue
        self._files.sync_names()


def _full() -> OSError:
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
