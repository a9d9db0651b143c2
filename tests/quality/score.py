"""How well findings fit what is known to be in lines: precision, recall and F1 by entity. It finds nothing itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from quality.fill import Gold, Line


@dataclass(frozen=True)
class Score:
    """Counts of one entity. `extra` are findings that fit no value of it."""

    found: int
    missed: int
    extra: int

    @property
    def recall(self) -> float:
        """The part of the values that was found."""
        return self.found / (self.found + self.missed or 1)

    @property
    def precision(self) -> float:
        """The part of the findings that are values."""
        return self.found / (self.found + self.extra or 1)

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.found / (2 * self.found + self.missed + self.extra or 1)


def score(
    lines: Sequence[Line],
    findings: Sequence[Sequence[Gold]],
    *,
    exact: bool = True,
    only: Collection[str] | None = None,
) -> dict[str, Score]:
    """Compare the findings of each line with its gold; by entity, and `""` for all of them together.

    `exact`: a finding must have the value's very edges; otherwise it must cover half of what both cover together.
    `only` are the entities that count; others are looked at by nobody.
    """
    found: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    for line, here in zip(lines, findings, strict=True):
        left = [one for one in here if only is None or one.entity in only]
        for value in line.gold:
            if only is not None and value.entity not in only:
                continue
            fitting = next((one for one in left if _fits(one, value, exact=exact)), None)
            if fitting is None:
                missed[value.entity] += 1
            else:
                left.remove(fitting)
                found[value.entity] += 1
        extra.update(one.entity for one in left)
    every = sorted({*found, *missed, *extra})
    by_entity = {entity: Score(found[entity], missed[entity], extra[entity]) for entity in every}
    return {**by_entity, "": Score(found.total(), missed.total(), extra.total())}


def false_lines(findings: Iterable[Sequence[Gold]]) -> int:
    """Count the lines in which something was found: for lines with nothing in them."""
    return sum(bool(here) for here in findings)


def _fits(one: Gold, value: Gold, *, exact: bool) -> bool:
    if one.entity != value.entity:
        return False
    if exact:
        return (one.start, one.end) == (value.start, value.end)
    common = min(one.end, value.end) - max(one.start, value.start)
    return 2 * common >= max(one.end, value.end) - min(one.start, value.start)
