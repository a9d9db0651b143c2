"""A timer wheel: names by the moment at which they are due, in some eight bytes each.

Timers far in the future use coarser slots, so that few slots are in use. When a coarse slot is reached, names that are
not due yet move to finer ones.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from sealog_exporters.alerting.model.aggregation import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_SLOT: Final = 0
"""The slot of a name that is not scheduled."""

_FINE_BITS = 4  # A slot begins at most a 16th of the way before the moment.
Name = TypeVar("Name")


class TimerWheel(Generic[Name]):
    """Slots (numbers of steps) with their names.

    Args:
        step_ns: the length of a step, which is the finest resolution.
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
        """Schedule a name that is in `slot`; return the slot in which it is now.

        A name in an earlier slot that is not reached yet stays there. Moments usually move later, and a name that was
        moved each time would be in many slots.
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
        """Yield the slots up to now with their names, and remove them. Names may be scheduled meanwhile."""
        self._current_step = max(now_ns // self._step_ns, self._current_step)
        while self._heap and self._heap[0] <= self._current_step:
            slot = heappop(self._heap)
            yield slot, self._names.pop(slot)
