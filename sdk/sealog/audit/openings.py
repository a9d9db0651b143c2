"""sealog's own openings of a person, from the audit trail: when and why, and never who opened.

A person may learn when and for which purposes their data was looked at, and not by which employee
(Court of Justice of the European Union, C-579/21, 22 June 2023).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sealog.audit.people import AuditedPeople
from sealog.audit.verify import entry_of, trail_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

__all__ = ["openings_of"]

ACTOR = "(an authorised person)"


def openings_of(indexes: Sequence[str], trail: Path) -> Iterator[dict[str, Any]]:
    """Give each entry of a trail that opened values of a person, by blind index, oldest first, without its actor.

    Raises:
        AuditError: the trail can't be read.
    """
    if not trail.exists():
        return
    names, wanted = AuditedPeople(trail).names_of(indexes), frozenset(indexes)
    for line in trail_lines(trail)[0]:
        entry = entry_of(line)
        if entry is not None and _is_about(entry, names, wanted):
            yield {
                "time": str(entry.get("time", "")),
                "purpose": str(entry.get("reason", "")),
                "what": str(entry.get("entity") or entry.get("action", "")),
                "values": entry["values"] if isinstance(entry.get("values"), int) else 1,
                "outcome": str(entry.get("outcome", "ok")),
                "by": ACTOR,
            }


def _is_about(entry: dict[str, Any], names: set[str], indexes: frozenset[str]) -> bool:
    people = entry.get("people")
    named = people if isinstance(people, list) else [entry.get("person")]
    # Entries of sealog 0.1.0 hold the blind index itself.
    return any(name in names for name in named if isinstance(name, str)) or entry.get("index") in indexes
