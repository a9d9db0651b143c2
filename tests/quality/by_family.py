"""What the default scanner makes of each family: precision, recall and F1 with exact edges, and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality import score
from quality.families import FAMILIES, clean
from quality.fill import Gold, Line
from quality.source import Source
from sealog.detect.engine.scanner import default_scanner

if TYPE_CHECKING:
    from collections.abc import Sequence

    from quality.score import Score


def measure(seed: int, lines_each: int) -> dict[str, Score]:
    """Give the score of each family on lines of this seed."""
    found = {}
    for name, make in FAMILIES.items():
        lines = [alike(line) for line in make(Source(seed), lines_each)]
        found[name] = score.score(lines, findings(lines))[""]
    return found


def false_alarms(seed: int, count: int) -> float:
    """Give how many of 1,000 words of clean lines are in a false alarm."""
    lines = list(clean(Source(seed), count))
    words = sum(len(line.text.split()) for line in lines)
    return 1000 * sum(map(len, findings(lines))) / words


def findings(lines: Sequence[Line]) -> list[list[Gold]]:
    """Scan each line; whatever is a secret counts as one, since the name beside it may say more than its form."""
    scan = default_scanner().scan
    return [
        [
            Gold("secret" if found.group == "secret" else found.entity, found.start, found.end)
            for found in scan(line.text)
        ]
        for line in lines
    ]


def alike(line: Line) -> Line:
    """Name the gold as `findings` names what it finds."""
    groups = default_scanner().entities
    gold = (
        Gold("secret" if groups.get(one.entity) == "secret" else one.entity, one.start, one.end) for one in line.gold
    )
    return Line(line.text, tuple(gold))


def table(scores: dict[str, Score], false: float) -> str:
    """Write the table of a run."""
    head = (
        f"False alarms in clean lines of thirty kinds of program: {false:.2f} in 1,000 words.\n\n"
        "| Family | Values | Precision | Recall | F1 |\n|---|--:|--:|--:|--:|\n"
    )
    return head + "".join(
        f"| {name} | {one.found + one.missed:,} | {one.precision:.3f} | {one.recall:.3f} | {one.f1:.3f} |\n"
        for name, one in scores.items()
    )
