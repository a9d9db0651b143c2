"""Measures the processor time of each rule, in one batch of many so that measuring costs next to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

SAMPLED: Final = 32
"""One batch of so many is measured, and stands for all of them."""


@dataclass(slots=True)
class Cost:
    """An estimate that only grows. `cpu_ns` is time of the thread that counts; `tried` the records looked at."""

    cpu_ns: int = 0
    tried: int = 0

    def note(self, cpu_ns: int, tried: int = 0) -> None:
        """Add what was measured."""
        self.cpu_ns += cpu_ns
        self.tried += tried


@dataclass(frozen=True, slots=True)
class RuleCost:
    """One rule by its names, its estimate, and its series now."""

    group: str
    alert: str
    cpu_ns: int
    tried: int
    groups: int
    firing: int
