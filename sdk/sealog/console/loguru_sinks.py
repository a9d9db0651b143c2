"""Covers loguru: what its sinks write is sealed. It touches loguru's private sink classes, behind a check of each.

loguru has no public place behind its formatting: a `patcher` sees the record before the exception is formatted into
the text, and the application's own `configure` replaces it.
"""

from __future__ import annotations

import sys
import traceback
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sealog.console.line import LineSealer

_SINKS = (
    ("loguru._simple_sinks", "StreamSink"),
    ("loguru._simple_sinks", "CallableSink"),
    ("loguru._simple_sinks", "AsyncSink"),
    ("loguru._file_sink", "FileSink"),
)
"""`StandardSink` is left out: it hands records to a handler of `logging`, which is covered itself."""

_COVERED = "_sealog_covers"


def cover_sinks(sealer: LineSealer) -> bool:
    """Seal what every loguru sink writes; False where this loguru is not built as expected, and nothing was changed."""
    try:
        sinks = [getattr(import_module(module), name) for module, name in _SINKS]
        interceptor = import_module("loguru._error_interceptor").ErrorInterceptor
    except (ImportError, AttributeError):
        return False
    if not all(callable(getattr(sink, "write", None)) for sink in sinks) or not callable(interceptor.print):
        return False
    for sink in sinks:
        if not hasattr(sink.write, _COVERED):
            sink.write = _sealing_write(sink.write, sealer)
    interceptor.print = _sealing_print(sealer)
    return True


def _sealing_write(write: Any, sealer: LineSealer) -> Any:
    def write_sealed(self: Any, message: Any) -> None:
        text = sealer.text(str(message))
        if text != message:
            sealed = type(message)(text)
            with suppress(AttributeError):
                sealed.record = message.record
            message = sealed
        write(self, message)

    setattr(write_sealed, _COVERED, True)
    return write_sealed


def _sealing_print(sealer: LineSealer) -> Any:
    def print_sealed(self: Any, record: Any = None, *, exception: BaseException | None = None) -> None:  # noqa: ARG001 - loguru's signature
        with suppress(Exception):
            lines = traceback.format_exception(exception) if exception else [traceback.format_exc()]
            text = "".join(["--- Logging error in Loguru ---\n", *lines, "--- End of logging error ---\n"])
            sys.stderr.write(sealer.text(text))

    return print_sealed
