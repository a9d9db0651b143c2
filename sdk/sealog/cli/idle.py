"""Tells the reader of lines when their source has no more input for now, as with `tail -f`."""

from __future__ import annotations

import select
from io import BufferedReader, RawIOBase, UnsupportedOperation
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_CHUNK = 1 << 16


def watched(file: BinaryIO, on_idle: Callable[[], None]) -> BinaryIO:
    """Give a reader of `file` that calls `on_idle` before each read which may have to wait.

    What has no file descriptor never waits, and is given back as it is.
    """
    try:
        descriptor = file.fileno()
    except (AttributeError, OSError, UnsupportedOperation):
        return file
    return BufferedReader(_Watched(file, descriptor, on_idle), _CHUNK)


class _Watched(RawIOBase):
    def __init__(self, file: BinaryIO, descriptor: int, on_idle: Callable[[], None]) -> None:
        self._file = file
        self._descriptor = descriptor
        self._on_idle = on_idle

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower than the buffer protocol
        if not _has_bytes(self._descriptor):
            self._on_idle()
        data = cast("BufferedReader", self._file).read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _has_bytes(descriptor: int) -> bool:
    """Tell whether a read returns at once; where the system can't say, it may not."""
    try:
        return bool(select.select([descriptor], [], [], 0)[0])
    except (OSError, ValueError):
        return False
