"""Emit: µs that `logger.info` takes in the caller, sealed against plain OpenTelemetry with the same batch processor."""

from __future__ import annotations

import logging
from itertools import count
from typing import TYPE_CHECKING, Any

from measure import Figure, compare, microseconds
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider, ReadableLogRecord
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, LogRecordExporter, LogRecordExportResult
from unseen import Unseen

from sealog.wiring import chain
from support import keyring, processor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

RECORDS = 3000
EXTRA = {"order.id": 17, "http.route": "/api/v1/orders/{id}", "region": "eu-west-1", "retry": False}


class Nowhere(LogRecordExporter):
    """Takes every batch and forgets it, so that only the caller's cost is measured."""

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        """Forget the batch."""
        del batch
        return LogRecordExportResult.SUCCESS

    def shutdown(self) -> None:
        """Hold nothing."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Hold nothing."""
        del timeout_millis
        return True


def logger(*, sealed: bool) -> logging.Logger:
    """Make a logger with OpenTelemetry's handler, batch processor and no network."""
    provider = LoggerProvider(shutdown_on_exit=False)
    provider.add_log_record_processor(BatchLogRecordProcessor(Nowhere(), max_queue_size=100_000))
    if sealed:
        assert chain.prepend(provider, processor(keyring()))
    made = logging.Logger("bench", logging.INFO)  # noqa: LOG001 - outside the tree, so that nothing else handles it
    made.addHandler(LoggingHandler(logger_provider=provider))
    return made


def figures() -> list[Figure]:
    """Measure clean and personal lines, with and without four extras."""
    seeds = count(5000)
    plain, sealed = logger(sealed=False), logger(sealed=True)

    def emitting(
        to: logging.Logger, make: Callable[[Unseen], str], extra: dict[str, Any] | None
    ) -> Callable[[], tuple[Callable[[], object], int]]:
        def prepare() -> tuple[Callable[[], object], int]:
            unseen = Unseen(next(seeds))
            lines = [make(unseen) for _ in range(RECORDS)]
            return (lambda: [to.info(line, extra=extra) for line in lines]), RECORDS

        return prepare

    found = []
    for name, make, extra, what in (
        ("emit_clean", Unseen.clean, None, "a clean line"),
        ("emit_clean_four_extras", Unseen.clean, EXTRA, "a clean line with four extras"),
        ("emit_two_findings", Unseen.with_two_findings, None, "a line with e-mail and IPv4, both sealed"),
    ):
        taken = microseconds({"ours": emitting(sealed, make, extra), "theirs": emitting(plain, make, extra)})
        found.append(compare(name, "µs", taken["ours"], taken["theirs"], "plain OpenTelemetry", what))
    return found
