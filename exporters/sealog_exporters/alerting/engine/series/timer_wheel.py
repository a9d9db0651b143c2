"""Names by the moment at which they are to be looked at again: some eight bytes each. It knows no groups.

A name is filed under a mark at or before its moment, the farther the rougher, so that few marks are in use. When a
mark is reached, what is not due yet is filed anew under a finer one.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from sealog_exporters.alerting.model.aggregation import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_SLOT: Final = 0
"""A mark that nothing is filed under."""

_FINE_BITS = 4  # A mark is at most a 16th of the way before the moment.
Name = TypeVar("Name")


class TimerWheel(Generic[Name]):
    """Marks (numbers of steps) with their names.

    Args:
        step_ns: how often it is looked at; nothing is finer.
    """

    __slots__ = ("_current_step", "_heap", "_names", "_step_ns")

    def __init__(self, step_ns: int) -> None:
        self._step_ns = step_ns
        self._names: dict[int, list[Name]] = {}
        self._heap: list[int] = []
        self._current_step = NO_SLOT

    @property
    def current_step(self) -> int:
        """Number of the step that was reached last."""
        return self._current_step

    def schedule(self, name: Name, moment_ns: int, slot: int) -> int:
        """File a name that lies under `slot`; return the mark under which it lies now.

        One that lies under an earlier mark, not reached yet, stays there: moments mostly move on, and a name that
        would be filed each time would lie there many times.
        """
        if self._current_step < slot <= moment_ns // self._step_ns:
            return slot
        if moment_ns == NEVER:
            return NO_SLOT
        ahead = moment_ns // self._step_ns - self._current_step
        rough = max(ahead.bit_length() - _FINE_BITS, 0)
        slot = max((self._current_step + ahead) >> rough << rough, self._current_step + 1)
        names = self._names.get(slot)
        if names is None:
            names = self._names[slot] = []
            heappush(self._heap, slot)
        names.append(name)
        return slot

    def pop_due(self, now_ns: int) -> Iterator[tuple[int, list[Name]]]:
        """Go through the marks up to now with their names, and forget them. Names may be filed meanwhile."""
        self._current_step = max(now_ns // self._step_ns, self._current_step)
        while self._heap and self._heap[0] <= self._current_step:
            slot = heappop(self._heap)
            yield slot, self._names.pop(slot)
