"""Lines of some seventy kinds of program with nothing in them, in two halves, and what the scanner makes of each half.

Rules were mended against the first half only, so the second one says how rare false alarms are in lines unseen.
A whole token counts as one: what stands between blanks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from quality.fill import TEMPLATES, fill
from quality.source import Source
from sealog.detect.engine.scanner import default_scanner

if TYPE_CHECKING:
    from collections.abc import Iterator

HALVES = ("first", "second")
FILES = ("systems", "data", "delivery", "runtimes", "services", "languages")


def templates(half: str) -> list[str]:
    """Give every other template: `first` or `second`."""
    every = [line for name in FILES for line in _lines(name)]
    return every[HALVES.index(half) :: 2]


def lines(half: str, source: Source, a_template: int) -> Iterator[str]:
    """Give `a_template` lines of each template of a half, each with other values."""
    for template in templates(half):
        for _ in range(a_template):
            yield fill(template, source).text


def false_alarms(half: str, seed: int, a_template: int) -> float:
    """Give how many false alarms there are in 1,000 tokens of a half."""
    scan = default_scanner().scan
    tokens = alarms = 0
    for line in lines(half, Source(seed), a_template):
        tokens += len(line.split())
        alarms += len(scan(line))
    return 1000 * alarms / tokens


def _lines(name: str) -> list[str]:
    text = (TEMPLATES / "programs" / f"{name}.txt").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith(("# Lines", "# Sentences", "## "))]
