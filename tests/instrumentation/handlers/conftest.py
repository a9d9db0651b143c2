"""An application that logs: its root logger, hooked for one test, and handlers that keep what they would print."""

from __future__ import annotations

import logging
import logging.config
import logging.handlers
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor

from sealog import notices
from sealog.instrumentation.handlers import capture

if TYPE_CHECKING:
    from collections.abc import Iterator

HOOKS = (
    (logging.Logger, "callHandlers"),
    (logging.Logger, "addHandler"),
    (logging.Logger, "removeHandler"),
    (logging.handlers.QueueListener, "__init__"),
    (logging.config.DictConfigurator, "configure"),
    (logging.config, "fileConfig"),
    (logging, "disable"),
)


class Application:
    """The root logger as an application gets it, and what its OpenTelemetry handler exported."""

    def __init__(self) -> None:
        self._exporter = InMemoryLogRecordExporter()
        provider = LoggerProvider(shutdown_on_exit=False)
        provider.add_log_record_processor(SimpleLogRecordProcessor(self._exporter))
        self.root = logging.getLogger()
        self.handler = LoggingHandler(logger_provider=provider)
        self.root.addHandler(self.handler)

    @property
    def bodies(self) -> list[Any]:
        return [finished.log_record.body for finished in self._exporter.get_finished_logs()]


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """Hook this process for one test; root logger, hooks and whatever a test configures are as before afterwards."""
    for home, name in HOOKS:
        monkeypatch.setattr(home, name, getattr(home, name))
    monkeypatch.setattr(notices, "_said", set())
    root, manager = logging.getLogger(), logging.root.manager
    level, handlers = root.level, root.handlers[:]
    monkeypatch.setattr(manager, "loggerDict", {})
    monkeypatch.setattr(manager, "disable", 0)
    root.handlers, root.level = [], logging.WARNING
    manager._clear_cache()  # type: ignore[attr-defined]  # what a level decides is kept there
    capture.capture_everywhere()
    try:
        yield Application()
    finally:
        capture._known.clear()
        root.handlers, root.level = handlers, level
        manager._clear_cache()  # type: ignore[attr-defined]  # as above


class Printed(logging.Handler):
    """A handler that keeps what it would print."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture
def printed() -> Printed:
    return Printed()
