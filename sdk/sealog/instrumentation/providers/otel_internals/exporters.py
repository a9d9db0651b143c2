"""The exporters of the SDK's own processors: their endpoints, their queues, and functions that see their batches."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from sealog.instrumentation.providers.otel_internals.chain import processors

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from opentelemetry.sdk._logs import LogRecordProcessor

_WATCHED = "_sealog_watched"
_GUARDED = "_sealog_guarded"

_OTLP_HEADERS = ("user-agent", "content-type", "content-encoding")


def batched_exporter(processor: LogRecordProcessor) -> Any:
    """Give the exporter of OpenTelemetry's batch processor, or None where it is another processor."""
    return getattr(getattr(processor, "_batch_processor", None), "_exporter", None)


def exporter_of(processor: Any) -> Any:
    """Give the exporter of one of the SDK's own processors (simple or batch), or None."""
    batch = getattr(processor, "_batch_processor", None)
    exporter = getattr(processor if batch is None else batch, "_exporter", None)
    return exporter if callable(getattr(exporter, "export", None)) else None


def exporter_headers(exporter: Any) -> dict[str, str] | None:
    """Give the headers that an OTLP exporter was configured with, by lower-case name, without those of OTLP itself.

    None if code gave it a login, which becomes a header only when it sends.
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
    """Call `dropped(number)` when batch processors drop records from full queues; gives how many can be watched.

    SDK 1.44 only logs drops; later ones count them in metrics of their own, which are watched here.
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


def watch_exporters(provider: Any, watch: Callable[..., Any]) -> int:
    """Let `watch(name, export, batch, …)` call the exporters of the SDK's own processors; gives how many there are.

    Call it before anything else is put before exporters, so that it watches what leaves the process.
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
    """Let every exporter of a logger provider, also later ones, get the result of `batch` for its batches.

    `before` is put into the chain before a processor whose exporter can't be found. `adding` gets each processor that
    is added later and returns the one to add instead.
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
        with multi._lock:  # noqa: SLF001 - see the folder's first line
            guarded: list[Any] = []
            for number, processor in enumerate(multi._log_record_processors):  # noqa: SLF001
                if number > 0 and not _guard(processor, batch):
                    guarded.append(before)
                guarded.append(processor)
            multi._log_record_processors = tuple(guarded)  # noqa: SLF001
    else:
        for processor in chain:
            _guard(processor, batch)


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
