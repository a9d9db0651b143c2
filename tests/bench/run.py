"""`make bench`: takes every figure and writes docs/benchmarks.md and build/bench.json. It judges nothing."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(HERE.parent)]

if TYPE_CHECKING:
    from measure import Figure

BENCHES = ("detection", "sealing", "emit", "throughput", "rules", "webhook")

PAGE = """# Benchmarks

Made by `make bench`. Each figure is the median of several rounds in which we and whom we compare with took turns, in
one run, on lines that the run had not seen before. Absolute figures are this machine's ({machine}); ratios travel
better. Below 1 we are quicker or smaller, above 1 the other is; for rates it is the other way round.

| figure | value | against | ratio | what |
|---|---|---|---|---|
{rows}

What is behind them: `tests/bench/`, one file a figure. The same numbers for programs: `build/bench.json`.
"""
KEPT = "\n## Detection beside its peers\n"
"""What follows this on the page is made by `make bench-peers-detection`."""


def main() -> None:
    """Run all benches, or those named on the command line (then only build/bench.json is written)."""
    chosen = sys.argv[1:] or BENCHES
    figures: list[Figure] = []
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures += importlib.import_module(name).figures()
    (ROOT / "build").mkdir(exist_ok=True)
    values = {figure.name: asdict(figure) for figure in figures}
    (ROOT / "build/bench.json").write_text(json.dumps(values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    rows = "\n".join(map(row, figures))
    print(rows)
    if not sys.argv[1:]:
        machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
        page = ROOT / "docs/benchmarks.md"
        _, heading, kept = page.read_text(encoding="utf-8").partition(KEPT)
        page.write_text(PAGE.format(machine=machine, rows=rows) + heading + kept, encoding="utf-8")


def row(figure: Figure) -> str:
    """Write one line of the table."""
    value = f"{figure.value:,.0f}" if figure.value >= 1000 else f"{figure.value:.1f}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return f"| `{figure.name}` | {value} {figure.unit} | {figure.against} | {ratio} | {figure.what} |"


if __name__ == "__main__":
    main()
