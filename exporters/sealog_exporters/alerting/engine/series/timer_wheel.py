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

NOWHERE: Final = 0
"""A mark that nothing is filed under."""

_FINE_BITS = 4  # A mark is at most a 16th of the way before the moment.
Name = TypeVar("Name")


class Wheel(Generic[Name]):
    """Marks (numbers of steps) with their names.

    Args:
        step_ns: how often it is looked at; nothing is finer.
    """

    __slots__ = ("_heap", "_names", "_reached", "_step_ns")

    def __init__(self, step_ns: int) -> None:
        self._step_ns = step_ns
        self._names: dict[int, list[Name]] = {}
        self._heap: list[int] = []
        self._reached = NOWHERE

    @property
    def reached(self) -> int:
        """Number of the step that was reached last."""
        return self._reached

    def file(self, name: Name, moment_ns: int, mark: int) -> int:
        """File a name that lies under `mark`; return the mark under which it lies now.

        One that lies under an earlier mark, not reached yet, stays there: moments mostly move on, and a name that
        would be filed each time would lie there many times.
        """
        if self._reached < mark <= moment_ns // self._step_ns:
            return mark
        if moment_ns == NEVER:
            return NOWHERE
        ahead = moment_ns // self._step_ns - self._reached
        rough = max(ahead.bit_length() - _FINE_BITS, 0)
        mark = max((self._reached + ahead) >> rough << rough, self._reached + 1)
        names = self._names.get(mark)
        if names is None:
            names = self._names[mark] = []
            heappush(self._heap, mark)
        names.append(name)
        return mark

    def reach(self, now_ns: int) -> Iterator[tuple[int, list[Name]]]:
        """Go through the marks up to now with their names, and forget them. Names may be filed meanwhile."""
        self._reached = max(now_ns // self._step_ns, self._reached)
        while self._heap and self._heap[0] <= self._reached:
            mark = heappop(self._heap)
            yield mark, self._names.pop(mark)
