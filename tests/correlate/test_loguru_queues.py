"""A loguru sink with `enqueue=True` that is a `logging` handler gets each record with its trace and stack."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import loguru._handler
import loguru._simple_sinks
import pytest
from loguru import logger
from opentelemetry.sdk.trace import TracerProvider

from sealog.correlate.loguru_queues import carry_into_loguru
from sealog.correlate.queues import QUEUED

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kept(logging.Handler):
    """A handler that keeps its records."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[Any] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


class UnpicklableError(Exception):
    def __reduce__(self) -> Any:
        raise TypeError


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kept]:
    for home, name in ((loguru._handler.Handler, "__init__"), (loguru._simple_sinks.StandardSink, "write")):
        monkeypatch.setattr(home, name, getattr(home, name))
    carry_into_loguru()
    handler = Kept()
    number = logger.add(handler, format="{message} {extra}", enqueue=True)
    try:
        yield handler
    finally:
        logger.remove(number)


def test_a_queued_record_belongs_to_the_span_it_was_logged_in(kept: Kept) -> None:
    with TracerProvider(shutdown_on_exit=False).get_tracer("test").start_as_current_span("order") as span:
        logger.bind(order=7).info("hello")
    logger.info("outside")
    logger.complete()
    inside, outside = kept.records
    context = span.get_span_context()
    assert getattr(inside, QUEUED).split("-")[1:3] == [f"{context.trace_id:032x}", f"{context.span_id:016x}"]
    assert not hasattr(outside, QUEUED)
    assert inside.getMessage().rstrip() == "hello {'order': 7}"
    assert inside.extra == {"order": 7}


@pytest.mark.parametrize("error", [ValueError("no such order"), UnpicklableError("no such order")])
def test_a_queued_exception_keeps_its_stack_and_message(error: Exception, kept: Kept) -> None:
    def fail() -> None:
        raise error

    try:
        fail()
    except Exception:  # noqa: BLE001 - either of them
        logger.exception("failed")
    logger.complete()
    (record,) = kept.records
    assert "in fail" in vars(record)["exception.stacktrace"]
    assert vars(record)["exception.message"] == "no such order"
    assert record.exc_info[0] is type(error)
