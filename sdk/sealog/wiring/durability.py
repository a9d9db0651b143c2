"""Puts our processor and sender where OpenTelemetry's batch and OTLP exporter were. Other exporters stay as they are.

Records wait on disk, or in memory. Where nobody chose, only an exporter is replaced of which all that matters is seen
to come from the environment: no application may lose its connection by installing sealog.
"""

from __future__ import annotations

import os
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Any

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.wiring import chain

if TYPE_CHECKING:
    from pathlib import Path

    from opentelemetry.sdk._logs import LogRecordProcessor

    from sealog.durable.endpoint import Endpoint, Protocol
    from sealog.durable.settings import DeliverySettings

_PROTOCOLS: dict[str, Protocol] = {
    "opentelemetry.exporter.otlp.proto.grpc._log_exporter": "grpc",
    "opentelemetry.exporter.otlp.proto.http._log_exporter": "http/protobuf",
}


def make_durable(provider: Any) -> None:
    """Let each OTLP exporter's records go through our sender, as the settings ask. Never raises.

    Whatever goes wrong, OpenTelemetry's own batch stays, and one line on stderr says why, if somebody chose otherwise.
    """
    try:
        from sealog.durable.settings import load_delivery  # noqa: PLC0415 - what fails to import is caught here

        settings = load_delivery()
        if not settings.chosen and os.environ.get("SEALOG_FALLBACK_FILE"):
            return  # that file holds what OpenTelemetry's exporter gives up, and our sender gives nothing up
        replaced = 0
        for processor in chain.processors(provider) or ():
            # Each exporter has its own endpoint, so what one left may not be adopted for another.
            folder = settings.folder / f"exporter-{replaced + 1}" if replaced else settings.folder
            replaced += _replace(provider, processor, folder, settings)
        if not replaced and settings.chosen:
            say_once("durability", "no OTLP log exporter was found to be made durable; records stay in memory")
    except SettingError as error:
        say_once("durability", f"{error}; records stay in memory")
    except Exception as error:  # noqa: BLE001 - the application must not see it
        say_once("durability", f"delivery could not be set up ({type(error).__name__}); records stay in memory")


def _replace(provider: Any, processor: Any, folder: Path, settings: DeliverySettings) -> bool:
    exporter = chain.batched_exporter(processor)
    protocol = _PROTOCOLS.get(type(exporter).__module__)
    if protocol is None:
        return False
    from sealog.durable.ending import flush_on_sigterm  # noqa: PLC0415
    from sealog.durable.endpoint import read_endpoint  # noqa: PLC0415 - only who has an OTLP exporter pays for it

    try:
        endpoint = read_endpoint(protocol)
    except SettingError:
        if settings.chosen:
            raise
        return False
    if chain.exporter_address(exporter) not in (endpoint.url, endpoint.netloc):
        if settings.chosen:
            say_once(
                "durability", "an OTLP exporter has an address from code, not from the environment; it stays as it is"
            )
        return True
    if not (settings.chosen or _is_from_environment(exporter, endpoint)):
        return False
    new: Any = _processor(endpoint, folder, settings)
    if not chain.replace(provider, processor, new):
        return False
    new.start()
    flush_on_sigterm(new.shutdown, settings.exit_seconds)
    # What it may hold already is sent as before; that must not delay the application's start.
    Thread(target=processor.shutdown, name="sealog-replaced-batch", daemon=True).start()
    return True


def _is_from_environment(exporter: Any, endpoint: Endpoint) -> bool:
    # With TLS that can't be told: credentials and certificates from code look like those from the environment.
    return (
        endpoint.insecure
        and chain.exporter_is_insecure(exporter)
        and chain.exporter_headers(exporter) == dict(endpoint.headers)
    )


def _processor(endpoint: Endpoint, folder: Path, settings: DeliverySettings) -> LogRecordProcessor:
    from sealog.durable.transports import connect  # noqa: PLC0415

    connecting = partial(connect, endpoint)
    if settings.durability == "memory":
        from sealog.durable.memory import MemoryProcessor  # noqa: PLC0415

        return MemoryProcessor(connecting, limit=settings.memory_limit, exit_seconds=settings.exit_seconds)
    from sealog.durable.processor import DurableProcessor  # noqa: PLC0415

    return DurableProcessor(
        folder,
        connecting,
        limit=settings.limit,
        durable=settings.durability == "sync",
        exit_seconds=settings.exit_seconds,
    )
