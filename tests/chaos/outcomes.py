"""What a row of the fault table gives."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["NotApplicable", "Outcome"]


@dataclass(frozen=True)
class Outcome:
    """What became of the records of a row. `dead` of them are kept as dead letters; `memory` is in MB."""

    accepted: int
    delivered: int
    dead: int
    lost: int
    doubled: int
    seconds: float
    memory: int


class NotApplicable(Exception):  # noqa: N818 -- no mistake
    """A row makes no sense on a way, or this machine can't make its fault."""
