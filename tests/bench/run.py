"""`make bench` and `make bench-peers`: take every figure, write docs/benchmarks.md and build/bench.json.

They judge nothing. Each writes its own table of the page, and leaves the rest as it was.
"""

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
sys.path[:0] = [str(HERE.parent), str(ROOT / "deploy")]

from quality.page import between  # noqa: E402 - the path comes first

if TYPE_CHECKING:
    from measure import Figure
    from peers.race import Outcome

BENCHES = (
    "detection",
    "sealing",
    "floor",
    "emit",
    "start",
    "throughput",
    "gateway",
    "collector",
    "latency",
    "losses",
    "waits",
    "rules",
    "served",
    "state",
    "webhook",
)

TABLE = """\
{machine}.

| figure | value | against | ratio | what |
|---|---|---|---|---|
{rows}
"""
PEERS = """\
{machine}.

| who | setting | alerts | missed | p50 | p95 | p99 |
|---|---|---|---|---|---|---|
{rows}
{absent}"""
PAGE = ROOT / "docs/benchmarks.md"


def main() -> None:
    """Run all benches, or those named on the command line (then only build/bench.json is written), or the peers."""
    if sys.argv[1:] == ["peers"]:
        peers()
        return
    chosen = sys.argv[1:] or BENCHES
    figures: list[Figure] = []
    for name in chosen:
        print(f"{name} …", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"figures.{name}").figures()
    note({figure.name: asdict(figure) for figure in figures})
    rows = "\n".join(map(row, figures))
    print(rows)
    if not sys.argv[1:]:
        between(PAGE, "figures", TABLE.format(machine=machine(), rows=rows))


def peers() -> None:
    """Let the peers run, and write their table."""
    race = importlib.import_module("peers.race")
    found, absent = race.outcomes()
    note({f"peer/{one.name}/{one.setting}": asdict(one) | {"missed": one.missed} for one in found})
    rows = "\n".join(map(peer_row, found))
    print(rows, *absent, sep="\n")
    missing = "".join(f"\nNot on this machine: {reason.splitlines()[0]}\n" for reason in absent)
    between(PAGE, "race", PEERS.format(machine=machine(), rows=rows, absent=missing))


def note(values: dict[str, object]) -> None:
    """Put figures into build/bench.json, beside those of other runs."""
    place = ROOT / "build/bench.json"
    place.parent.mkdir(exist_ok=True)
    known = json.loads(place.read_text("utf-8")) if place.exists() else {}
    place.write_text(json.dumps(known | values, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def machine() -> str:
    """Say in a few words what this ran on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"


def peer_row(outcome: Outcome) -> str:
    """Write one line of the peers' table; too few alerts for a percentile leave it empty."""
    cells = [outcome.percentile(percent) for percent in (50, 95, 99)]
    spelled = ["" if ms is None else f"{ms:,.1f} ms" if ms < 1000 else f"{ms / 1000:,.1f} s" for ms in cells]
    return f"| {outcome.name} | {outcome.setting} | {outcome.alerts} | {outcome.missed} | {' | '.join(spelled)} |"


def row(figure: Figure) -> str:
    """Write one line of the table."""
    is_whole = figure.value >= 1000 or isinstance(figure.value, int)
    value = f"{figure.value:,.0f}" if is_whole else f"{figure.value:.1f}"
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return f"| `{figure.name}` | {value} {figure.unit} | {figure.against} | {ratio} | {figure.what} |"


if __name__ == "__main__":
    main()
