"""Writes the numbers of metrics for a reader."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["quantity", "scaled", "unit_of"]

_HIGH: Final = 1_000  # of a scaled plot
_LEAST, _MOST = 1e-4, 1e7  # between which a number is written out


def unit_of(unit: str) -> str:
    """Give a unit as a reader has it: UCUM writes `1` for none, and puts words in braces."""
    return "" if unit == "1" else unit.replace("{", "").replace("}", "")


def quantity(value: float | None) -> str:
    """Give a number in four digits; a dash for none."""
    if value is None or not math.isfinite(value):
        return "-"
    if value == int(value) and abs(value) < _MOST:
        return f"{int(value)}"
    return f"{value:.4g}" if abs(value) < _LEAST or abs(value) >= _MOST else f"{value:.4f}".rstrip("0").rstrip(".")


def scaled(plot: Sequence[float | None]) -> list[int]:
    """Give a plot in whole numbers up to 1,000 from the lowest, or from 0; one that is there is 1 at least."""
    there = [value for value in plot if value is not None and math.isfinite(value)]
    low, high = min(0.0, *there, 0.0), max(0.0, *there, 0.0)
    width = high / 2 - low / 2  # halves, so that it is finite
    return [0 if value is None else _height(value, low, width) for value in plot]


def _height(value: float, low: float, width: float) -> int:
    if not width or not math.isfinite(value):
        return 1
    return max(1, int(_HIGH * ((value / 2 - low / 2) / width)))
