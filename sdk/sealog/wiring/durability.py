"""Puts the spooling processor where OpenTelemetry's batch and OTLP exporter were. Other exporters stay as they are."""

from __future__ import annotations

import os
from functools import partial
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING, Any

from opentelemetry.trace import get_tracer_provider

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.wiring import chain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sealog.durable.endpoint import Endpoint, Protocol
    from sealog.durable.settings import DeliverySettings

_PROTOCOLS: dict[str, Protocol] = {
    "opentelemetry.exporter.otlp.proto.grpc._log_exporter": "grpc",
    "opentelemetry.exporter.otlp.proto.http._log_exporter": "http/protobuf",
}


def make_durable(provider: Any) -> Callable[[Any], Any]:
    """Let each OTLP exporter's records go through the spool, if the settings ask for that. Never raises.

    Gives what to add in the place of a processor that is added later. Whatever goes wrong, OpenTelemetry's own batch
    stays, and one line on stderr says why.
    """
    try:
        from sealog.durable.settings import load_delivery  # noqa: PLC0415 - what fails to import is caught here

        settings = load_delivery()
        if settings.durability == "memory":
            return _itself
    except SettingError as error:
        say_once("durability", f"{error}; records stay in memory")
        return _itself
    except Exception as error:  # noqa: BLE001 - the application must not see it
        say_once("durability", f"the spool could not be set up ({type(error).__name__}); records stay in memory")
        return _itself
    # Each exporter has its own endpoint, so what one left may not be adopted for another.
    folders = (settings.folder / f"exporter-{number}" if number > 1 else settings.folder for number in count(1))
    present = [processor for processor in chain.processors(provider) or () if not _is_ours(processor)]
    found = [processor for processor in present if _protocol(processor) is not None]
    for processor in found:
        durable = _instead_of(folders, settings, processor)
        if durable is not processor and chain.replace(provider, processor, durable):
            _begin(durable, processor, settings)
    if present and not found:
        say_once("durability", "no OTLP log exporter was found to be made durable; records stay in memory")

    def instead_of(added: Any) -> Any:
        durable = _instead_of(folders, settings, added)
        if durable is not added:
            _begin(durable, added, settings)
        return durable

    return instead_of


def _itself(processor: Any) -> Any:
    return processor


def _is_ours(processor: Any) -> bool:
    return type(processor).__module__.startswith("sealog.")


def _protocol(processor: Any) -> Protocol | None:
    return _PROTOCOLS.get(type(chain.batched_exporter(processor)).__module__)


def _instead_of(folders: Iterator[Path], settings: DeliverySettings, processor: Any) -> Any:
    """Give a spooling processor for the place of an OTLP exporter's batch, or the processor itself."""
    protocol = _protocol(processor)
    if protocol is None:
        return processor
    try:
        return _durable(next(folders), settings, processor, protocol) or processor
    except SettingError as error:
        say_once("durability", f"{error}; records stay in memory")
    except Exception as error:  # noqa: BLE001 - the application must not see it
        say_once("durability", f"the spool could not be set up ({type(error).__name__}); records stay in memory")
    return processor


def _durable(folder: Path, settings: DeliverySettings, processor: Any, protocol: Protocol) -> Any:
    from sealog.durable.endpoint import read_endpoint  # noqa: PLC0415 - only who spools pays for it
    from sealog.durable.processor import DurableProcessor  # noqa: PLC0415
    from sealog.durable.transports import connect  # noqa: PLC0415

    endpoint = read_endpoint(protocol)
    if reason := _own_batch(chain.batched_exporter(processor), endpoint, os.environ):
        say_once("durability", f"{reason}; it keeps its own batch, in memory, and what waits there can be lost")
        return None
    return DurableProcessor(
        folder,
        partial(connect, endpoint),
        limit=settings.limit,
        durable=settings.durability == "sync",
        exit_seconds=settings.exit_seconds,
    )


def _begin(durable: Any, replaced: Any, settings: DeliverySettings) -> None:
    """Let a spooling processor begin, and the replaced one send what it holds already. Never raises."""
    try:
        from sealog.durable.ending import flush_on_sigterm  # noqa: PLC0415 - as above

        durable.start()
        flush_on_sigterm(partial(_end, durable.shutdown), settings.exit_seconds)
        # What it holds is sent as before; that must not delay the application's start.
        Thread(target=replaced.shutdown, name="sealog-replaced-batch", daemon=True).start()
    except Exception as error:  # noqa: BLE001 - the application must not see it
        say_once("durability", f"a spool was begun, but not all that goes with it ({type(error).__name__})")


def _own_batch(exporter: Any, endpoint: Endpoint, environ: Mapping[str, str]) -> str:
    """Say why an exporter can't be replaced by one from the environment, or nothing where it can."""
    if environ.get("OTEL_CONFIG_FILE"):
        return "OTEL_CONFIG_FILE sets an OTLP exporter up"
    if chain.exporter_address(exporter) not in (endpoint.url, endpoint.netloc):
        return "an OTLP exporter has an address from code, not from the environment"
    if not chain.exporter_headers(exporter).items() <= {name.lower(): text for name, text in endpoint.headers}.items():
        return "an OTLP exporter has headers from code, not from the environment"
    return ""


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
