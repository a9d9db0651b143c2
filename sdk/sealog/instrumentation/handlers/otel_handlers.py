"""Wraps OpenTelemetry's handlers of `logging`: they get plain values, never raise, and seal named arguments.

The standard library's handlers never raise into the application. OpenTelemetry's does so, and loses the record, if a
message does not fit its arguments. It also raises if it can't start a thread to flush (at the end of Python 3.12.1),
and then `logging` closes no other handler. And of `log.info("%(password)s", {"password": …})` it exports only the text,
in which no rule recognises the value without its name.
"""

from __future__ import annotations

import copy
import logging
import traceback
from collections.abc import Mapping
from contextlib import suppress
from functools import wraps
from itertools import islice
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from wrapt import register_post_import_hook

from sealog.finalising import is_finalising
from sealog.instrumentation.providers.otel_internals import chain
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once
from sealog.pattern import pattern
from sealog.processor.carried import GIVEN, carried, handing_over, renamed
from sealog.processor.values.plain import PLAIN, note, plain
from sealog.processor.values.replace import Replacer
from sealog.processor.values.shapes import text_of

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from sealog.processor.sealing import Sealing

    Emit = Callable[[Any, logging.LogRecord], None]

_HOMES = ("opentelemetry.instrumentation.logging.handler", "opentelemetry.sdk._logs")
_HOLDS = "_sealog_holds"
_CONVERSION = pattern(r"%(?:%|\(([^)]*)\)[#0\- +]*[0-9]*(?:\.[0-9]*)?[hlL]?[A-Za-z])")
"""One conversion with a name, or `%%`, as the standard library's "printf-style String Formatting" spells them."""

_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "exc_text"}
"""The attributes of every record, some only after formatting."""

_LEAST = len(vars(logging.makeLogRecord({})))

_sealings: WeakKeyDictionary[Any, Sealing] = WeakKeyDictionary()


def hold_handlers(provider: Any, sealing: Sealing) -> None:
    """Wrap the handlers of this provider, also later ones; the last sealing of a provider counts."""
    _sealings[provider] = sealing
    for home in _HOMES:
        register_post_import_hook(_imported, home)


def _imported(module: Any) -> None:
    handler_class = getattr(module, "LoggingHandler", None)
    emit = getattr(handler_class, "emit", None)
    if callable(emit) and not hasattr(emit, _HOLDS):
        handler_class.emit = _holding(emit)  # type: ignore[union-attr]  # looked at above
        handler_class.flush = _flushing(handler_class.flush)  # type: ignore[union-attr]  # each handler has it


def _holding(emit: Emit) -> Emit:
    kinds, usual = PLAIN, _LEAST

    @wraps(emit)
    def held(self: Any, record: logging.LogRecord) -> None:
        arguments = record.args
        if arguments:
            if arguments.__class__ is not tuple:
                _emit_named(emit, self, record)
                return
            for argument in arguments:
                if argument.__class__ not in kinds:
                    record = _spoken(record)
                    break
        elif record.msg.__class__ is not str:
            record = _spoken(record)
        if len(record.__dict__) > usual:
            record = with_plain_extras(record)
        try:
            emit(self, record)
        except Exception as error:  # noqa: BLE001 - the application must not see it
            _emit_again(emit, self, record, error)

    setattr(held, _HOLDS, True)
    return held


def _emit_named(emit: Emit, handler: Any, record: logging.LogRecord) -> None:
    with handing_over():
        record = with_plain_extras(_named(handler, record))
        try:
            emit(handler, record)
        except Exception as error:  # noqa: BLE001 - the application must not see it
            _emit_again(emit, handler, record, error)


def _spoken(record: logging.LogRecord) -> logging.LogRecord:
    """Give the record with its message formatted: what an argument's own `__str__` logs is a record of its own then."""
    changed = copy.copy(record)
    try:
        changed.msg, changed.args = record.getMessage(), None
    except Exception:  # noqa: BLE001 - also whatever an argument's own __str__ raises
        return _unformatted(record)
    return changed


def with_plain_extras(record: logging.LogRecord) -> logging.LogRecord:
    """Give the record with the application's values as plain values, or itself if they are plain already."""
    given = vars(record)
    # `LogRecord` sets its own attributes first, beginning with the name; a subclass may have set others before.
    added = islice(given.items(), _LEAST, None) if next(iter(given), "") == "name" else given.items()
    odd = {key: value for key, value in added if type(value) not in PLAIN and key not in _USUAL}
    if not odd:
        return record
    changed = copy.copy(record)
    vars(changed).update((key, plain(value)) for key, value in odd.items())
    return changed


def _flushing(flush: Callable[[Any], None]) -> Callable[[Any], None]:
    @wraps(flush)
    def flushed(self: Any) -> None:
        if is_finalising():  # it flushes in a thread of its own, and none begins any more
            return
        with suppress(Exception):  # what waits is sent all the same: as ever, or by `ending.py`
            flush(self)

    return flushed


def _emit_again(emit: Emit, handler: Any, record: logging.LogRecord, error: Exception) -> None:
    """Emit the message without its arguments, if those are what failed."""
    if _is_translatable(handler, record):  # what failed came later, and some exporter may have the record already
        PROCESS.dropped("handler", 1)
        say_once("handler", f"a log record met {type(error).__name__} on its way out and may be lost")
        return
    try:
        emit(handler, _without_exception(record if _is_formattable(record) else _unformatted(record)))
    except Exception as again:  # noqa: BLE001 - as above
        PROCESS.dropped("handler", 1)
        say_once("handler", f"a log record met {type(again).__name__} on its way out and is lost")


def _unformatted(record: logging.LogRecord) -> logging.LogRecord:
    """Give the record with its message as written: its arguments may be personal by name only, so none is shown."""
    changed = copy.copy(record)
    changed.msg = f"{text_of(record.msg)} [sealog: the arguments ({_types(record.args)}) don't fit]"
    changed.args = None
    return changed


def _without_exception(record: logging.LogRecord) -> logging.LogRecord:
    """Give the record with its exception as texts, even if reading them raises."""
    if not record.exc_info:
        return record
    kind, error, trace = record.exc_info
    changed = copy.copy(record)
    changed.exc_info = None
    texts = {"exception.type": getattr(kind, "__name__", "")}
    try:
        texts["exception.message"] = str(error)
    except Exception as failure:  # noqa: BLE001 - an exception's own __str__ may raise anything
        texts["exception.message"] = note(error, failure)
    with suppress(Exception):
        texts["exception.stacktrace"] = "".join(traceback.format_tb(trace))
    vars(changed).update(texts)
    return changed


def _is_translatable(handler: Any, record: logging.LogRecord) -> bool:
    translate = getattr(handler, "_translate", None)
    if translate is None:
        return _is_formattable(record)
    try:
        translate(record)
    except Exception:  # noqa: BLE001 - that is the question
        return False
    return True


def _is_formattable(record: logging.LogRecord) -> bool:
    try:
        record.getMessage()
    except Exception:  # noqa: BLE001 - also whatever an argument's own __str__ raises
        return False
    return True


def _types(arguments: Any) -> str:
    values = arguments if isinstance(arguments, tuple) else (arguments,)
    return ", ".join(type(value).__name__ for value in values)


def _named(handler: Any, record: logging.LogRecord) -> logging.LogRecord:
    try:
        return _with_sealed_names(record, _sealing_of(chain.provider_of(handler)))
    except Exception:  # noqa: BLE001 - also whatever formatting one of them raises
        return _unformatted(record)


def _sealing_of(provider: Any) -> Sealing | None:
    """Give a provider's sealing; for a proxy of a provider, as in OpenTelemetry's API, the newest one."""
    return _sealings.get(provider) or next(reversed([*_sealings.values()]), None)


def _with_sealed_names(record: logging.LogRecord, sealing: Sealing | None) -> logging.LogRecord:
    """Seal those named arguments in the message that a rule for names knows; without any, return the same record.

    Each argument is formatted first, so that a width or a precision never cuts a sealed value.
    """
    arguments = record.args
    if sealing is None or not isinstance(arguments, Mapping):
        return record
    rules = {name: rule for name in arguments if (rule := sealing.rule_of_key(text_of(name))) is not None}
    if not rules:
        return record
    replacer = Replacer(sealing.scanner, sealing.sealer, sealing.action_of)

    def shown(match: re.Match[str]) -> str:
        rule = rules.get(match[1])
        if rule is None or arguments[match[1]] in (None, ""):
            return match[0]
        text: str = match[0] % arguments
        return replacer.token(rule.entity, text, match[1], action=rule.action).replace("%", "%%")

    template = text_of(record.msg)
    message = _CONVERSION.sub(shown, template)
    if message == template:
        return record
    changed = copy.copy(record)
    changed.msg = message
    given = vars(changed)
    for key, value in renamed(given).items():
        given.pop(key.removeprefix(GIVEN), None)
        given[key] = value
    given.update(carried(given, replacer))
    return changed
