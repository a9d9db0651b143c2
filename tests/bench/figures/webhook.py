"""From record to webhook: `logger.error` → batch (1 ms) → OTLP/gRPC → alert engine → webhook, sealed against plain.

Application, alerting service and receiver are a process each, as in life.
"""

from __future__ import annotations

import logging
import statistics
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from arrivals import arrivals
from measure import Figure
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from peers.contestant import running
from peers.ours import service

from local.program import accepts
from sealog.instrumentation.providers.otel_internals import chain
from support import keyring, processor

if TYPE_CHECKING:
    from arrivals import Arrivals

ALERTS = 150
PATH = "/sealog"


def figures() -> list[Figure]:
    """Measure alerts one after the other, each record a group of its own, sealed and plain in turn."""
    sealed, plain = measured()
    against = "the same path without sealing"
    what = f"{ALERTS} alerts, durable state, one at a time, each record with an e-mail"
    return [
        Figure(f"emit_to_webhook_{name}", pick(sealed), "ms", against, pick(sealed) / pick(plain), f"{name}: {what}")
        for name, pick in (("p50", statistics.median), ("p95", lambda found: sorted(found)[int(len(found) * 0.95)]))
    ]


def measured() -> tuple[list[float], list[float]]:
    """Give milliseconds, sealed and plain."""
    found: dict[bool, list[float]] = {True: [], False: []}
    with TemporaryDirectory() as name, arrivals() as hook:
        folder = Path(name)
        command, port = service(folder, hook.url + PATH)
        with running(command, folder / "sealog.log", partial(accepts, port)):
            loggers = {sealed: logger(f"http://127.0.0.1:{port}", sealed=sealed) for sealed in (True, False)}
            for number in range(ALERTS * 2):
                sealed = number % 2 == 0
                found[sealed].append(one(hook, loggers[sealed][0], number))
            for _, provider in loggers.values():
                provider.shutdown()
    return found[True], found[False]


def one(hook: Arrivals, log: logging.Logger, number: int) -> float:
    """Log one error and wait for its webhook; gives milliseconds."""
    before = time.time_ns()
    log.error("no mail to user%d@example.com", number, extra={"n": number})
    seen = hook.wait(PATH, lambda found: len(found) > number, 10.0)
    assert len(seen) == number + 1, "an alert was missed"
    return (seen[-1][0] - before) / 1e6


def logger(address: str, *, sealed: bool) -> tuple[logging.Logger, LoggerProvider]:
    """Make a logger that exports within a millisecond."""
    provider = LoggerProvider(shutdown_on_exit=False)
    exporter = OTLPLogExporter(endpoint=address, insecure=True)
    provider.add_log_record_processor(BatchLogRecordProcessor(exporter, schedule_delay_millis=1))
    if sealed:
        assert chain.prepend(provider, processor(keyring()))
    made = logging.Logger("bench", logging.INFO)  # noqa: LOG001 - outside the tree, so that nothing else handles it
    made.addHandler(LoggingHandler(logger_provider=provider))
    return made, provider
