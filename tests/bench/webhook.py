"""From record to webhook: `logger.error` → batch (1 ms) → OTLP/gRPC → alert engine → webhook, sealed against plain."""

from __future__ import annotations

import asyncio
import logging
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING, Any

from measure import Figure
from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

from sealog.wiring import chain
from sealog_exporters.alerting.rulefile.loader import load_rules
from sealog_exporters.cli.tour.hook import listening_hook
from sealog_exporters.services.watch import alerting_exporter
from support import keyring, processor

if TYPE_CHECKING:
    from sealog_exporters.cli.tour.hook import Hook

ALERTS = 150
RULES = """
groups:
- name: bench
  rules:
  - alert: Each
    count: {{gte: 1}}
    group_by: [n]
    notify: [hook]
receivers:
- {{name: hook, webhook_configs: [{{url: '{url}', send_resolved: false}}]}}
"""


def figures() -> list[Figure]:
    """Measure alerts one after the other, each record a group of its own, sealed and plain in turn."""
    sealed, plain = asyncio.run(measured())
    against = "the same path without sealing"
    what = f"{ALERTS} alerts, durable state, one at a time, each record with an e-mail"
    return [
        Figure(f"emit_to_webhook_{name}", pick(sealed), "ms", against, pick(sealed) / pick(plain), f"{name}: {what}")
        for name, pick in (("p50", statistics.median), ("p95", lambda found: sorted(found)[int(len(found) * 0.95)]))
    ]


async def measured() -> tuple[list[float], list[float]]:
    """Give milliseconds, sealed and plain."""
    with TemporaryDirectory() as folder:
        async with listening_hook() as hook:
            rules = Path(folder) / "rules.yaml"
            rules.write_text(RULES.format(url=hook.url))
            exporter = alerting_exporter(
                load_rules(rules), grpc="127.0.0.1:0", http=None, state_dir=Path(folder) / "state"
            )
            async with exporter as receiver:
                address = f"http://127.0.0.1:{receiver.grpc_port}"
                found: dict[bool, list[float]] = {True: [], False: []}
                loggers = {sealed: logger(address, sealed=sealed) for sealed in (True, False)}
                for number in range(ALERTS * 2):
                    sealed = number % 2 == 0
                    found[sealed].append(await one(hook, loggers[sealed][0], number))
                for _, provider in loggers.values():
                    await asyncio.to_thread(provider.shutdown)
    return found[True], found[False]


async def one(hook: Hook, log: logging.Logger, number: int) -> float:
    """Log one error and wait for its webhook; gives milliseconds."""
    before = time.time_ns()
    emit: Any = lambda: log.error("no mail to user%d@example.com", number, extra={"n": number})  # noqa: E731 - a thread's work
    Thread(target=emit).start()
    moment, _ = await hook.next(10.0)
    return (moment - before) / 1e6


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
