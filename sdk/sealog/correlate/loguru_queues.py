"""loguru's queues: a record of a sink with `enqueue=True` keeps its trace and stack on the way to a `logging` handler.

loguru writes it in a thread without the span, and its queue pickles an exception without its traceback. So both are
sent beside the record as texts. This uses loguru's private handler and sink, after checking each.
"""

from __future__ import annotations

import logging
import traceback
from functools import wraps
from typing import TYPE_CHECKING, Any

from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from wrapt import register_post_import_hook

from sealog.correlate.queues import QUEUED

if TYPE_CHECKING:
    from collections.abc import Callable

_CARRIES = "_sealog_carries"
_CARRIED = "sealog.carried"
"""The key in a queued record's dictionary; it is removed before the record is used."""


def carry_into_loguru() -> None:
    """Hook loguru, also if it is imported later; doing it again changes nothing."""
    register_post_import_hook(_handler_imported, "loguru._handler")
    register_post_import_hook(_sinks_imported, "loguru._simple_sinks")


def _handler_imported(module: Any) -> None:
    _wrap(getattr(module, "Handler", None), "__init__", _constructing)


def _sinks_imported(module: Any) -> None:
    _wrap(getattr(module, "StandardSink", None), "write", _writing)


def _wrap(home: Any, name: str, wrapped: Callable[[Any], Any]) -> None:
    original = getattr(home, name, None)
    if callable(original) and not hasattr(original, _CARRIES):
        new = wraps(original)(wrapped(original))
        setattr(new, _CARRIES, True)
        setattr(home, name, new)


class CarryingQueue:
    """A queue that puts trace and stack beside each message that holds a record."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue

    def put(self, message: Any) -> None:
        """Put a message, or one of loguru's commands for its thread."""
        record = getattr(message, "record", None)
        if isinstance(record, dict):
            message.record = {**record, _CARRIED: _carried(record)}
        self._queue.put(message)

    def get(self) -> Any:
        """Get a message."""
        return self._queue.get()

    def close(self) -> None:
        """Close the queue, where it can be closed."""
        getattr(self._queue, "close", lambda: None)()


def _carried(record: dict[str, Any]) -> dict[str, str]:
    carrier: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carrier)
    found = {QUEUED: carrier["traceparent"]} if "traceparent" in carrier else {}
    if record.get("exception"):
        kind, error, trace = record["exception"]
        found["exception.stacktrace"] = "".join(traceback.format_exception(kind, error, trace))
        try:
            found["exception.message"] = str(error)
        except Exception:  # noqa: BLE001 - an exception's own __str__ may raise anything
            found["exception.message"] = f"[{type(error).__name__}]"
    return found


def _constructing(construct: Callable[..., None]) -> Callable[..., None]:
    def constructed(self: Any, *arguments: Any, **named: Any) -> None:
        construct(self, *arguments, **named)
        queue = getattr(self, "_queue", None)
        if queue is not None and type(getattr(self, "_sink", None)).__name__ == "StandardSink":
            self._queue = CarryingQueue(queue)  # its thread has the queue itself already

    return constructed


def _writing(write: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def written(self: Any, message: Any) -> None:
        carried = message.record.pop(_CARRIED, None) if isinstance(message.record, dict) else None
        if carried is None:
            write(self, message)
            return
        self._handler.handle(_record(message, carried))

    return written


def _record(message: Any, carried: dict[str, str]) -> logging.LogRecord:
    """Make the record that loguru's own sink makes, with what was carried on it."""
    raw = message.record
    error = raw["exception"]
    record = logging.getLogger().makeRecord(
        raw["name"],
        raw["level"].no,
        raw["file"].path,
        raw["line"],
        str(message),
        (),
        (error.type, error.value, error.traceback) if error else None,
        raw["function"],
        {"extra": raw["extra"]},
    )
    if error:
        record.exc_text = "\n"  # the text has it already
    record.levelname = raw["level"].name
    vars(record).update(carried)
    return record
