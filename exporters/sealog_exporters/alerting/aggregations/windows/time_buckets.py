"""Time buckets of a 60th of a window each. A bucket is in the window or not, as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Generic, TypeVar

from sealog_exporters.alerting.model.aggregation import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BUCKETS: Final = 60
Cell = TypeVar("Cell")


def bucket_ns(span_ns: int) -> int:
    """Return the length of a time bucket."""
    return max(span_ns // BUCKETS, 1)


class TimeBuckets(Generic[Cell]):
    """Bucket number to cell. A window has the bucket of its end, the 59 before, and those ahead (clocks differ)."""

    __slots__ = ("_cells", "_dropped", "_make", "step")

    def __init__(self, span_ns: int, make: Callable[[], Cell], dropped: Callable[[Cell], None] | None = None) -> None:
        self.step = bucket_ns(span_ns)
        self._make = make
        self._dropped = dropped
        self._cells: dict[int, Cell] = {}

    def at(self, time_ns: int) -> Cell:
        """Return the cell of a moment, made where it is missing."""
        number = time_ns // self.step
        cell = self._cells.get(number)
        if cell is None:
            cell = self._cells[number] = self._make()
        return cell

    def window(self, now_ns: int) -> list[Cell]:
        """Return the cells of the window that ends at `now_ns`; older ones are dropped for good."""
        oldest = now_ns // self.step - BUCKETS
        gone = [number for number in self._cells if number <= oldest]
        for number in gone:
            cell = self._cells.pop(number)
            if self._dropped:
                self._dropped(cell)
        return list(self._cells.values())

    def turn_back(self, now_ns: int) -> None:
        """Drop the time buckets ahead of `now_ns`, after the clock was set back."""
        for number in [number for number in self._cells if number > now_ns // self.step]:
            cell = self._cells.pop(number)
            if self._dropped:
                self._dropped(cell)

    def leaves_ns(self) -> int:
        """Return the moment at which the next time bucket leaves the window, `NEVER` where there is none."""
        return (min(self._cells) + BUCKETS) * self.step if self._cells else NEVER

    def items(self) -> Iterator[tuple[int, Cell]]:
        """Yield the starts (ns) of all time buckets and their cells."""
        for number, cell in self._cells.items():
            yield number * self.step, cell
