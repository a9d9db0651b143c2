"""Searches for the text whose look costs the caller most: `python tests/bench/worst_input.py [MINUTES]`, 60 by default.

It breeds texts out of what rules look for: their keywords, the beginnings of their hits, separators. The fittest are
those that take the most processor time a KiB within the allowance that every record has. It prints the worst ones with
their figures; what is new belongs into `tests/detect/engine/test_scan_budget.py`, where steps are counted and no clock
judges.
"""

from __future__ import annotations

import random
import sys
import time
from typing import NamedTuple

from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.scan_budget import ScanBudget, TooCostlyError
from sealog.detect.rules import KEYWORD_RULES, RULES

SIZE = 8192
POPULATION = 40
SHOWN = 12
SIGNS = (*"=:,;|&?/@.-_~%+#'\"`()[]{}<> \n\t", ": ", '="', "\\n", "://", "\x1b[31m", "%40", "&#64;", "seal1~a~0~")
NUMBERS = ("0", "1", "4111", "00", "536", "+49", "203.0.113.7", "2026", "99999999")


class Candidate(NamedTuple):
    """Milliseconds a KiB, whether the look was cut, and the piece that is repeated."""

    cost: float
    was_cut: bool
    piece: str


def fragments() -> list[str]:
    """Give what texts are bred from."""
    words = [word for rule in KEYWORD_RULES for word in rule.keywords]
    hits = [hit.replace("«", "").replace("»", "") for rule in (*RULES, *KEYWORD_RULES) for hit in rule.hits]
    return [*words, *hits, *(hit[: len(hit) // 2] for hit in hits), *SIGNS, *NUMBERS]


def measured(scanner: Scanner, piece: str) -> Candidate:
    """Look at a piece that is repeated to `SIZE` characters."""
    text = (piece * (SIZE // len(piece) + 1))[:SIZE]
    best, was_cut = float("inf"), False
    for _ in range(2):
        began = time.thread_time()
        try:
            scanner.scan(text, ScanBudget(len(text)))
        except TooCostlyError:
            was_cut = True
        best = min(best, time.thread_time() - began)
    return Candidate(best * 1e6 / SIZE, was_cut, piece)


def bred(parents: list[Candidate], pool: list[str], chance: random.Random) -> str:
    """Give a new piece: two parents joined, one changed, or something from the pool."""
    one = chance.choice(parents).piece if parents else chance.choice(pool)
    kind = chance.randrange(5)
    if kind == 0:
        one = chance.choice(pool) + chance.choice(pool)
    elif kind == 1 and parents:
        one += chance.choice(parents).piece
    elif kind == 2:
        at = chance.randrange(len(one) + 1)
        one = one[:at] + chance.choice(SIGNS) + one[at:]
    elif kind == 3:
        at = chance.randrange(len(one) + 1)
        one = one[:at] + chance.choice(pool) + one[at:]
    else:
        first, last = sorted(chance.randrange(len(one) + 1) for _ in range(2))
        one = one[:first] + one[last:]
    return one[:200] or chance.choice(pool)


def main() -> None:
    """Search until the time is over, and print what was found."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    scanner, pool, chance = Scanner(), fragments(), random.Random()
    until, tried = time.monotonic() + 60 * minutes, 0
    best: list[Candidate] = []
    while time.monotonic() < until:
        piece = pool[tried] if tried < len(pool) else bred(best, pool, chance)
        tried += 1
        found = measured(scanner, piece)
        if piece not in {one.piece for one in best} and (len(best) < POPULATION or found.cost > best[-1].cost):
            best = sorted([*best, found], key=lambda one: -one.cost)[:POPULATION]
    print(f"{tried} texts in {minutes:g} minutes; ms a KiB of the worst:")
    for one in best[:SHOWN]:
        print(f"{one.cost:7.2f}  {'cut  ' if one.was_cut else 'whole'}  {one.piece!r}")


if __name__ == "__main__":
    main()
