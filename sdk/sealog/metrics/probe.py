"""Times a few looks for values now and then. Between samples the looks run as if it were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = 8
"""Looks that are timed after each arming: enough for a mean, too few to be felt."""


class Probe:
    """Times calls of one method of one object by standing before it, and steps aside after `SAMPLES` calls.

    A counter in the hot path would be paid by every record; this is paid by those that are sampled. `clock` is in ns.
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
