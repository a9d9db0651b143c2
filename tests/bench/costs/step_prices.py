"""Measures what a step of each rule takes: `python tests/bench/costs/step_prices.py [PIECES]`, 2,000 by default.

It repeats pieces of what rules look for to `SIZE` characters, as `worst_input.py` does, and shares the processor time
of each look among the rules that were asked, with the steps that they were charged in it. A rule whose step takes much
more than two microseconds is charged too little, see `docs/decisions/015-work-is-counted.md`. A busy machine makes all
figures higher.
"""

from __future__ import annotations

import random
import sys
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from worst_input import SIZE, fragments

from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.scan_budget import ScanBudget, TooCostlyError

if TYPE_CHECKING:
    from collections.abc import Callable

SHOWN = 30
LEAST_STEPS = 50
"""Steps of a rule in one text, below which its figure says little."""


class Price(NamedTuple):
    """Microseconds a step of one rule in one text, and that text's piece."""

    microseconds: float
    steps: int
    piece: str


class Meter:
    """Shares time and steps among rules; `asked` gives a function that counts for one of them."""

    def __init__(self) -> None:
        self.taken: defaultdict[str, float] = defaultdict(float)
        self.steps: defaultdict[str, int] = defaultdict(int)

    def asked(self, rule: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function with a count of its time; the steps in it are those of the current look."""

        def asked(*arguments: Any) -> Any:
            before, began = self.budget.spent, time.thread_time()
            try:
                return function(*arguments)
            finally:
                self.taken[rule] += time.thread_time() - began
                self.steps[rule] += self.budget.spent - before

        return asked

    def look(self, scanner: Scanner, text: str) -> None:
        """Look at a text within its allowance, and count anew."""
        self.taken.clear()
        self.steps.clear()
        self.budget = ScanBudget(len(text))
        with suppress(TooCostlyError):
            scanner.scan(text, self.budget)


def metered(meter: Meter) -> Scanner:
    """Give a scanner whose keyword rules and validators are metered."""
    scanner = Scanner()
    runner = scanner._runner
    runner._keyword_rules = tuple(
        replace(rule, find=meter.asked(f"{rule.entity} {rule.keywords[0]}", rule.find))
        for rule in runner._keyword_rules
    )
    runner._confirms = [
        (meter.asked(f"{rule.entity} {number}", confirm), validate, cost)
        for number, (rule, (confirm, validate, cost)) in enumerate(zip(runner._rules, runner._confirms, strict=True))
    ]
    return scanner


def main() -> None:
    """Measure, and print the rules whose steps take longest, each with the piece that shows it."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    pool = list(dict.fromkeys(fragments()))
    meter = Meter()
    scanner = metered(meter)
    worst: dict[str, Price] = {}
    for piece in random.Random(count).sample(pool, min(count, len(pool))):
        text = (piece * (SIZE // len(piece) + 1))[:SIZE]
        least: dict[str, float] = {}
        for _ in range(2):
            meter.look(scanner, text)
            least = {rule: min(taken, least.get(rule, taken)) for rule, taken in meter.taken.items()}
        for rule, taken in least.items():
            steps = meter.steps[rule]
            price = Price(taken * 1e6 / max(steps, 1), steps, piece)
            if steps >= LEAST_STEPS and price.microseconds > worst.get(rule, Price(0, 0, "")).microseconds:
                worst[rule] = price
    for rule, price in sorted(worst.items(), key=lambda item: -item[1].microseconds)[:SHOWN]:
        print(f"{price.microseconds:6.1f} us a step, {price.steps:5} steps  {rule}  {price.piece!r}")


if __name__ == "__main__":
    main()
