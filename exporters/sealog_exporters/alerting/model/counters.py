"""The engine's counters about itself. Numbers only, never a name from the data."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(slots=True)
class Counters:
    """Events and decisions since the start of the process."""

    def become(self, other: Counters) -> None:
        """Take over all numbers of another, and continue counting."""
        for field in fields(self):
            setattr(self, field.name, getattr(other, field.name))

    events: int = 0
    """Fed in."""
    counted: int = 0
    """Put into a window; an event counts once for each rule that it matches."""
    duplicates: int = 0
    """Matched, but a record with the same `sealog.uid` is in the window."""
    crowded: int = 0
    """Matched, but belongs to more series than one record may count for."""
    late: int = 0
    """Matched, but older than everything its window still keeps."""
    future_dated: int = 0
    """Matched, and counted at the time of arrival, because their own was missing or too far ahead."""
    fired: int = 0
    """Alerts that began."""
    withheld: int = 0
    """Alerts that began within the cooldown of the one before, so that they were not notified yet."""
    resolved: int = 0
    """Alerts that ended, notified or not."""
    evicted_groups: int = 0
    """Groups dropped because there were too many."""
    evicted_firing: int = 0
    """Of these, series that were firing."""
    evicted_values: int = 0
    """Values or records of `distinct`, `new` and `sequence` dropped because a series had too many."""
