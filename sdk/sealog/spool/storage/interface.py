"""What a spool needs of a file system: one flat folder of append-only files.

It is an interface so that records can stay in memory while no disk can be written, and tests can crash at each call.
"""

from __future__ import annotations

from typing import Protocol


class Files(Protocol):
    """A folder of files by name. Every method raises OSError where the system refuses; safe from any thread."""

    def names(self) -> list[str]:
        """List the files, in no order."""

    def size(self, name: str) -> int:
        """Give a file's length in bytes."""

    def create(self, name: str) -> None:
        """Make an empty file, which must not be there."""

    def append(self, name: str, data: bytes) -> int:
        """Write at a file's end in one call; give how many bytes were taken, which may be fewer."""

    def read(self, name: str, offset: int, size: int) -> bytes:
        """Read at most `size` bytes from `offset`."""

    def put(self, name: str, offset: int, data: bytes) -> None:
        """Write at `offset` of a file that is made where it is missing."""

    def truncate(self, name: str, size: int) -> None:
        """Cut a file to `size` bytes."""

    def sync(self, name: str) -> None:
        """Return when the file's bytes survive a loss of power."""

    def sync_names(self) -> None:
        """Return when the folder's list of names survives a loss of power."""

    def remove(self, name: str) -> None:
        """Delete a file, if it is there."""

    def close(self) -> None:
        """Let go of everything open. The files stay."""
