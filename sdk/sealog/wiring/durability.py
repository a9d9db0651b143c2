"""Puts the spooling processor where OpenTelemetry's batch and OTLP exporter were. Other exporters stay as they are."""

from __future__ import annotations

from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

from opentelemetry.trace import get_tracer_provider

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.wiring import chain

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.durable.endpoint import Protocol
    from sealog.durable.settings import DeliverySettings

_PROTOCOLS: dict[str, Protocol] = {
    "opentelemetry.exporter.otlp.proto.grpc._log_exporter": "grpc",
    "opentelemetry.exporter.otlp.proto.http._log_exporter": "http/protobuf",
}


def make_durable(provider: Any) -> None:
    """Let each OTLP exporter's records go through the spool, if the settings ask for that. Never raises.

    Whatever goes wrong, OpenTelemetry's own batch stays, and one line on stderr says why.
    """
    try:
        from sealog.durable.settings import load_delivery  # noqa: PLC0415 - what fails to import is caught here

        settings = load_delivery()
        if settings.durability == "memory":
            return
        replaced = 0
        for processor in chain.processors(provider) or ():
            # Each exporter has its own endpoint, so what one left may not be adopted for another.
            folder = settings.folder / f"exporter-{replaced + 1}" if replaced else settings.folder
            replaced += _replace(provider, processor, folder, settings)
        if not replaced:
            say_once("durability", "no OTLP log exporter was found to be made durable; records stay in memory")
    except SettingError as error:
        say_once("durability", f"{error}; records stay in memory")
    except Exception as error:  # noqa: BLE001 - the application must not see it
        say_once("durability", f"the spool could not be set up ({type(error).__name__}); records stay in memory")


def _replace(provider: Any, processor: Any, folder: Path, settings: DeliverySettings) -> bool:
    exporter = chain.batched_exporter(processor)
    protocol = _PROTOCOLS.get(type(exporter).__module__)
    if protocol is None:
        return False
    from sealog.durable.ending import flush_on_sigterm  # noqa: PLC0415
    from sealog.durable.endpoint import read_endpoint  # noqa: PLC0415 - only who spools pays for it
    from sealog.durable.processor import DurableProcessor  # noqa: PLC0415
    from sealog.durable.transports import connect  # noqa: PLC0415

    endpoint = read_endpoint(protocol)
    if chain.exporter_address(exporter) not in (endpoint.url, endpoint.netloc):
        say_once("durability", "an OTLP exporter has an address from code, not from the environment; it stays as it is")
        return True
    durable = DurableProcessor(
        folder,
        partial(connect, endpoint),
        limit=settings.limit,
        durable=settings.durability == "sync",
        exit_seconds=settings.exit_seconds,
    )
    if not chain.replace(provider, processor, durable):
        return False
    durable.start()
    flush_on_sigterm(partial(_end, durable.shutdown), settings.exit_seconds)
    # What it may hold already is sent as before; that must not delay the application's start.
    Thread(target=processor.shutdown, name="sealog-replaced-batch", daemon=True).start()
    return True


def _end(shutdown: Callable[[], object]) -> None:
    """Send the records and, beside them, the spans that still wait: a server that ends by SIGTERM skips `atexit`."""
    end_spans = getattr(get_tracer_provider(), "shutdown", None)
    if callable(end_spans):
        spans = Thread(target=end_spans, name="sealog-last-spans", daemon=True)
        spans.start()
        shutdown()
        spans.join()
    else:
        shutdown()
