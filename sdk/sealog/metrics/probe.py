"""Times a few scans now and then. Between samples it costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = 8
"""Scans that are timed at each sampling: enough for a mean, too few to be noticed."""


class Probe:
    """Times calls of one method of one object by replacing it, and puts it back after `SAMPLES` calls.

    A counter in the hot path would cost every record; this costs only the sampled ones. `clock` is in ns.
    """

    def __init__(self, target: Any, method: str, seen: Callable[[int], None], clock: Callable[[], int]) -> None:
        self._target = target
        self._method = method
        self._seen = seen
        self._clock = clock

    def arm(self) -> None:
        """Time the next calls; those of threads that are within the method already are not among them."""
        plain = getattr(type(self._target), self._method).__get__(self._target)
        left = SAMPLES

        def timed(*arguments: Any) -> Any:
            nonlocal left
            left -= 1
            if left <= 0:
                vars(self._target).pop(self._method, None)
            start = self._clock()
            try:
                return plain(*arguments)
            finally:
                self._seen(self._clock() - start)

        setattr(self._target, self._method, timed)
