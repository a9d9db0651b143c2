"""Detection: µs a text through `Scanner.scan`, against the same rules on the standard library's `re`."""

from __future__ import annotations

import statistics
import time
from itertools import count
from typing import TYPE_CHECKING

from measure import Figure, compare, microseconds
from unseen import Unseen

from detect.hostile import HOSTILE
from detect.test_whole_values import ORDINARY
from sealog.detect import keyword_rules as structure
from sealog.detect import secrets
from sealog.detect.engine.scanner import Scanner

if TYPE_CHECKING:
    from collections.abc import Callable

LINES = 2000
TRACES = 200
CHUNKS = 100
MEGABYTE = 1_000_000
REPEATS = 7
SLOW_US = 10


def figures() -> list[Figure]:
    """Measure clean lines and traces, lines with two findings, what kinds of secrets cost, and hostile lines."""
    seeds = count(1000)
    fast, plain = Scanner(), Scanner(engine="re")

    def scanning(
        scanner: Scanner, make: Callable[[Unseen], str], items: int = LINES
    ) -> Callable[[], tuple[Callable[[], object], int]]:
        def prepare() -> tuple[Callable[[], object], int]:
            unseen = Unseen(next(seeds))
            texts = [make(unseen) for _ in range(items)]
            return (lambda: [scanner.scan(text) for text in texts]), items

        return prepare

    taken = microseconds(
        {
            "clean": scanning(fast, Unseen.clean),
            "clean re": scanning(plain, Unseen.clean, LINES // 10),
            "two": scanning(fast, Unseen.with_two_findings),
            "two re": scanning(plain, Unseen.with_two_findings, LINES // 10),
            "trace": scanning(fast, Unseen.stack_trace, TRACES),
            "trace re": scanning(plain, Unseen.stack_trace, TRACES // 10),
        }
    )
    against = "the same rules on the standard library's re"
    return [
        compare("detect_clean_line", "µs", taken["clean"], taken["clean re"], against, "one clean line"),
        compare("detect_two_findings", "µs", taken["two"], taken["two re"], against, "one line with e-mail and IPv4"),
        compare(
            "detect_clean_trace", "µs", taken["trace"], taken["trace re"], against, "one clean stack trace, 1.2 KB"
        ),
        _price_of_secrets(fast, Unseen(next(seeds))),
        *_clean_lines(fast),
        *_hostile(fast),
    ]


def _price_of_secrets(scanner: Scanner, unseen: Unseen) -> Figure:
    """Measure what the makers' secrets add to a clean line: both scanners in turn on the same unseen lines."""
    without = Scanner(keyword_rules=structure.RULES)
    more: list[float] = []
    for _ in range(CHUNKS):
        lines = [unseen.clean() for _ in range(LINES // 10)]
        times: dict[Scanner, float] = {}
        for each in (without, scanner) if len(more) % 2 else (scanner, without):
            start = time.perf_counter()
            for line in lines:
                each.scan(line)
            times[each] = time.perf_counter() - start
        more.append((times[scanner] - times[without]) / len(lines) * 1e6)
    kinds = len({rule.entity for rule in secrets.RULES})
    # The first half lets RE2 build the states that both need.
    added = statistics.median(more[CHUNKS // 2 :])
    return Figure("detect_secret_kinds", added, "µs", "", None, f"what {kinds} kinds of secrets add to a clean line")


def _clean_lines(scanner: Scanner) -> list[Figure]:
    """Measure each clean line of the corpus of forty programs: the slowest of them, and how many take long."""
    times = sorted(((_quickest(scanner, line), line) for line in ORDINARY), reverse=True)
    slowest, line = times[0]
    slow = sum(taken > SLOW_US for taken, _ in times)
    return [
        Figure("detect_slowest_clean_line", slowest, "µs", "", None, f"of {len(times)} clean lines: `{line.strip()}`"),
        Figure("detect_slow_clean_lines", slow, "", "", None, f"of {len(times)} clean lines, those over {SLOW_US} µs"),
    ]


def _quickest(scanner: Scanner, line: str) -> float:
    """Give the µs of the quickest of some looks: what a line takes where nothing disturbs it."""
    scanner.scan(line)
    taken: list[float] = []
    for _ in range(REPEATS):
        start = time.process_time_ns()
        for _ in range(REPEATS):
            scanner.scan(line)
        taken.append((time.process_time_ns() - start) / 1000 / REPEATS)
    return min(taken)


def _hostile(scanner: Scanner) -> list[Figure]:
    """Measure one line of a megabyte of each hostile kind."""
    rates: list[tuple[float, str]] = []
    for name, piece in HOSTILE.items():
        line = (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]
        start = time.perf_counter()
        scanner.scan(line)
        rates.append((1 / (time.perf_counter() - start), name))
    rates.sort()
    middle, slowest = statistics.median_low(rates), rates[0]
    return [
        Figure(
            "detect_hostile", middle[0], "MB/s", "", None, f"the median of {len(rates)} kinds of hostile lines of 1 MB"
        ),
        Figure("detect_hostile_slowest", slowest[0], "MB/s", "", None, f"the slowest of them: {slowest[1]}"),
    ]
