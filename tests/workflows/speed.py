"""Times the analysis of large traces. It prints the rows of docs/benchmarks.md, in seconds of processor time.

PYTHONPATH=tests .venv/bin/python -m workflows.speed
"""

from __future__ import annotations

import json
import sys
import time
from statistics import median

from sealog_exporters.workflows import Span, analyse

MS = 10**6


def call(number: int, parent: int, start: int, length: int) -> Span:
    """Give a call of a tool that reads, every hundredth of which is a duplicate of one before."""
    asked = number if number % 100 else number - 50
    attributes = {
        "gen_ai.operation.name": "execute_tool",
        "gen_ai.tool.name": "get_row",
        "gen_ai.tool.call.arguments": json.dumps({"row": f"row-{asked}"}),
        "gen_ai.tool.call.result": json.dumps({"text": f"what stands in it: {asked}"}),
    }
    return Span(
        "ab" * 16,
        f"{number:016x}",
        f"{parent:016x}",
        "get_row",
        start * MS,
        (start + length) * MS,
        attributes=attributes,
    )


def plain(number: int, parent: int, start: int, length: int) -> Span:
    """Give a span that is no call."""
    above = f"{parent:016x}" if parent else ""
    return Span("ab" * 16, f"{number:016x}", above, "step", start * MS, (start + length) * MS, attributes={})


def deep(count: int) -> list[Span]:
    """Give spans each of which lies within the one before."""
    return [plain(i, i - 1, i, 2 * (count - i) + 1) for i in range(1, count + 1)]


def wide(count: int) -> list[Span]:
    """Give calls one after the other below one span."""
    return [plain(1, 0, 0, 10 * count), *(call(i, 1, 10 * i, 5 + i % 5) for i in range(2, count + 1))]


def both(count: int) -> list[Span]:
    """Give steps one after the other below one span, with nine calls each, three at a time."""
    spans = [plain(1, 0, 0, 10 * count)]
    for step in range((count - 1) // 10):
        number = 10 * step + 2
        spans.append(plain(number, 1, 100 * step, 95))
        spans += [call(number + i, number, 100 * step + 10 + 25 * (i // 3), 20 + i % 3) for i in range(1, 10)]
    return spans


def main() -> None:
    """Print a row for each trace."""
    traces = {
        "10,000 spans, each within the one before": deep(10_000),
        "10,000 calls below one span": wide(10_000),
        "100,000 spans": both(100_000),
    }
    for name, spans in traces.items():
        taken = []
        for _ in range(3):
            before = time.process_time()
            found = analyse(spans)
            taken.append(time.process_time() - before)
        sys.stdout.write(f"| {name} | {median(taken):.2f} s | {len(found.findings)} |\n")


if __name__ == "__main__":
    main()
