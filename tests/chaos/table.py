"""Runs rows of the fault table, each on a way of its own, in front of one Elasticsearch."""

from __future__ import annotations

import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from chaos import pairs
from chaos.outcomes import NotApplicable
from chaos.paths import with_exporter, with_sink
from chaos.rows import ROWS, Bench
from chaos.stored import Elasticsearch
from chaos.stores import kafka, nodes
from local import cache

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from chaos.outcomes import Outcome
    from local import Running

__all__ = ["HEAD", "PATHS", "line", "run_row"]

PATHS = {
    "exporter": with_exporter,
    "sink": with_sink,
    "pairs": pairs.with_pairs,
    "kafka": kafka.with_kafka,
    "nodes": nodes.with_nodes,
}

OWN_ROWS = {"pairs": pairs.ROWS, "kafka": kafka.ROWS, "nodes": nodes.ROWS}
"""Ways that are there for rows of their own."""

HEAD = (
    "| fault | way | acknowledged | delivered | dead letters | lost | doubled | s | MB |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|--:|"
)


def run_row(name: str, way: str, running: Running, folder: Path, *, seconds: float) -> Outcome | None:
    """Run one row on one way; None where it makes no sense there."""
    if OWN_ROWS.get(way) != next((rows for rows in OWN_ROWS.values() if name in rows), None):
        return None
    _forget(running)
    with _way(way, running, folder, seconds) as bench:
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
def _way(way: str, running: Running, folder: Path, seconds: float) -> Iterator[Bench]:
    own = folder / f"{way}-{time.monotonic_ns()}"
    own.mkdir(parents=True)
    path = PATHS[way](running, own, cache.root(), own / "queue")
    try:
        with closing(Elasticsearch(path.elasticsearch or running.elasticsearch_url)) as elasticsearch:
            yield Bench(way, path, running, elasticsearch, seconds, run=own.name)
    finally:
        running.heal()
        path.stop()


def _forget(running: Running) -> None:
    """Delete what earlier rows stored."""
    with closing(Elasticsearch(running.elasticsearch_url)) as elasticsearch:
        found = elasticsearch.request("GET", "/_resolve/index/logs-*,sealog-dead-letter*")
        for index in found["indices"]:
            elasticsearch.request("DELETE", f"/{index['name']}")
