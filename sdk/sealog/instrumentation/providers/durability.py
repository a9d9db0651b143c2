"""Replaces OpenTelemetry's batch and OTLP exporter by our processor and sender. Other exporters stay as they are.

Records wait on disk, or in memory. Without a setting, an exporter is replaced only if the environment describes it
completely: no application may lose its connection by installing sealog.
"""

from __future__ import annotations

import os
from functools import partial
from itertools import count
from threading import Thread
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError
from sealog.finalising import is_finalising
from sealog.instrumentation.providers.otel_internals import chain, exporters
from sealog.notices import say_once
from sealog.settings import ONLY_LOOKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from opentelemetry.sdk._logs import LogRecordProcessor

    from sealog.delivery.settings import DeliverySettings
    from sealog.delivery.transports.endpoint import Endpoint, Protocol

_PROTOCOLS: dict[str, Protocol] = {
    "opentelemetry.exporter.otlp.proto.grpc._log_exporter": "grpc",
    "opentelemetry.exporter.otlp.proto.http._log_exporter": "http/protobuf",
}


def make_durable(provider: Any) -> Callable[[Any], Any]:
    """Replace the delivery of each OTLP exporter by our sender, as the settings ask. Never raises.

    Gives the function that replaces a processor that is added later. On any error OpenTelemetry's own batch stays; one
    line on stderr says why, if the settings asked for another.
    """
    try:
        from sealog.delivery.settings import load_delivery  # noqa: PLC0415 - what fails to import is caught here

        settings = load_delivery()
    except SettingError as error:
        say_once("durability", f"{error}; records stay in memory")
        return _itself
    except Exception as error:  # noqa: BLE001 - the application must not see it
        say_once("durability", f"delivery could not be set up ({type(error).__name__}); records stay in memory")
        return _itself
    if not settings.chosen and os.environ.get("SEALOG_FALLBACK_FILE"):
        return _itself  # that file holds what OpenTelemetry's exporter gives up, and our sender gives nothing up
    # Each exporter has its own endpoint, so what one left may not be adopted for another.
    folders = (settings.folder / f"exporter-{number}" if number > 1 else settings.folder for number in count(1))
    present = [processor for processor in chain.processors(provider) or () if not _is_ours(processor)]
    found = [processor for processor in present if _protocol(processor) is not None]
    for processor in found:
        new = _instead_of(folders, settings, processor)
        if new is not processor and chain.replace(provider, processor, new):
            _begin(new, processor)
    if settings.chosen and present and not found:
        say_once("durability", "no OTLP log exporter was found to be made durable; records stay in memory")

    def instead_of(added: Any) -> Any:
        new = _instead_of(folders, settings, added)
        if new is not added:
            _begin(new, added)
        return new

    return instead_of


def _itself(processor: Any) -> Any:
    return processor


def _is_ours(processor: Any) -> bool:
    return type(processor).__module__.startswith("sealog.")


def _protocol(processor: Any) -> Protocol | None:
    return _PROTOCOLS.get(type(exporters.batched_exporter(processor)).__module__)


def _instead_of(folders: Iterator[Path], settings: DeliverySettings, processor: Any) -> Any:
    """Give a processor of ours that replaces an OTLP exporter's batch, or the processor itself."""
    protocol = _protocol(processor)
    if protocol is None:
        return processor
    folder = next(folders)
    try:
        from sealog.delivery.transports.endpoint import read_endpoint  # noqa: PLC0415 - only who has an OTLP exporter pays for it

        endpoint = read_endpoint(protocol)
        reason = _own_batch(exporters.batched_exporter(processor), endpoint, os.environ, chosen=settings.chosen)
        if not reason:
            return _processor(endpoint, folder, settings)
        problem = f"{reason}; it keeps its own batch, in memory, and what waits there can be lost"
    except SettingError as error:
        problem = f"{error}; records stay in memory"
    except Exception as error:  # noqa: BLE001 - the application must not see it
        problem = f"delivery could not be set up ({type(error).__name__}); records stay in memory"
    if settings.chosen:
        say_once("durability", problem)
    return processor


def _processor(endpoint: Endpoint, folder: Path, settings: DeliverySettings) -> LogRecordProcessor:
    from sealog.delivery.transports import kind_of  # noqa: PLC0415

    connecting = partial(kind_of(endpoint.protocol), endpoint)
    if settings.durability == "memory":
        from sealog.delivery.in_memory.processor import MemoryProcessor  # noqa: PLC0415

        return MemoryProcessor(connecting, limit=settings.memory_limit, exit_seconds=settings.exit_seconds)
    from sealog.delivery.spooled.processor import DurableProcessor  # noqa: PLC0415
    from sealog.delivery.spooled.spool_key import spool_keys  # noqa: PLC0415

    return DurableProcessor(
        folder,
        connecting,
        limit=settings.limit,
        durable=settings.durability == "sync",
        exit_seconds=settings.exit_seconds,
        keys=partial(spool_keys, settings, os.urandom),
    )


def _begin(new: Any, replaced: Any) -> None:
    """Let a processor of ours begin, and the replaced one send what it holds already. Never raises."""
    try:
        if ONLY_LOOKING not in os.environ:
            new.start()
        if is_finalising():
            return
        # What it holds is sent as before; that must not delay the application's start.
        Thread(target=replaced.shutdown, name="sealog-replaced-batch", daemon=True).start()
    except Exception as error:  # noqa: BLE001 - the application must not see it
        say_once("durability", f"delivery was begun, but not all that goes with it ({type(error).__name__})")


def _own_batch(exporter: Any, endpoint: Endpoint, environ: Mapping[str, str], *, chosen: bool) -> str:
    """Say why an exporter can't be replaced by one from the environment, or nothing if it can."""
    if environ.get("OTEL_CONFIG_FILE"):
        return "OTEL_CONFIG_FILE sets an OTLP exporter up"
    if exporters.exporter_address(exporter) not in (endpoint.url, endpoint.netloc):
        return "an OTLP exporter has an address from code, not from the environment"
    headers = exporters.exporter_headers(exporter)
    if headers is None:
        return "an OTLP exporter has a login from code"
    if not headers.items() <= {name.lower(): text for name, text in endpoint.headers}.items():
        return "an OTLP exporter has headers from code, not from the environment"
    if not chosen and not (endpoint.insecure and exporters.exporter_is_insecure(exporter)):
        return "an OTLP exporter uses TLS, and its certificates may come from code"
    return ""
