"""Lists the clean lines that take the caller long: `python tests/bench/costs/clean_lines.py [FILE]`.

`FILE` has a line each; by default they are those of `tests/detect/test_whole_values.py`. For each line of more than
`SLOW_US` microseconds of processor time it prints the least of some looks, the steps that they took, and what Python
was left to judge: the forms of rules beside keywords, the entities of rules with a shape, `again` for a text that is
read without its escapes, and `structure` where no rule was asked. A line in which something is found is not clean, and
is left out.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from detect.test_whole_values import ORDINARY
from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.scan_budget import ScanBudget
from sealog.detect.rules import KEYWORD_RULES, RULES
from sealog.detect.structured.names_beside import NAME_RULES

if TYPE_CHECKING:
    from sealog.detect.model.rule import KeywordRule
    from sealog.detect.structured.names_beside.beside import NameRule

REPEATS = 9
SLOW_US = 10
PLENTY = 10**9


def quickest(scanner: Scanner, line: str) -> float:
    """Give the µs of processor time of the quickest of some looks: what a line takes where nothing disturbs it."""
    scanner.scan(line)
    taken: list[float] = []
    for _ in range(REPEATS):
        start = time.thread_time_ns()
        for _ in range(REPEATS):
            scanner.scan(line)
        taken.append((time.thread_time_ns() - start) / 1000 / REPEATS)
    return min(taken)


def left_to_python(scanner: Scanner, line: str) -> list[str]:
    """Name what the compiled half leaves to Python in a line."""
    seen = scanner._see(line)
    if seen is None or isinstance(seen, list):
        return []
    suspects, keywords, is_disguised, announced, shaped = seen
    left = [RULES[rank].entity for rank, values in zip(suspects, shaped, strict=True) if values is None]
    rules: list[KeywordRule | NameRule] = [*KEYWORD_RULES, *NAME_RULES]
    for (word, start, end), values in zip(keywords, announced, strict=True):
        if values is None:
            forms = {rules[number].form for number in scanner._runner._vocabulary.keyword_rules[word]}
            names = "+".join(sorted("odd" if form is None else form.kind for form in forms))
            left.append(f"{names} at {line[start:end]!r}")
    return [*left, *["again"] * is_disguised] or ["structure"]


def main() -> None:
    """Measure each line, and print the slow ones, the slowest first."""
    lines = Path(sys.argv[1]).read_text("utf-8").splitlines() if len(sys.argv) > 1 else list(ORDINARY)
    scanner = Scanner()
    clean = [line for line in lines if not scanner.scan(line)]
    times = sorted(((quickest(scanner, line), line) for line in clean), reverse=True)
    slow = [(taken, line) for taken, line in times if taken > SLOW_US]
    for taken, line in slow:
        budget = ScanBudget(PLENTY)
        scanner.scan(line, budget)
        print(f"{taken:6.1f} {budget.spent:4}  {line.strip()!r}  {', '.join(left_to_python(scanner, line))}")
    print(f"{len(slow)} of {len(clean)} clean lines take more than {SLOW_US} µs; the median takes", end=" ")
    print(f"{times[len(times) // 2][0]:.1f}. {len(lines) - len(clean)} lines are not clean.")


if __name__ == "__main__":
    main()
