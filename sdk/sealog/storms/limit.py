"""A rate limit for each template: a number of records in a window; the rest are counted."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

T = TypeVar("T")

MAX_TEMPLATES = 4096
"""A program has fewer places that log. More templates come from text that varies; the oldest are forgotten."""


@dataclass
class _Window(Generic[T]):
    """One template's current window."""

    ends: float
    passed: int = 0
    held: int = 0
    example: T | None = None


class StormLimit(Generic[T]):
    """Lets `limit` records of one template pass in each window of `seconds`, and counts the others exactly.

    `clock` is monotonic seconds. Of a template that is held back, the last example is kept, to say what it was about.
    Threads may share it; a forked child begins from nothing.
    """

    def __init__(self, limit: int, seconds: float, clock: Callable[[], float]) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Forget everything, as a forked child must: what its parent held back is not its own."""
        self._lock = threading.Lock()
        self._windows: OrderedDict[Hashable, _Window[T]] = OrderedDict()

    def passes(self, template: Hashable, example: T) -> tuple[bool, list[tuple[T, int]]]:
        """Decide about one record, and return what must be reported now: (example, how many like it were held back)."""
        now = self._clock()
        with self._lock:
            window = self._windows.get(template)
            told: list[tuple[T, int]] = []
            if window is None or now >= window.ends:
                told = list(_told(window))
                window = self._windows[template] = _Window(now + self._seconds)
                if len(self._windows) > MAX_TEMPLATES:
                    told += _told(self._windows.popitem(last=False)[1])
            if window.passed < self._limit:
                window.passed += 1
                return True, told
            window.held += 1
            window.example = example
            return False, told

    def ended(self, *, all_windows: bool = False) -> list[tuple[T, int]]:
        """Give what was held back in windows that have ended (or in all) and forget those windows."""
        now = self._clock()
        with self._lock:
            over = [key for key, window in self._windows.items() if all_windows or now >= window.ends]
            return [one for key in over for one in _told(self._windows.pop(key))]


def _told(window: _Window[T] | None) -> Iterator[tuple[T, int]]:
    if window is not None and window.held and window.example is not None:
        yield window.example, window.held
