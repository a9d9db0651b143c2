"""Record ids: `<stream>-<seq>`, so that retries are idempotent and losses show as gaps."""

from __future__ import annotations

import base64
import os
from itertools import count
from typing import TYPE_CHECKING

from sealog.metrics.tally import reading

if TYPE_CHECKING:
    from collections.abc import Callable


class UidSource:
    """Mints record ids for one process: a random stream of 13 base32 characters and a counter from 1.

    Threads may share it. A forked child starts a stream of its own. `random` gives n random bytes.
    """

    def __init__(self, random: Callable[[int], bytes] = os.urandom) -> None:
        self._random = random
        self._start()

    def next(self) -> str:
        """Give the next id."""
        if self._process != os.getpid():
            self._start()
        return f"{self._stream}-{next(self._count)}"

    @property
    def stream(self) -> str:
        """The stream that ids belong to now."""
        return self._stream

    @property
    def minted(self) -> int:
        """How many ids this process has minted."""
        if self._process != os.getpid():
            return 0
        return reading(self._count) - 1  # counting beside it would cost every record

    def _start(self) -> None:
        self._stream = base64.b32encode(self._random(8))[:13].decode("ascii").lower()
        self._count = count(1)
        self._process = os.getpid()
