"""A file system that can crash at any call: by the death of the process, or by a loss of power."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

from sealog.crypto.secret import Secret
from sealog.spool.keys import SpoolKeys

if TYPE_CHECKING:
    from collections.abc import Callable


KEYS = SpoolKeys([Secret(bytes(32))], os.urandom)


class Crash(BaseException):
    """The process is gone. Not an Exception: no code under test may catch it."""


class World:
    """What outlives a process: each file's bytes, how many of them are durable, and which names are.

    `fuse` counts the calls until the crash; `share` tells how much of a write in progress is done then. `room` is how
    many bytes the disk still takes.
    """

    def __init__(self) -> None:
        self.bytes: dict[str, bytearray] = {}
        self.durable: dict[str, bytes] = {}
        self.names: set[str] = set()
        self.fuse: int | None = None
        self.share = 0.0
        self.room: int | None = None
        self.calls = 0

    def lose_power(self, keep: Callable[[int], int]) -> None:
        """Forget what is not durable; `keep` chooses how many of n further bytes survive by chance."""
        for name in list(self.bytes):
            if name not in self.names:
                del self.bytes[name]
                continue
            safe = self.durable.get(name, b"")
            now = bytes(self.bytes[name])
            if now.startswith(safe):
                now = now[: len(safe) + keep(len(now) - len(safe))]
            self.bytes[name] = bytearray(now)

    def tick(self) -> bool:
        """Count a call; tell whether the process dies in it."""
        self.calls += 1
        if self.fuse is None:
            return False
        self.fuse -= 1
        return self.fuse < 0


class WorldFiles:
    """`Files` in a world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def names(self) -> list[str]:
        return list(self._world.bytes)

    def size(self, name: str) -> int:
        return len(self._file(name))

    def create(self, name: str) -> None:
        self._may_crash()
        if name in self._world.bytes:
            raise FileExistsError(errno.EEXIST, "exists", name)
        self._world.bytes[name] = bytearray()

    def append(self, name: str, data: bytes) -> int:
        file = self._file(name)
        if self._world.tick():
            file.extend(data[: int(len(data) * self._world.share)])
            raise Crash
        room = self._world.room
        taken = len(data) if room is None else min(len(data), room)
        if room is not None:
            if room == 0:
                raise OSError(errno.ENOSPC, "full")
            self._world.room = room - taken
        file.extend(data[:taken])
        return taken

    def read(self, name: str, offset: int, size: int) -> bytes:
        return bytes(self._file(name)[offset : offset + size])

    def put(self, name: str, offset: int, data: bytes) -> None:
        dies = self._world.tick()
        file = self._world.bytes.setdefault(name, bytearray())
        done = data[: int(len(data) * self._world.share)] if dies else data
        file.extend(bytes(max(0, offset - len(file))))
        file[offset : offset + len(done)] = done
        if dies:
            raise Crash

    def truncate(self, name: str, size: int) -> None:
        self._may_crash()
        file = self._file(name)
        if self._world.room is not None:
            self._world.room += len(file) - size
        del file[size:]

    def sync(self, name: str) -> None:
        self._may_crash()
        self._world.durable[name] = bytes(self._file(name))

    def sync_names(self) -> None:
        self._may_crash()
        self._world.names = set(self._world.bytes)

    def remove(self, name: str) -> None:
        self._may_crash()
        gone = self._world.bytes.pop(name, None)
        self._world.durable.pop(name, None)
        if self._world.room is not None and gone is not None:
            self._world.room += len(gone)

    def close(self) -> None:
        pass

    def _file(self, name: str) -> bytearray:
        try:
            return self._world.bytes[name]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "no such file", name) from None

    def _may_crash(self) -> None:
        if self._world.tick():
            raise Crash
