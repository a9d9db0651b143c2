"""Ends the SDK's batches when the process ends: all in parallel, and within a bound."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from sealog.instrumentation.providers.otel_internals.chain import all_processors
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Thread

_GIVEN_UP = 1.0
"""Seconds, at most, for each batch that an ending exporter gives up."""


def begin_ends(provider: Any) -> list[Callable[[float], Any]]:
    """Send waiting records of a logger or tracer provider now, in parallel; gives the functions that end each exporter.

    It needs no further threads: Python 3.12 starts none when the process ends. Later records are not accepted.
    """
    found: list[Callable[[float], Any]] = []
    for processor in all_processors(provider):
        batch = getattr(processor, "_batch_processor", None)
        awaken, worker = getattr(batch, "_worker_awaken", None), getattr(batch, "_worker_thread", None)
        if callable(getattr(processor, "end", None)):
            found.append(processor.end)
        elif awaken is not None and worker is not None and getattr(batch, "_shutdown", None) is False:
            batch._shutdown = True  # type: ignore[union-attr]  # noqa: SLF001 - see the folder's first line
            _count_what_is_late(processor)
            awaken.set()
            found.append(partial(_end_batch, batch, worker))
    return found


def _count_what_is_late(processor: Any) -> None:
    """Let an ended batch count later records: OpenTelemetry would log a line for each into its own handler."""

    def late(*_: Any) -> None:
        if is_of_logs:
            PROCESS.dropped("exit", 1)
        say_once("late", "records and spans are lost, and counted, once OpenTelemetry's exporters have ended")

    is_of_logs = callable(getattr(processor, "on_emit", None))
    with suppress(AttributeError):  # one with slots goes on as OpenTelemetry has it
        setattr(processor, "on_emit" if is_of_logs else "on_end", late)


def _end_batch(batch: Any, worker: Thread, seconds: float) -> None:
    worker.join(seconds)
    batch._exporter.shutdown()  # noqa: SLF001 - see the folder's first line
    # Without its exporter each batch that is left fails at once, and so gets to where failures are kept.
    left = -1
    while worker.is_alive() and left != (left := len(batch._queue)):  # noqa: SLF001
        worker.join(_GIVEN_UP)
