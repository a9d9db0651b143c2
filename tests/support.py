"""Small real parts that several rooms' tests share: a keyring, and an OTLP-free logger provider that keeps records."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor

from sealog.audit.trail import AuditTrail
from sealog.correlate.uid import UidSource
from sealog.detect.engine.scanner import default_scanner
from sealog.gatekeeper.gatekeeper import Gatekeeper
from sealog.instrumentation.providers.otel_internals import chain
from sealog.keys.keyring import Keyring, new_keyring
from sealog.keys.protectors import OwnerFile
from sealog.keys.sealer import Sealer
from sealog.processor.processor import SealingProcessor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from opentelemetry.sdk._logs import LogRecordProcessor, ReadableLogRecord


def keyring(tenant: str = "default") -> Keyring:
    return new_keyring(tenant, OwnerFile(), "2026-01-01T00:00:00+00:00")


def processor(keys: Keyring | None) -> SealingProcessor:
    """A sealing processor, or a masking one without keys."""
    return SealingProcessor(default_scanner(), Sealer(keys.bundle()) if keys else None, UidSource())


def gatekeeper(keys: Keyring, path: Path, reason: str = "a test") -> Gatekeeper:
    return Gatekeeper(keys, AuditTrail(path), reason=reason, actor="tester", clock=time.time)


class Records:
    """A logger provider whose first processor is the one given, and what it exported."""

    def __init__(self, first: LogRecordProcessor) -> None:
        self._exporter = InMemoryLogRecordExporter()
        self.provider = LoggerProvider(shutdown_on_exit=False)
        self.provider.add_log_record_processor(SimpleLogRecordProcessor(self._exporter))
        assert chain.prepend(self.provider, first)

    def emit(self, body: Any = None, attributes: Any = None, **rest: Any) -> Any:
        """Log one record and give it as the exporter got it."""
        self.provider.get_logger("test").emit(body=body, attributes=attributes, **rest)
        return self.all()[-1]

    def all(self) -> list[Any]:
        return [finished.log_record for finished in self.exported()]

    def exported(self) -> Sequence[ReadableLogRecord]:
        return self._exporter.get_finished_logs()


def texts_in(value: Any) -> Iterable[str]:
    """Every text in a structured value, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("latin-1")
    elif hasattr(value, "items"):
        for key, item in value.items():
            yield str(key)
            yield from texts_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_in(item)
    else:
        yield str(value)
