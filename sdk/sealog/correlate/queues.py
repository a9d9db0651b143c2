"""Logging queues: a record that goes through `QueueHandler` keeps the trace of where it was logged.

The listener emits it in a thread, or even a process, that knows no span. The record's copy in the queue therefore has
a `traceparent`, which is adopted (see `adopt.py`) and taken away again when the record is sealed.
"""

from __future__ import annotations

from functools import wraps
from logging.handlers import QueueHandler
from typing import TYPE_CHECKING, Any

from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

if TYPE_CHECKING:
    from collections.abc import Callable

QUEUED = "sealog.traceparent"
_CARRIES = "_sealog_carries"


def carry_into_queues() -> None:
    """Wrap `QueueHandler.prepare`; doing it again changes nothing."""
    if not hasattr(QueueHandler.prepare, _CARRIES):
        QueueHandler.prepare = _prepare(QueueHandler.prepare)  # type: ignore[method-assign]  # that is the purpose


def _prepare(prepare: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(prepare)
    def prepared(self: QueueHandler, record: Any) -> Any:
        queued = prepare(self, record)
        carrier: dict[str, str] = {}
        TraceContextTextMapPropagator().inject(carrier)
        if carrier and hasattr(queued, "__dict__"):
            queued.__dict__.setdefault(QUEUED, carrier["traceparent"])
        return queued

    setattr(prepared, _CARRIES, True)
    return prepared
