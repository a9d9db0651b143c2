"""A threshold with hysteresis: where an alert begins, and where it is over."""

from __future__ import annotations

from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Final, Literal

Comparison = Literal["gte", "gt", "lte", "lt"]
_BEGINS: Final = {"gte": ge, "gt": gt, "lte": le, "lt": lt}
_RISING: Final = frozenset({"gte", "gt"})


@dataclass(frozen=True, slots=True)
class Threshold:
    """An alert begins at `value <comparison> level`, and is over at the first value beyond `clear` on the other side.

    Without `clear` it is over when `level` is no longer met.
    """

    comparison: Comparison
    level: float
    clear: float | None = None

    def met(self, value: float) -> bool:
        """Return whether an alert begins at the value."""
        return bool(_BEGINS[self.comparison](value, self.level))

    def kept(self, value: float) -> bool:
        """Return whether an alert that has begun goes on at the value."""
        if self.clear is None:
            return self.met(value)
        return value >= self.clear if self.comparison in _RISING else value <= self.clear
