"""Runs rows of the fault table, each on a way of its own, in front of one Elasticsearch."""

from __future__ import annotations

import subprocess
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from chaos import pairs
from chaos.outcomes import NotApplicable
from chaos.paths import with_exporter, with_sink
from chaos.rows import ROWS, Bench
from chaos.stored import Elasticsearch
from local import cache
from programs import SEALOG

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chaos.outcomes import Outcome
    from local import Running

__all__ = ["HEAD", "PATHS", "install", "line", "run_row"]

PATHS = {"exporter": with_exporter, "sink": with_sink, "pairs": pairs.with_pairs}

OWN_ROWS = {"pairs": pairs.ROWS}
"""Ways that are there for rows of their own."""

HEAD = (
    "| fault | way | acknowledged | delivered | dead letters | lost | doubled | s | MB |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|--:|"
)


def install(running: Running) -> None:
    """Install what `sealog elastic setup` installs, as a user does."""
    subprocess.run([SEALOG, "elastic", "setup", "--url", running.elasticsearch_url], check=True, capture_output=True)


def run_row(name: str, way: str, running: Running, folder: Path, *, seconds: float) -> Outcome | None:
    """Run one row on one way; None where it makes no sense there."""
    if OWN_ROWS.get(way) != next((rows for rows in OWN_ROWS.values() if name in rows), None):
        return None
    with closing(Elasticsearch(running.elasticsearch_url)) as elasticsearch:
        _forget(elasticsearch)
        with _way(way, running, folder, elasticsearch, seconds) as bench:
            try:
                return ROWS[name](bench)
            except NotApplicable:
                return None


def line(name: str, way: str, outcome: Outcome) -> str:
    """Give an outcome as a line of the table."""
    cells = (outcome.accepted, outcome.delivered, outcome.dead, outcome.lost, outcome.doubled)
    return (
        f"| {name} | {way} | "
        + " | ".join(f"{cell:,}" for cell in cells)
        + f" | {outcome.seconds} | {outcome.memory} |"
    )


@contextmanager
def _way(way: str, running: Running, folder: Path, elasticsearch: Elasticsearch, seconds: float) -> Iterator[Bench]:
    own = folder / f"{way}-{time.monotonic_ns()}"
    own.mkdir(parents=True)
    path = PATHS[way](running, own, cache.root(), own / "queue")
    try:
        yield Bench(way, path, running, elasticsearch, seconds, run=own.name)
    finally:
        running.heal()
        path.stop()


def _forget(elasticsearch: Elasticsearch) -> None:
    """Delete what earlier rows stored."""
    found = elasticsearch.request("GET", "/_resolve/index/logs-*,sealog-dead-letter*")
    for index in found["indices"]:
        elasticsearch.request("DELETE", f"/{index['name']}")
