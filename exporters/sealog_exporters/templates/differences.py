"""Compares the counts of templates in two periods: new, gone, more, less."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Difference", "differences"]


@dataclass(frozen=True)
class Difference:
    """How one template differs. `ratio` is its share after by its share before; `None` where it is new or gone.

    `before` and `after` are counts of records.
    """

    kind: Literal["new", "gone", "more", "less"]
    id: str
    before: int
    after: int
    ratio: float | None


def differences(before: Mapping[str, int], after: Mapping[str, int], *, floor: int, ratio: float) -> list[Difference]:
    """Give the templates that differ, the strongest difference first; counts are by template id.

    A new template is reported whatever its count. One is gone if it had `floor` records, and as many are expected now.
    Shares are compared where there are `floor` records before or after, and differ `ratio` times.
    """
    was, now = sum(before.values()) or 1, sum(after.values()) or 1
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name, 0), after.get(name, 0)
        if not old and new:
            found.append(Difference("new", name, 0, new, None))
        elif old and not new:
            if old >= floor and old * now / was >= floor:
                found.append(Difference("gone", name, old, 0, None))
        elif old and max(old, new) >= floor:
            change = (new / now) / (old / was)
            if change >= ratio:
                found.append(Difference("more", name, old, new, change))
            elif change <= 1 / ratio:
                found.append(Difference("less", name, old, new, change))
    return sorted(found, key=lambda one: (-_strength(one), one.id))


def _strength(one: Difference) -> float:
    if one.ratio is None:
        return 1_000.0 * max(one.before, one.after)
    return max(one.ratio, 1 / one.ratio) * max(one.before, one.after)
