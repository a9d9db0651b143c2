"""Covers the handlers of `logging`: the text that they format is sealed before they write it.

The hook is `logging.Handler.format`, through which the standard library's handlers and nearly all others get their
text. A filter or a record factory would come too early: formatters add exceptions, stack traces and extras.
"""

from __future__ import annotations

import copy
import logging
import sys
import traceback
from contextlib import suppress
from logging.handlers import HTTPHandler, MemoryHandler, QueueHandler, SocketHandler
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sealog.console.line import LineSealer

_COVERED = "_sealog_covers"
_HANDS_ON = (logging.NullHandler, QueueHandler, MemoryHandler)
"""Handlers that print nothing themselves; those behind them are checked."""


def prints(handler: logging.Handler) -> bool:
    """Tell whether a handler writes text of its own: OpenTelemetry's don't, their records are sealed elsewhere."""
    return not isinstance(handler, _HANDS_ON) and not type(handler).__module__.startswith("opentelemetry.")


def cover_handlers(sealer: LineSealer) -> Callable[[], None]:
    """Seal what every handler prints, also later ones; return the function to undo it. Only the first call counts."""
    handler_format, handle_error = logging.Handler.format, logging.Handler.handleError
    if hasattr(handler_format, _COVERED):
        return lambda: None

    def format_sealed(self: logging.Handler, record: logging.LogRecord) -> str:
        if not prints(self):
            return handler_format(self, record)
        text: Any = handler_format(self, _with_sealed_fields(record, sealer))
        return sealer.text(text) if isinstance(text, str) else sealer.value(text)

    def tell_error_sealed(self: logging.Handler, record: logging.LogRecord) -> None:
        if not prints(self):
            handle_error(self, record)
        elif logging.raiseExceptions and sys.stderr is not None:
            with suppress(Exception):
                sys.stderr.write(sealer.text(_error_text(record)))

    setattr(format_sealed, _COVERED, True)
    logging.Handler.format = format_sealed  # type: ignore[method-assign]
    logging.Handler.handleError = tell_error_sealed  # type: ignore[method-assign]

    def take_back() -> None:
        logging.Handler.format = handler_format  # type: ignore[method-assign]
        logging.Handler.handleError = handle_error  # type: ignore[method-assign]

    return take_back


def in_the_clear() -> list[tuple[str, str, str]]:
    """Give the handlers that print plaintext now: (logger, handler's type, why), in the order of the loggers' names."""
    return [
        (name, type(handler).__qualname__, reason)
        for name, handler in _handlers()
        if prints(handler) and (reason := _reason(handler))
    ]


def _reason(handler: logging.Handler) -> str:
    if isinstance(handler, (SocketHandler, HTTPHandler)):
        return "it sends the record itself, not its text"
    if getattr(handler, "rich_tracebacks", False):
        return "rich_tracebacks are drawn after the text was formatted"
    return "" if hasattr(type(handler).format, _COVERED) else "it prints what the application logs"


def _handlers() -> Iterator[tuple[str, logging.Handler]]:
    root = logging.getLogger()
    for handler in list(root.handlers):
        yield "root", handler
    for name, logger in sorted(logging.Logger.manager.loggerDict.copy().items()):
        if isinstance(logger, logging.Logger) and not name.startswith("opentelemetry."):
            for handler in list(logger.handlers):
                yield name, handler


def _with_sealed_fields(record: logging.LogRecord, sealer: LineSealer) -> logging.LogRecord:
    """Seal extras and named arguments that a key rule names; without any, return the same record."""
    fields = sealer.fields(vars(record))
    arguments = record.args if isinstance(record.args, dict) else {}
    named = sealer.fields(arguments)
    if not fields and not named:
        return record
    changed = copy.copy(record)
    vars(changed).update(fields)
    if named:
        changed.args = {**arguments, **named}
    return changed


def _error_text(record: logging.LogRecord) -> str:
    """Give what `logging.Handler.handleError` says of the exception being handled."""
    try:
        message = f"Message: {record.msg!r}\nArguments: {record.args!r}\n"
    except Exception:  # noqa: BLE001 - an application's own __repr__ may raise anything
        message = "Unable to print the message and arguments\n"
    return f"--- Logging error ---\n{traceback.format_exc()}{message}"
