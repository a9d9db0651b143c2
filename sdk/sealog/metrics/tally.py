"""Counts what sealog did in this process, for metrics and the status file.

Each process has one tally, even with several processors; a forked child counts from zero.
"""

from __future__ import annotations

import os
import threading
from collections import Counter
from itertools import count
from typing import Any, Literal

from sealog.finalising import held

Outcome = Literal["sealed", "masked"]


def reading(counter: count[int]) -> int:
    """Return how often `next` was called on a counter from 0, without advancing it."""
    return int(repr(counter).removeprefix("count(").removesuffix(")"))


class _Counters(dict[tuple[str, Outcome], "count[int]"]):
    """Counters by entity and outcome; of two threads that count the first value, one's counter is kept."""

    def __missing__(self, key: tuple[str, Outcome]) -> count[int]:
        return self.setdefault(key, count())


class Tally:
    """Counts since the process began. Threads may share it; nothing here is called for a clean record.

    `values` has a counter for each entity and outcome, which `next` moves by one value without a lock.
    """

    values: _Counters

    def __init__(self) -> None:
        self._notes: dict[str, str | int | None] = {}
        self.reset()

    def reset(self) -> None:
        """Begin from zero, as a forked child does: a thread of the parent may have held the lock."""
        self._lock = threading.RLock()  # a signal's handler may log while its thread counts
        self.values = _Counters()
        self._drops: Counter[str] = Counter()
        self._exports: Counter[str] = Counter()
        self._look_count = self._look_ns = self._look_longest_ns = 0

    def note(self, name: str, state: str | int | None) -> None:
        """Note how something was set up; a forked child is set up as its parent."""
        self._notes[name] = state

    def notes(self) -> dict[str, str | int | None]:
        """Give what was noted, by name."""
        return self._notes.copy()

    def dropped(self, reason: str, records: int) -> None:
        """Count records that will not arrive."""
        with held(self._lock):
            self._drops[reason] += records

    def exported(self, outcome: str, records: int) -> None:
        """Count records handed to an exporter."""
        with held(self._lock):
            self._exports[outcome] += records

    def looked(self, duration_ns: int) -> None:
        """Count one sampled look for values."""
        with held(self._lock):
            self._look_count += 1
            self._look_ns += duration_ns
            self._look_longest_ns = max(self._look_longest_ns, duration_ns)

    def snapshot(self) -> dict[str, Any]:
        """Give all counts at one moment, as values that JSON has."""
        with held(self._lock):
            return {
                "values": [
                    {"entity": entity, "outcome": outcome, "count": reading(counter)}
                    for (entity, outcome), counter in sorted(self.values.copy().items())
                ],
                "drops": dict(self._drops),
                "exports": dict(self._exports),
                "detection": {
                    "samples": self._look_count,
                    "total_us": round(self._look_ns / 1000, 3),
                    "longest_us": round(self._look_longest_ns / 1000, 3),
                },
            }


PROCESS = Tally()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=PROCESS.reset)
