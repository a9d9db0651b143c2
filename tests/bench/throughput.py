"""Throughput: records a second from `logger.info` to an acknowledged OTLP request, none lost, sealed against plain."""

from __future__ import annotations

import logging
import statistics
import time
from itertools import count

from endpoint import counting_endpoint
from measure import ROUNDS, Figure
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from unseen import Unseen

from sealog.wiring import chain
from support import keyring, processor

RECORDS = 8000
BATCH = 512


def figures() -> list[Figure]:
    """Measure bursts of which one line in ten has two findings."""
    seeds = count(9000)
    rates: dict[bool, list[float]] = {True: [], False: []}
    with counting_endpoint() as (address, received):
        for _ in range(ROUNDS):
            for sealed in (True, False):
                unseen = Unseen(next(seeds))
                lines = [unseen.clean() if n % 10 else unseen.with_two_findings() for n in range(RECORDS)]
                before = received()
                rates[sealed].append(RECORDS / burst(lines, address, sealed=sealed))
                assert received() - before == RECORDS, "records were lost"
    ratios = [mine / other for mine, other in zip(rates[True], rates[False], strict=True)]
    what = f"a burst of {RECORDS} records, one in ten with two findings, over OTLP/gRPC to a receiver on this machine"
    rate = statistics.median(rates[True])
    return [Figure("lossless_rate", rate, "records/s", "plain OpenTelemetry", statistics.median(ratios), what)]


def burst(lines: list[str], address: str, *, sealed: bool) -> float:
    """Log every line and wait until all are acknowledged; gives seconds."""
    provider = LoggerProvider(shutdown_on_exit=False)
    exporter = OTLPLogExporter(endpoint=address, insecure=True)
    provider.add_log_record_processor(
        BatchLogRecordProcessor(exporter, max_queue_size=RECORDS, max_export_batch_size=BATCH)
    )
    if sealed:
        assert chain.prepend(provider, processor(keyring()))
    logger = logging.Logger("bench", logging.INFO)  # noqa: LOG001 - outside the tree, so that nothing else handles it
    logger.addHandler(LoggingHandler(logger_provider=provider))
    start = time.perf_counter()
    for line in lines:
        logger.info(line)
    provider.force_flush()
    seconds = time.perf_counter() - start
    provider.shutdown()
    return seconds
