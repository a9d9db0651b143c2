"""The only file that touches private attributes of the OpenTelemetry SDK, each behind a check of what is there.

`LoggerProvider` has no public way to put a processor in front. In SDK 1.44 and 1.45 the provider and every logger it
made share one multi-processor. The synchronous one calls a tuple of processors in order; the concurrent one calls
them in threads, so there only what runs before its `on_emit` is first. Spans go through a multi-processor of the
same make, and metrics through readers.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from opentelemetry.sdk._logs import LogRecordLimits
from opentelemetry.sdk.environment_variables import OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT
from opentelemetry.sdk.metrics import MeterProvider

from sealog.metrics.tally import PROCESS
from sealog.notices import say_once

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from threading import Thread

    from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord

_FIRST = "_sealog_first"
_WATCHED = "_sealog_watched"
_GUARDED = "_sealog_guarded"
_GIVEN_UP = 1.0
"""Seconds, at most, for each batch that an exporter gives up when it is ended."""

_OTLP_HEADERS = ("user-agent", "content-type", "content-encoding")


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


def provider_of(handler: Any) -> Any:
    """Give the provider that one of OpenTelemetry's handlers of `logging` emits to."""
    return getattr(handler, "_logger_provider", None)


def exporter_headers(exporter: Any) -> dict[str, str] | None:
    """Give the headers that an OTLP exporter was told to send, by lower-case name, without those of OTLP itself.

    None where it has a login from code, which is no header before it sends.
    """
    # Over HTTP a client holds them since SDK 1.45; before, and over gRPC, the exporter does.
    client = getattr(exporter, "_client", None)
    session = getattr(exporter, "_session", getattr(getattr(client, "_transport", None), "_session", None))
    if getattr(session, "auth", None) is not None:
        return None
    headers: Any = getattr(client, "_headers", None) or getattr(exporter, "_headers", None) or ()
    pairs = headers.items() if hasattr(headers, "items") else headers
    return {name.lower(): value for name, value in pairs if name.lower() not in _OTLP_HEADERS}


def exporter_address(exporter: Any) -> str | None:
    """Give where an OTLP exporter sends to: a URL over HTTP, host and port over gRPC."""
    return getattr(exporter, "_endpoint", None)


def exporter_is_insecure(exporter: Any) -> bool:
    """Tell whether an OTLP exporter is known to use no TLS."""
    address = exporter_address(exporter)
    insecure = getattr(exporter, "_insecure", isinstance(address, str) and address.startswith("http://"))
    return insecure is True


def queue_of(processor: Any) -> tuple[int, int] | None:
    """Give how many records wait in OpenTelemetry's batch processor and how many may; None where it is another."""
    queue = getattr(getattr(processor, "_batch_processor", None), "_queue", None)
    limit = getattr(queue, "maxlen", None)
    return None if queue is None or limit is None else (len(queue), limit)


def watch_drops(provider: Any, dropped: Callable[[int], Any]) -> int:
    """Let `dropped(number)` know what batch processors push out of their full queues; gives how many can be watched.

    SDK 1.44 tells nobody but its own log; later ones tell their own metrics, which is where this listens.
    """
    watched = 0
    for processor in processors(provider) or ():
        metrics = getattr(getattr(processor, "_batch_processor", None), "_metrics", None)
        drop = getattr(metrics, "drop_items", None)
        if not callable(drop) or hasattr(drop, _WATCHED):
            continue

        def seen(number: int, *rest: Any, _drop: Callable[..., Any] = drop, **named: Any) -> Any:
            dropped(number)
            return _drop(number, *rest, **named)

        setattr(seen, _WATCHED, True)
        with suppress(AttributeError):
            metrics.drop_items = seen  # type: ignore[union-attr]  # it has been found above
            watched += 1
    return watched


def length_limit(provider: Any) -> int | None:
    """Give the length to which a logger provider's loggers cut attribute values, or None for no limit."""
    limits = getattr(provider, "_log_record_limits", None)
    limit = getattr(limits, "max_log_record_attribute_length", None)
    return limit if isinstance(limit, int) else None


def watch_exporters(provider: Any, watch: Callable[..., Any]) -> int:
    """Let `watch(name, export, batch, …)` call the exporters of the SDK's own processors; gives how many there are.

    To be called before anything else is put before exporters: what is watched is what leaves the process.
    """
    return sum(watch_exporter(processor, watch) for processor in processors(provider) or ())


def watch_exporter(processor: Any, watch: Callable[..., Any]) -> bool:
    """As `watch_exporters`, for the exporter of one processor; tells whether it has one that was not watched before."""
    exporter = exporter_of(processor)
    export = getattr(exporter, "export", None)
    if export is None or hasattr(export, _WATCHED):
        return False
    watching = partial(watch, type(exporter).__name__, export)
    setattr(watching, _WATCHED, True)
    with suppress(AttributeError):  # an exporter with slots stays as it is
        exporter.export = watching
        return True
    return False


def guard_exporters(
    provider: Any,
    batch: Callable[[Sequence[Any]], Sequence[Any]],
    before: LogRecordProcessor,
    adding: Callable[[Any], Any],
) -> None:
    """Let every exporter of a logger provider, those added later too, get what `batch` makes of its batches.

    Before a processor whose exporter can't be found, `before` is put into the chain. `adding` gets each processor that
    is added later and gives what is added in its place.
    """
    multi = getattr(provider, "_multi_log_record_processor", None)
    add = getattr(multi, "add_log_record_processor", None)
    if multi is None or add is None:
        return

    def added(processor: LogRecordProcessor) -> None:
        processor = adding(processor)
        if not _guard(processor, batch):
            add(before)
        add(processor)

    multi.add_log_record_processor = added
    chain = getattr(multi, "_log_record_processors", ())
    if type(multi).__name__ == "SynchronousMultiLogRecordProcessor" and isinstance(chain, tuple):
        with multi._lock:  # noqa: SLF001 - see the file's first lines
            guarded: list[Any] = []
            for number, processor in enumerate(multi._log_record_processors):  # noqa: SLF001
                if number > 0 and not _guard(processor, batch):
                    guarded.append(before)
                guarded.append(processor)
            multi._log_record_processors = tuple(guarded)  # noqa: SLF001
    else:
        for processor in chain:
            _guard(processor, batch)


def exporter_of(processor: Any) -> Any:
    """Give the exporter of one of the SDK's own processors (simple or batch), or None."""
    batch = getattr(processor, "_batch_processor", None)
    exporter = getattr(processor if batch is None else batch, "_exporter", None)
    return exporter if callable(getattr(exporter, "export", None)) else None


def _guard(processor: Any, batch: Callable[[Sequence[Any]], Sequence[Any]]) -> bool:
    exporter = exporter_of(processor)
    if exporter is None:
        return False
    if getattr(exporter, _GUARDED, False):
        return True
    export = exporter.export
    # The exporter stays the object that it is: others look at its type, its signature and its own methods.
    with suppress(AttributeError):  # one with slots takes neither; then the guard goes before its processor
        exporter.export = lambda records, *rest, **named: export(batch(records), *rest, **named)
        setattr(exporter, _GUARDED, True)
        return True
    return False


def lift_length_limit(provider: Any, limits: str, length: str) -> int | None:
    """Take the length limit of attributes out of a provider's limits and give it, or None where there is none.

    It would cut an original before anybody can recognise it, and a sealed value so that nobody can open it. The limits
    object is shared with every logger or tracer that the provider made.
    """
    holder = getattr(provider, limits, None)
    limit = getattr(holder, length, None)
    if not isinstance(limit, int):
        return None
    setattr(holder, length, None)
    return limit


def lift_log_limit(provider: Any) -> int | None:
    """As `lift_length_limit`, for a logger provider.

    SDK 1.44 reads the limit from the environment for each record, so there it is taken out of the environment.
    """
    if hasattr(provider, "_log_record_limits"):
        return lift_length_limit(provider, "_log_record_limits", "max_log_record_attribute_length")
    limit = LogRecordLimits().max_log_record_attribute_length
    if limit is not None:
        os.environ[OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT] = ""
    return limit


def lift_span_limits(provider: Any) -> int | None:
    """As `lift_length_limit`, for a tracer provider; where spans and events differ, the smaller one."""
    found = [
        lift_length_limit(provider, "_span_limits", length)
        for length in ("max_span_attribute_length", "max_attribute_length")
    ]
    return min((limit for limit in found if limit is not None), default=None)


def begin_ends(provider: Any) -> list[Callable[[float], Any]]:
    """Let what waits in a logger or tracer provider be sent now, all at once; gives what ends each way out in seconds.

    It needs no further threads: Python 3.12 starts none when the process ends. What is handed in later is not taken.
    """
    found: list[Callable[[float], Any]] = []
    for processor in _all_processors(provider):
        batch = getattr(processor, "_batch_processor", None)
        awaken, worker = getattr(batch, "_worker_awaken", None), getattr(batch, "_worker_thread", None)
        if callable(getattr(processor, "end", None)):
            found.append(processor.end)
        elif awaken is not None and worker is not None and getattr(batch, "_shutdown", None) is False:
            batch._shutdown = True  # type: ignore[union-attr]  # noqa: SLF001 - see the file's first lines
            _count_what_is_late(processor)
            awaken.set()
            found.append(partial(_end_batch, batch, worker))
    return found


def _count_what_is_late(processor: Any) -> None:
    """Let a batch that takes nothing more count what comes: OpenTelemetry would log a line into its own handler."""

    def late(*_: Any) -> None:
        if is_of_logs:
            PROCESS.dropped("exit", 1)
        say_once("late", "records and spans are lost, and counted, once OpenTelemetry's exporters have ended")

    is_of_logs = callable(getattr(processor, "on_emit", None))
    with suppress(AttributeError):  # one with slots goes on as OpenTelemetry has it
        setattr(processor, "on_emit" if is_of_logs else "on_end", late)


def _end_batch(batch: Any, worker: Thread, seconds: float) -> None:
    worker.join(seconds)
    batch._exporter.shutdown()  # noqa: SLF001 - see the file's first lines
    # Without its exporter each batch that is left fails at once, and so gets to where failures are kept.
    left = -1
    while worker.is_alive() and left != (left := len(batch._queue)):  # noqa: SLF001
        worker.join(_GIVEN_UP)


def set_shutdown_deadline(provider: Any, seconds: float) -> None:
    """Let those of our processors that may take their time take no longer than `seconds` from now on."""
    for processor in _all_processors(provider):
        take_no_longer = getattr(processor, "set_shutdown_deadline", None)
        if callable(take_no_longer):
            take_no_longer(seconds)


def end_metrics(provider: Any, seconds: float) -> None:
    """Let a meter provider collect and export for the last time, within `seconds`; for any other nothing is done."""
    if isinstance(provider, MeterProvider) and not getattr(provider, "_shutdown", False):
        provider.shutdown(timeout_millis=seconds * 1000)


def _all_processors(provider: Any) -> tuple[Any, ...]:
    spans = getattr(getattr(provider, "_active_span_processor", None), "_span_processors", ())
    return (*(processors(provider) or ()), *spans)


def seal_spans(provider: Any, seal: Callable[[Any], Any]) -> bool:
    """Let every span processor get what `seal` makes of an ended span; False where that can't be assured."""
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


def watch_metrics(provider: Any, see: Callable[[Any], Any]) -> bool:
    """Let each metric reader of a meter provider, those added later too, get what `see` makes of a collection."""
    readers = getattr(provider, "_metric_readers", None) or getattr(
        getattr(provider, "_sdk_config", None), "metric_readers", None
    )
    if readers is None:
        return False
    for reader in readers:
        _watch(reader, see)
    add = getattr(provider, "add_metric_reader", None)
    if callable(add) and not hasattr(provider, _GUARDED):

        def added(reader: Any) -> None:
            _watch(reader, see)
            add(reader)

        provider.add_metric_reader = added
        setattr(provider, _GUARDED, True)
    return True


def _watch(reader: Any, see: Callable[[Any], Any]) -> None:
    receive = getattr(reader, "_receive_metrics", None)
    if callable(receive) and not hasattr(reader, _GUARDED):
        reader._receive_metrics = lambda data, *rest, **named: receive(see(data), *rest, **named)  # noqa: SLF001
        setattr(reader, _GUARDED, True)
