"""A bound on a value, with hysteresis: where it begins to hold, and where it stops. It measures nothing."""

from __future__ import annotations

from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Final, Literal

Comparison = Literal["gte", "gt", "lte", "lt"]
_BEGINS: Final = {"gte": ge, "gt": gt, "lte": le, "lt": lt}
_RISING: Final = frozenset({"gte", "gt"})


@dataclass(frozen=True, slots=True)
class Threshold:
    """`value <comparison> level` begins; it stops at the first value beyond `clear` on the other side.

    Without `clear` it stops where `level` is no longer met.
    """

    comparison: Comparison
    level: float
    clear: float | None = None

    def met(self, value: float) -> bool:
        """Tell whether the value is where an alert begins."""
        return bool(_BEGINS[self.comparison](value, self.level))

    def kept(self, value: float) -> bool:
        """Tell whether an alert that has begun goes on."""
        if self.clear is None:
            return self.met(value)
        return value >= self.clear if self.comparison in _RISING else value <= self.clear
