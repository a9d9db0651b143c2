"""The `opentelemetry_pre_instrument` entry point: runs in every process under `opentelemetry-instrument`.

OpenTelemetry calls it after the providers are set and before any instrumentation. It never raises: otherwise the
provider would stay alive and export in the clear.
"""

from __future__ import annotations

from typing import Any

from opentelemetry._logs import get_logger_provider
from opentelemetry.metrics import get_meter_provider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import get_tracer_provider

from sealog.gc_pause import uncollected
from sealog.instrumentation.environment_variables import move_aliases
from sealog.instrumentation.providers.provider_hooks import after_construction
from sealog.notices import say_once


def pre_instrument() -> None:
    """Seal what the global providers, and all providers made later, export."""
    with uncollected():
        move_aliases()
        for provider_class, provider, cover in (
            (LoggerProvider, get_logger_provider(), cover_logs),
            (TracerProvider, get_tracer_provider(), cover_spans),
            (MeterProvider, get_meter_provider(), cover_metrics),
        ):
            after_construction(provider_class, cover)
            cover(provider)
        carry()
        keep()
        capture()


def keep() -> None:
    """Keep OpenTelemetry's handlers that Celery would remove, and let Celery's children send before they exit."""
    try:
        from sealog.instrumentation.frameworks.celery import keep_handlers  # noqa: PLC0415
        from sealog.instrumentation.frameworks.child_exit import end_children  # noqa: PLC0415 - as below
        from sealog.instrumentation.frameworks.greenlets import end_quietly  # noqa: PLC0415
        from sealog.instrumentation.process.shutdown import end_all  # noqa: PLC0415

        end_quietly()
        keep_handlers()
        end_children(end_all)
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        say_once("keep", f"Celery workers may lose log records ({type(error).__name__})")


def capture() -> None:
    """Let every logger's records reach OpenTelemetry's handler, from INFO on if the application sets no level."""
    try:
        from sealog.instrumentation.handlers.capture import capture_everywhere  # noqa: PLC0415 - as below
        from sealog.instrumentation.handlers.level import export_from  # noqa: PLC0415
        from sealog.instrumentation.process.policy import settings_or_none  # noqa: PLC0415

        settings = settings_or_none()
        if settings is None or (settings.mode != "off" and settings.capture == "on"):  # a wrong one masks all of it
            capture_everywhere()
            export_from("info" if settings is None else settings.log_level)
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        say_once("capture", f"loggers that don't propagate are not exported ({type(error).__name__})")


def carry() -> None:
    """Let threads, processes and logging queues belong to the span that started them, unless `SEALOG_CARRY=off`."""
    try:
        from sealog.instrumentation.frameworks.context_propagation import carry_everywhere  # noqa: PLC0415 - as below

        carry_everywhere()
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        say_once("carry", f"threads and processes don't carry their trace ({type(error).__name__})")


def cover_logs(provider: Any) -> None:
    """Put the sealing processor first in a logger provider's chain, or black out every record."""
    try:
        from sealog.instrumentation.install import seal_logs  # noqa: PLC0415 - what fails to import must be caught here

        seal_logs(provider)
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        from sealog.instrumentation.providers.otel_internals import chain  # noqa: PLC0415
        from sealog.processor.blackout import BlackoutProcessor  # noqa: PLC0415

        say_once("install", f"could not be installed ({type(error).__name__}); records are blacked out")
        chain.prepend(provider, BlackoutProcessor())


def cover_spans(provider: Any) -> None:
    """Seal a tracer provider's spans, or black them out."""
    try:
        from sealog.instrumentation.signals import seal_spans  # noqa: PLC0415 - as above

        seal_spans(provider)
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        from sealog.instrumentation.providers.otel_internals import chain  # noqa: PLC0415
        from sealog.processor.blackout import black_span  # noqa: PLC0415

        say_once("install", f"could not be installed ({type(error).__name__}); spans are blacked out")
        chain.seal_spans(provider, black_span)


def cover_metrics(provider: Any) -> None:
    """Check what a meter provider's readers collect. An error stops nothing: measurements are not sealed anyway."""
    try:
        from sealog.instrumentation.signals import watch_metrics  # noqa: PLC0415 - as above

        watch_metrics(provider)
    except Exception as error:  # noqa: BLE001 - see the file's first lines
        say_once("metrics", f"metrics are not looked at ({type(error).__name__})")
