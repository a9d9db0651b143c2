"""Logging never waits: for a lock of the sender, a thread or an answer, nor, in memory mode, for files or connections.

How long a call takes at most is a benchmark (`tests/bench/figures/waits.py`).
Here the sender is stopped where it holds each of its locks: a caller that waited for it would never come back.
"""

from __future__ import annotations

import sys
import threading
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest
from opentelemetry._logs import SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider

from sealog.delivery.in_memory.processor import MemoryProcessor
from sealog.delivery.spooled.processor import DurableProcessor
from sealog.delivery.transports.interface import Answer
from sealog.instrumentation.providers.otel_internals import chain
from support import keyring, processor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOR_EVER = 60.0
"""Seconds after which a caller counts as waiting: it judges no duration, since nothing lets the sender go on before."""

BODIES = [
    "started",
    "order of everywhere@example.com from 203.0.113.7",
    "clean words " * 2000,
    {"a": ["b@example.com"]},
]


class Gate:
    """A transport whose answers come when a test says so."""

    def __init__(self) -> None:
        self.asked, self.open = threading.Event(), threading.Event()

    def send(self, _request: bytes) -> Answer:
        self.asked.set()
        self.open.wait(FOR_EVER)
        return Answer("taken")

    def close(self) -> None:
        pass


class Application:
    """A sealed logger provider that delivers through a gate."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.gate = Gate()
        self.sending: Any
        if kind == "memory":
            self.sending = MemoryProcessor(lambda: self.gate, limit=1 << 22, exit_seconds=0.1)
        else:
            self.sending = DurableProcessor(folder, lambda: self.gate, limit=1 << 24, durable=False, exit_seconds=0.1)
        self.provider = LoggerProvider(shutdown_on_exit=False)
        self.provider.add_log_record_processor(self.sending)
        assert chain.prepend(self.provider, processor(keyring()))
        self.logger = self.provider.get_logger("app")

    def log(self, times: int) -> None:
        for _ in range(times):
            for body in BODIES:
                self.logger.emit(body=body, severity_number=SeverityNumber.ERROR)

    def log_elsewhere(self, times: int) -> None:
        """Log in a thread, which must come back."""
        thread = threading.Thread(target=self.log, args=(times,), daemon=True)
        thread.start()
        thread.join(FOR_EVER)
        assert not thread.is_alive(), "the caller waits"


@pytest.fixture(params=["memory", "spool"])
def application(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Application]:
    running = Application(request.param, tmp_path)
    try:
        yield running
    finally:
        running.gate.open.set()
        running.provider.shutdown()


def test_nobody_waits_for_an_answer(application: Application) -> None:
    application.log(1)
    assert application.gate.asked.wait(FOR_EVER)
    application.log_elsewhere(200)
    assert not application.gate.open.is_set()


def test_nobody_waits_for_a_sender_that_is_stopped_with_its_locks_held(application: Application) -> None:
    application.log(1)
    delivery = application.sending._delivery
    sender = getattr(delivery, "_sender", None) or delivery.sender
    with ExitStack() as held:
        held.enter_context(sender._idle)
        if hasattr(delivery, "_queue"):
            held.enter_context(delivery._queue._packing)
            held.enter_context(delivery._counting)
        application.log_elsewhere(200)


def test_in_memory_no_caller_opens_or_connects_anything(tmp_path: Path) -> None:
    application = Application("memory", tmp_path)
    application.log(1)
    caller = threading.get_ident()
    watched: list[str] = []
    watching = threading.Event()

    def audit(event: str, _arguments: Any) -> None:
        if (
            watching.is_set()
            and threading.get_ident() == caller
            and event.startswith(("open", "socket.", "os.", "subp"))
        ):
            watched.append(event)

    sys.addaudithook(audit)  # it can't be taken away again, and sleeps from the end of this test on
    watching.set()
    try:
        application.log(50)
    finally:
        watching.clear()
    application.gate.open.set()
    application.provider.shutdown()
    assert watched == []
