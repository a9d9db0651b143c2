"""Files in memory, for records while no disk can be written. They are lost with the process."""

from __future__ import annotations

import errno


class MemoryFiles:
    """A folder in memory that holds at most `limit` bytes; see `Files`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._files: dict[str, bytearray] = {}

    def names(self) -> list[str]:
        """See `Files`."""
        return list(self._files)

    def size(self, name: str) -> int:
        """See `Files`."""
        return len(self._file(name))

    def create(self, name: str) -> None:
        """See `Files`."""
        if name in self._files:
            raise FileExistsError(errno.EEXIST, "exists", name)
        self._files[name] = bytearray()

    def append(self, name: str, data: bytes) -> int:
        """See `Files`."""
        if sum(map(len, self._files.values())) + len(data) > self._limit:
            raise OSError(errno.ENOSPC, "the records in memory have reached their limit")
        self._file(name).extend(data)
        return len(data)

    def read(self, name: str, offset: int, size: int) -> bytes:
        """See `Files`."""
        return bytes(self._file(name)[offset : offset + size])

    def put(self, name: str, offset: int, data: bytes) -> None:
        """See `Files`."""
        file = self._files.setdefault(name, bytearray())
        file.extend(bytes(max(0, offset - len(file))))
        file[offset : offset + len(data)] = data

    def truncate(self, name: str, size: int) -> None:
        """See `Files`."""
        del self._file(name)[size:]

    def sync(self, name: str) -> None:
        """Memory has nothing to wait for."""

    def sync_names(self) -> None:
        """Memory has nothing to wait for."""

    def remove(self, name: str) -> None:
        """See `Files`."""
        self._files.pop(name, None)

    def close(self) -> None:
        """Nothing is open."""

    def _file(self, name: str) -> bytearray:
        try:
            return self._files[name]
        except KeyError:
            raise FileNotFoundError(errno.ENOENT, "no such file", name) from None
