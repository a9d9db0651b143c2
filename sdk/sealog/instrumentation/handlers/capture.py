"""Capturing: OpenTelemetry's handler gets each record once, also of loggers that don't propagate.

Records of Celery's task logger, uvicorn's, gunicorn's, Django's and others that `dictConfig` cuts off reach no handler
of the root logger, and a library may have emptied its list of handlers. The hook is `logging.Logger.callHandlers`,
through which every record goes. A handler that the application removes by `removeHandler` stays removed.
"""

from __future__ import annotations

import logging
import logging.config
from functools import wraps
from logging.handlers import MemoryHandler, QueueHandler, QueueListener
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from sealog.instrumentation.handlers.level import leaves_to_export
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HOOKED = "_sealog_captures"
_NAMED = 3
"""Names of loggers in one line on stderr."""

_known: set[logging.Handler] = set()
"""OpenTelemetry's handlers that are on the root logger, or were and were not removed by the application."""

_listeners: WeakSet[Any] = WeakSet()


def capture_everywhere() -> None:
    """Hook this process once; a second call only adds handlers that came to the root logger since."""
    _known.update(handler for handler in logging.getLogger().handlers if exports(handler))
    for home, name, hook in (
        (logging.Logger, "callHandlers", _calling),
        (logging.Logger, "addHandler", _adding),
        (logging.Logger, "removeHandler", _removing),
        (QueueListener, "__init__", _listening),
        (logging.config.DictConfigurator, "configure", _configuring),
        (logging.config, "fileConfig", _configuring),
        (logging, "disable", _disabling),
    ):
        original = getattr(home, name)
        if not hasattr(original, _HOOKED):
            hooked = wraps(original)(hook(original))
            setattr(hooked, _HOOKED, True)
            setattr(home, name, hooked)


def exports(handler: logging.Handler) -> bool:
    """Tell whether a handler is one of OpenTelemetry's."""
    return type(handler).__module__.startswith("opentelemetry.")


def is_captured(logger: logging.Logger) -> bool:
    """Tell whether a logger's records reach a handler of OpenTelemetry's, by themselves or by this hook."""
    return bool(_known) or any(exports(handler) for one in _chain(logger) for handler in one.handlers)


def _calling(original: Callable[[Any, logging.LogRecord], None]) -> Callable[[Any, logging.LogRecord], None]:
    known, disjoint, warning, root = _known, _known.isdisjoint, logging.WARNING, logging.root

    def called(self: logging.Logger, record: logging.LogRecord) -> None:
        if (
            record.levelno < warning
            and root.level.__class__ is not int  # as `leaves_to_export` asks first: most applications set a level
            and not self.level
            and known
            and leaves_to_export(self)
        ):
            _hand_to(known, record)  # the application asked for no such record to be printed
            return
        original(self, record)
        logger: logging.Logger | None = self
        while logger is not None:
            handlers = logger.handlers
            if handlers and not disjoint(handlers):
                return
            logger = logger.parent if logger.propagate else None
        if known and _is_left_out(self):
            _hand_to(known, record)

    return called


def _hand_to(handlers: set[logging.Handler], record: logging.LogRecord) -> None:
    for handler in handlers.copy():
        if record.levelno >= handler.level:
            handler.handle(record)


def _is_left_out(logger: logging.Logger) -> bool:
    """Tell whether no handler of the logger exports its records, directly or behind a queue."""
    if logger.name.startswith("opentelemetry."):
        return False  # what OpenTelemetry says about itself would come back to it
    for one in _chain(logger):
        for handler in one.handlers:
            if exports(handler) or (isinstance(handler, MemoryHandler) and handler.target in _known):
                return False
            if isinstance(handler, QueueHandler) and (one.parent is None or _is_listened_to(handler)):
                return False
    return True


def _is_listened_to(handler: QueueHandler) -> bool:
    return any(one.queue is handler.queue and not _known.isdisjoint(one.handlers) for one in list(_listeners))


def _chain(logger: logging.Logger) -> Iterator[logging.Logger]:
    one: logging.Logger | None = logger
    while one is not None:
        yield one
        one = one.parent if one.propagate else None


def _adding(original: Callable[..., None]) -> Callable[..., None]:
    def added(self: logging.Logger, hdlr: logging.Handler) -> None:
        original(self, hdlr)
        if self.parent is None and exports(hdlr):
            _known.add(hdlr)

    return added


def _removing(original: Callable[..., None]) -> Callable[..., None]:
    def removed(self: logging.Logger, hdlr: logging.Handler) -> None:
        original(self, hdlr)
        if self.parent is None:
            _known.discard(hdlr)

    return removed


def _listening(original: Callable[..., None]) -> Callable[..., None]:
    def initialised(self: Any, *arguments: Any, **named: Any) -> None:
        original(self, *arguments, **named)
        _listeners.add(self)

    return initialised


def _configuring(original: Callable[..., Any]) -> Callable[..., Any]:
    """Keep handlers that a configuration removes with all others, and name the loggers that it disables."""

    def configured(*arguments: Any, **named: Any) -> Any:
        kept, silent = _known.copy(), set(disabled_loggers())
        try:
            return original(*arguments, **named)
        finally:
            _known.update(kept)
            _tell_disabled([name for name in disabled_loggers() if name not in silent])

    return configured


def disabled_loggers() -> list[str]:
    """Give the names of the loggers that log nothing at all, without OpenTelemetry's own."""
    loggers = logging.Logger.manager.loggerDict.copy().items()
    disabled = (name for name, one in loggers if isinstance(one, logging.Logger) and one.disabled)
    return sorted(name for name in disabled if not name.startswith("opentelemetry"))


def _tell_disabled(names: list[str]) -> None:
    if names:
        shown = ", ".join([*names[:_NAMED], *(["…"] if len(names) > _NAMED else [])])
        say_once(
            "disabled",
            f"a logging configuration disabled {len(names)} logger(s) ({shown}): what they log is neither printed nor"
            " exported; disable_existing_loggers=False keeps them",
        )


def _disabling(original: Callable[..., None]) -> Callable[..., None]:
    def disabled(level: int = logging.CRITICAL) -> None:
        original(level)
        if logging.root.manager.disable >= logging.INFO:
            name = logging.getLevelName(logging.root.manager.disable)
            say_once("disable", f"logging.disable({name}) was called: up to that level nothing is printed or exported")

    return disabled
