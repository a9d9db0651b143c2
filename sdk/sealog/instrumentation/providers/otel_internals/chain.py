"""The order of a logger provider's processors, and the place before a tracer provider's.

`LoggerProvider` has no public way to put a processor first. In SDK 1.44 and 1.45 the provider and every logger that it
made share one multi-processor. The synchronous one calls a tuple of processors in order. The concurrent one calls them
in threads, so only code before its `on_emit` runs first. Spans go through a multi-processor of the same kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord

_FIRST = "_sealog_first"


def processors(provider: Any) -> tuple[Any, ...] | None:
    """Give the processors of a logger provider in calling order, or None if that is unknown."""
    multi = getattr(provider, "_multi_log_record_processor", None)
    chain = getattr(multi, "_log_record_processors", None)
    if chain is None:
        return None
    first = getattr(multi, _FIRST, None)
    return tuple(chain) if first is None else (first, *chain)


def prepend(provider: Any, processor: LogRecordProcessor) -> bool:
    """Put a processor before all others; False if this provider has no order that can be assured."""
    multi = getattr(provider, "_multi_log_record_processor", None)
    chain = getattr(multi, "_log_record_processors", None)
    if multi is None or chain is None or not callable(getattr(multi, "on_emit", None)):
        return False
    if type(multi).__name__ == "SynchronousMultiLogRecordProcessor" and isinstance(chain, tuple):
        with multi._lock:  # noqa: SLF001 - see the folder's first line
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
    """Replace a processor by another; False if this provider has no list of processors."""
    multi = getattr(provider, "_multi_log_record_processor", None)
    lock = getattr(multi, "_lock", None)
    if lock is None or not isinstance(getattr(multi, "_log_record_processors", None), tuple):
        return False
    with lock:
        present = multi._log_record_processors  # type: ignore[union-attr]  # noqa: SLF001 - see the folder's first line
        multi._log_record_processors = tuple(new if one is old else one for one in present)  # type: ignore[union-attr]  # noqa: SLF001
    return True


def all_processors(provider: Any) -> tuple[Any, ...]:
    """Give the processors of a logger provider, or of a tracer provider."""
    spans = getattr(getattr(provider, "_active_span_processor", None), "_span_processors", ())
    return (*(processors(provider) or ()), *spans)


def provider_of(handler: Any) -> Any:
    """Give the provider that one of OpenTelemetry's handlers of `logging` emits to."""
    return getattr(handler, "_logger_provider", None)


def seal_spans(provider: Any, seal: Callable[[Any], Any]) -> bool:
    """Let every span processor get the result of `seal` for an ended span; False if that can't be assured."""
    multi = getattr(provider, "_active_span_processor", None)
    on_end = getattr(multi, "on_end", None)
    if multi is None or not callable(on_end):
        return False
    if hasattr(multi, _FIRST):
        return True
    others = on_end
    multi.on_end = lambda span: others(seal(span))
    setattr(multi, _FIRST, seal)
    return True


def set_shutdown_deadline(provider: Any, seconds: float) -> None:
    """Bound the shutdown of our processors to `seconds` from now on."""
    for processor in all_processors(provider):
        take_no_longer = getattr(processor, "set_shutdown_deadline", None)
        if callable(take_no_longer):
            take_no_longer(seconds)
