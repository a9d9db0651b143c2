"""Searches for the text whose look costs the caller most: `python tests/bench/costs/worst_input.py [MINUTES] [SEED]`.

It breeds texts out of what rules look for: their keywords, the beginnings of their hits, separators. The fittest are
those that take the most processor time a KiB within the allowance that every record has. `MINUTES`, 60 by default, are
of processor time, and `SEED` chooses another search. Descendants of one text are no more than `KIN` of the fittest, so
that the search goes on beside the worst of them.

On a busy machine each look takes longer. So what looks costly is measured again, and its least time counts; the last
line says how much longer than its least a fixed piece of work took meanwhile. It prints the worst texts with their
figures; what is new belongs into `tests/detect/engine/test_scan_budget.py`, where steps are counted and no clock
judges.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections import Counter
from typing import NamedTuple

from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.scan_budget import ScanBudget, TooCostlyError
from sealog.detect.rules import KEYWORD_RULES, RULES

SIZE = 8192
POPULATION = 60
KIN = 4
SHOWN = 25
AGAIN = 6
"""Looks at a text that would be among the fittest; its least time counts."""

PACE_EVERY = 50
"""Texts between two measurements of the machine's pace."""

SIGNS = (*"=:,;|&?/@.-_~%+#'\"`()[]{}<> \n\t", ": ", '="', "\\n", "://", "\x1b[31m", "%40", "&#64;", "seal1~a~0~")
NUMBERS = ("0", "1", "4111", "00", "536", "+49", "203.0.113.7", "2026", "99999999")


class Candidate(NamedTuple):
    """Milliseconds a KiB, steps a KiB, whether the look was cut, the repeated piece, and the text it descends from."""

    cost: float
    steps: float
    was_cut: bool
    piece: str
    root: int


def fragments() -> list[str]:
    """Give what texts are bred from."""
    words = [word for rule in KEYWORD_RULES for word in rule.keywords]
    hits = [hit.replace("«", "").replace("»", "") for rule in (*RULES, *KEYWORD_RULES) for hit in rule.hits]
    return [*words, *hits, *(hit[: len(hit) // 2] for hit in hits), *SIGNS, *NUMBERS]


def measured(scanner: Scanner, piece: str, root: int, looks: int = 2) -> Candidate:
    """Look at a piece that is repeated to `SIZE` characters; give its least time."""
    text = (piece * (SIZE // len(piece) + 1))[:SIZE]
    best, was_cut, steps = float("inf"), False, 0
    for _ in range(looks):
        budget = ScanBudget(len(text))
        began = time.thread_time()
        try:
            scanner.scan(text, budget)
        except TooCostlyError:
            was_cut = True
        best = min(best, time.thread_time() - began)
        steps = budget.spent
    return Candidate(best * 1e6 / SIZE, steps * 1024 / SIZE, was_cut, piece, root)


def bred(parents: list[Candidate], pool: list[str], chance: random.Random) -> tuple[str, int | None]:
    """Give a new piece and what it descends from: two parents joined, one changed, or something from the pool."""
    kind = chance.randrange(5)
    if kind == 0 or not parents:
        return chance.choice(pool) + chance.choice(pool), None
    parent = chance.choice(parents)
    one = parent.piece
    if kind == 1:
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
    return one[:200] or chance.choice(pool), parent.root


def fittest(candidates: list[Candidate]) -> list[Candidate]:
    """Give the most costly ones, the worst first, with no more than `KIN` that descend from one text."""
    kin: Counter[int] = Counter()
    chosen = []
    for one in sorted(candidates, key=lambda one: -one.cost):
        kin[one.root] += 1
        if kin[one.root] <= KIN:
            chosen.append(one)
    return chosen[:POPULATION]


def pace() -> float:
    """Give the seconds that a fixed piece of work takes now."""
    began = time.thread_time()
    sum(number % 7 for number in range(20_000))
    return time.thread_time() - began


def main() -> None:
    """Search until the time is over, and print what was found."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    chance = random.Random(sys.argv[2] if len(sys.argv) > 2 else None)
    scanner, pool = Scanner(), list(dict.fromkeys(fragments()))
    first = chance.sample(pool, len(pool))
    tried, paces = 0, []
    best: list[Candidate] = []
    while time.process_time() < 60 * minutes:
        piece, root = (first[tried], None) if tried < len(first) else bred(best, pool, chance)
        tried += 1
        if tried % PACE_EVERY == 0:
            paces.append(pace())
        least = best[-1].cost if len(best) == POPULATION else 0.0
        found = measured(scanner, piece, tried if root is None else root)
        if found.cost > least and piece not in {one.piece for one in best}:
            again = measured(scanner, piece, found.root, AGAIN)
            found = min(found, again, key=lambda one: one.cost)
            best = fittest([*best, found])
    best = fittest([min(one, measured(scanner, one.piece, one.root, AGAIN), key=lambda one: one.cost) for one in best])
    print(f"{tried} texts in {minutes:g} minutes of processor time; ms and steps a KiB of the worst:")
    for one in best[:SHOWN]:
        print(f"{one.cost:7.2f} {one.steps:6.0f}  {'cut  ' if one.was_cut else 'whole'}  {one.piece!r}")
    slower = statistics.median(paces) / min(paces)
    print(f"The median of a fixed piece of work took {slower:.2f} times its least, {min(paces) * 1000:.2f} ms.")


if __name__ == "__main__":
    main()
