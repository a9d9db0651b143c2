"""Throughput: records a second from `logger.info` to an acknowledged OTLP request, none lost, sealed against plain."""

from __future__ import annotations

import gc
import statistics
import time
from itertools import count
from typing import TYPE_CHECKING

from endpoint import counting_endpoint
from figures.emit import EXTRA
from measure import ROUNDS, Figure
from pipelines import pipeline
from unseen import Unseen

if TYPE_CHECKING:
    from pipelines import Way

RECORDS = 8000
WAYS: tuple[Way, ...] = ("plain", "memory", "spool")


def figures() -> list[Figure]:
    """Measure bursts with four extras, of which no line, or one in ten, has two findings."""
    found = []
    with counting_endpoint() as (address, received):
        for name, every, what in (("clean", RECORDS, "all clean"), ("mixed", 10, "one in ten with two findings")):
            seeds = count(9000)
            rates: dict[Way, list[float]] = {way: [] for way in WAYS}
            for _ in range(ROUNDS):
                for way in WAYS:
                    unseen = Unseen(next(seeds))
                    lines = [unseen.clean() if n % every else unseen.with_two_findings() for n in range(RECORDS)]
                    before = received()
                    rates[way].append(RECORDS / burst(lines, address, way))
                    assert received() - before == RECORDS, "records were lost"
            for way in WAYS[1:]:
                ratios = [mine / other for mine, other in zip(rates[way], rates["plain"], strict=True)]
                says = f"a burst of {RECORDS} records with four extras, {what}, over OTLP/gRPC on this machine, {way}"
                rate, ratio = statistics.median(rates[way]), statistics.median(ratios)
                found.append(
                    Figure(f"lossless_rate_{name}_{way}", rate, "records/s", "plain OpenTelemetry", ratio, says)
                )
    return found


def burst(lines: list[str], address: str, way: Way) -> float:
    """Log every line and wait until all are acknowledged; gives seconds."""
    with pipeline(way, address) as (logger, provider):
        gc.collect()
        start = time.perf_counter()
        for line in lines:
            logger.info(line, extra=EXTRA)
        assert provider.force_flush(60_000)
        return time.perf_counter() - start
