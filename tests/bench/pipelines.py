"""The pipelines that are compared: `logging` to an OTLP/gRPC endpoint, by plain OpenTelemetry and by us, each way."""

from __future__ import annotations

import logging
import os
import tempfile
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor

from sealog.delivery.in_memory.processor import MemoryProcessor
from sealog.delivery.spooled.processor import DurableProcessor
from sealog.delivery.transports import connect
from sealog.delivery.transports.endpoint import Endpoint
from sealog.instrumentation.providers.otel_internals import chain
from sealog.spool.key_file import read_or_make
from support import keyring, processor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opentelemetry.sdk._logs import LogRecordProcessor

Way = Literal["plain", "memory", "spool", "sync"]
WAYS: tuple[Way, ...] = ("plain", "memory", "spool", "sync")
OURS: tuple[Way, ...] = WAYS[1:]

_QUEUE = 1 << 20
_LIMIT = 1 << 29


@contextmanager
def pipeline(way: Way, address: str) -> Iterator[tuple[logging.Logger, LoggerProvider]]:
    """Make a logger that sends there, and its provider. Neither drops what it can't send at once."""
    provider = LoggerProvider(shutdown_on_exit=False)
    made = logging.Logger("bench", logging.INFO)  # noqa: LOG001 - outside the tree, so that nothing else handles it
    made.addHandler(LoggingHandler(logger_provider=provider))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "spool"
        provider.add_log_record_processor(_sending(way, address, folder))
        if way != "plain":
            assert chain.prepend(provider, processor(keyring()))
        stack.callback(provider.shutdown)
        yield made, provider


def _sending(way: Way, address: str, folder: Path) -> LogRecordProcessor:
    if way == "plain":
        exporter = OTLPLogExporter(endpoint=address, insecure=True, timeout=1)
        return BatchLogRecordProcessor(exporter, max_queue_size=_QUEUE)
    connecting = partial(connect, Endpoint("grpc", address, insecure=True))
    if way == "memory":
        return MemoryProcessor(connecting, limit=_LIMIT, exit_seconds=0.1)
    keys = partial(read_or_make, folder.with_name(f"{folder.name}-key"), os.urandom)  # as by default: encrypted
    return DurableProcessor(folder, connecting, limit=_LIMIT, durable=way == "sync", exit_seconds=0.1, keys=keys)
