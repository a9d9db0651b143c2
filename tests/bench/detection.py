"""Detection: µs a line through `Scanner.scan`, against the same rules on the standard library's `re`."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from measure import Figure, compare, microseconds
from unseen import Unseen

from sealog.detect.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = 2000


def figures() -> list[Figure]:
    """Measure clean lines and lines with two findings."""
    seeds = count(1000)
    fast, plain = Scanner(), Scanner(engine="re")

    def scanning(scanner: Scanner, make: Callable[[Unseen], str]) -> Callable[[], tuple[Callable[[], object], int]]:
        def prepare() -> tuple[Callable[[], object], int]:
            unseen = Unseen(next(seeds))
            lines = [make(unseen) for _ in range(LINES)]
            return (lambda: [scanner.scan(line) for line in lines]), LINES

        return prepare

    taken = microseconds(
        {
            "clean": scanning(fast, Unseen.clean),
            "clean re": scanning(plain, Unseen.clean),
            "two": scanning(fast, Unseen.with_two_findings),
            "two re": scanning(plain, Unseen.with_two_findings),
        }
    )
    against = "the same rules on the standard library's re"
    return [
        compare("detect_clean_line", "µs", taken["clean"], taken["clean re"], against, "one clean line"),
        compare("detect_two_findings", "µs", taken["two"], taken["two re"], against, "one line with e-mail and IPv4"),
    ]
