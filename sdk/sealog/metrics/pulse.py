"""The pulse: a daemon thread that calls functions every few seconds, and never raises."""

from __future__ import annotations

import atexit
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.finalising import is_finalising

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

INTERVAL_S = 5.0
"""A status that is five seconds old is recent enough for people, and writing it costs 0.01 % of one core."""


class Pulse:
    """Calls `beats` in order, at once and then every `interval` seconds, in a thread of its own; `last` at the end.

    A forked child gets a thread of its own, and does not continue what the parent's thread was doing.
    """

    def __init__(
        self, beats: Sequence[Callable[[], None]], last: Sequence[Callable[[], None]], interval: float = INTERVAL_S
    ) -> None:
        self._beats = tuple(beats)
        self._last = tuple(last)
        self._interval = interval
        self._begin()
        atexit.register(self.stop)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._begin)

    def stop(self) -> None:
        """End the thread, beat once more and call `last`; a second call does nothing."""
        if self._ended.is_set():
            return
        self._ended.set()
        with suppress(RuntimeError):  # it may never have begun
            self._thread.join(1.0)
        for call in (*self._beats, *self._last):
            with suppress(Exception):
                call()

    def _begin(self) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(self._ended,), name="sealog-pulse", daemon=True)
        with suppress(RuntimeError):  # no thread can be had: the process goes on without a status
            if not is_finalising():
                self._thread.start()

    def _run(self, ended: threading.Event) -> None:
        while True:
            for beat in self._beats:
                with suppress(Exception):
                    beat()
            if ended.wait(self._interval):
                return
