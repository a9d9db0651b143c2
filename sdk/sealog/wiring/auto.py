"""The `opentelemetry_pre_instrument` entry point: runs in every process under `opentelemetry-instrument`.

OpenTelemetry calls it after the providers are set and before any instrumentation. If it raised, the provider would
stay alive and export in the clear; so it never does.
"""

from __future__ import annotations

from opentelemetry._logs import get_logger_provider

from sealog.notices import say_once


def pre_instrument() -> None:
    """Put the sealing processor first in the global logger provider's chain, or black out every record."""
    provider = get_logger_provider()
    try:
        from sealog.wiring.install import install  # noqa: PLC0415 - what fails to import must be caught here

        install(provider)
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        from sealog.processor.blackout import BlackoutProcessor  # noqa: PLC0415
        from sealog.wiring import chain  # noqa: PLC0415

        say_once("install", f"could not be installed ({type(error).__name__}); records are blacked out")
        chain.prepend(provider, BlackoutProcessor())
