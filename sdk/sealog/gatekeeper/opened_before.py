"""When a person opened values before, from the audit trail, so that a rate holds over all their processes' runs."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sealog.audit.verify import entry_of, trail_lines

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["opened_before"]


def opened_before(trail: Path, actor: str, since: datetime) -> list[datetime]:
    """Give the moment of each value that an actor opened from a moment on; entries for many count each of theirs.

    Raises:
        AuditError: the trail can't be read.
    """
    if not trail.exists():
        return []
    start, found = since.isoformat(timespec="milliseconds"), []
    for line in reversed(trail_lines(trail)[0]):
        entry = entry_of(line) or {}
        time = entry.get("time")
        if not isinstance(time, str) or entry.get("actor") != actor:
            continue
        if time < start:
            break
        values = entry.get("values", 1 if entry.get("outcome") == "ok" else 0)
        if isinstance(values, int):
            found += [datetime.fromisoformat(time)] * values
    return found
