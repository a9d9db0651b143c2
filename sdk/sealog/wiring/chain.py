"""The only file that touches private attributes of the OpenTelemetry SDK, each behind a check of what is there.

`LoggerProvider` has no public way to put a processor in front. In SDK 1.44 and 1.45 the provider and every logger it
made share one multi-processor. The synchronous one calls a tuple of processors in order; the concurrent one calls
them in threads, so there only what runs before its `on_emit` is first.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord

_FIRST = "_sealog_first"
_WATCHED = "_sealog_watched"


def processors(provider: Any) -> tuple[Any, ...] | None:
    """Give the processors of a logger provider in calling order, or None where that can't be told."""
    multi = getattr(provider, "_multi_log_record_processor", None)
    chain = getattr(multi, "_log_record_processors", None)
    if chain is None:
        return None
    first = getattr(multi, _FIRST, None)
    return tuple(chain) if first is None else (first, *chain)


def prepend(provider: Any, processor: LogRecordProcessor) -> bool:
    """Put a processor before all others; False where this provider has no order that can be assured."""
    multi = getattr(provider, "_multi_log_record_processor", None)
    chain = getattr(multi, "_log_record_processors", None)
    if multi is None or chain is None or not callable(getattr(multi, "on_emit", None)):
        return False
    if type(multi).__name__ == "SynchronousMultiLogRecordProcessor" and isinstance(chain, tuple):
        with multi._lock:  # noqa: SLF001 - see the file's first lines
            multi._log_record_processors = (processor, *multi._log_record_processors)  # noqa: SLF001
        return True
    others = multi.on_emit

    def on_emit(log_record: ReadWriteLogRecord) -> None:
        processor.on_emit(log_record)
        others(log_record)

    multi.on_emit = on_emit
    setattr(multi, _FIRST, processor)
    return True


def replace(provider: Any, old: LogRecordProcessor, new: LogRecordProcessor) -> bool:
    """Put a processor in the place of another; False where this provider has no list of processors."""
    multi = getattr(provider, "_multi_log_record_processor", None)
    lock = getattr(multi, "_lock", None)
    if lock is None or not isinstance(getattr(multi, "_log_record_processors", None), tuple):
        return False
    with lock:
        present = multi._log_record_processors  # type: ignore[union-attr]  # noqa: SLF001 - see the file's first lines
        multi._log_record_processors = tuple(new if one is old else one for one in present)  # type: ignore[union-attr]  # noqa: SLF001
    return True


def batched_exporter(processor: LogRecordProcessor) -> Any:
    """Give the exporter of OpenTelemetry's batch processor, or None where it is another processor."""
    return getattr(getattr(processor, "_batch_processor", None), "_exporter", None)


def exporter_address(exporter: Any) -> str | None:
    """Give where an OTLP exporter sends to: a URL over HTTP, host and port over gRPC."""
    return getattr(exporter, "_endpoint", None)


def length_limit(provider: Any) -> int | None:
    """Give the length to which a logger provider's loggers cut attribute values, or None for no limit."""
    limits = getattr(provider, "_log_record_limits", None)
    limit = getattr(limits, "max_log_record_attribute_length", None)
    return limit if isinstance(limit, int) else None


def watch_exporters(provider: Any, watch: Callable[..., Any]) -> int:
    """Let `watch(name, export, batch, …)` call the exporters of the SDK's own processors; gives how many there are.

    To be called before anything else is put before exporters: what is watched is what leaves the process.
    """
    watched = 0
    for processor in processors(provider) or ():
        inner = getattr(processor, "_batch_processor", processor)
        exporter = getattr(inner, "_exporter", None)
        export = getattr(exporter, "export", None)
        if not callable(export) or hasattr(export, _WATCHED):
            continue
        watching = partial(watch, type(exporter).__name__, export)
        setattr(watching, _WATCHED, True)
        with suppress(AttributeError):  # an exporter with slots stays as it is
            exporter.export = watching  # type: ignore[union-attr]  # it has the method
            watched += 1
    return watched
