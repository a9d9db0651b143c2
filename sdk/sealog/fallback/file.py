"""The fallback file: one JSON object a line, sealed, readable by its owner. It is only ever appended to.

Lines are what OpenTelemetry's console exporter prints for a record. Each is looked at once more before it is written.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any

from sealog.finalising import held
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""An outage must not fill a disk; records beyond this are counted as dropped."""


class FallbackFile:
    """Keeps records in the file at `path` until it holds `max_bytes`. Threads and processes may share it.

    `seal` gives a line with nothing personal in it.
    """

    def __init__(self, path: Path, seal: Callable[[str], str], max_bytes: int = MAX_BYTES) -> None:
        self.path = path
        self._seal = seal
        self._max_bytes = max_bytes
        self._lock = threading.Lock()

    def add(self, batch: Sequence[Any]) -> int:
        """Append a batch of `ReadableLogRecord`; gives how many of them are kept now. Never raises."""
        kept = 0
        try:
            lines = [f"{self._seal(record.to_json(indent=None))}\n".encode() for record in batch]
            with held(self._lock):
                handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
                try:
                    room = self._max_bytes - os.fstat(handle).st_size
                    for line in lines:
                        room -= len(line)
                        if room < 0 or os.write(handle, line) < len(line):
                            say_once("fallback full", f"{self.path} is full; further records are dropped and counted")
                            break
                        kept += 1
                finally:
                    os.close(handle)
        except Exception as error:  # noqa: BLE001 - the exporter's thread must go on
            say_once("fallback", f"SEALOG_FALLBACK_FILE: {self.path} can't be written ({type(error).__name__})")
        return kept
