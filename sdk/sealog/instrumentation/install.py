"""Builds the processor from the settings and puts it first in a logger provider's chain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from opentelemetry._logs import LoggerProvider as ApiLoggerProvider

from sealog.instrumentation.process.companions import accompany
from sealog.instrumentation.process.exports import watch_exports
from sealog.instrumentation.process.policy import correlation_of, sealing_of, settings_or_none
from sealog.instrumentation.process.self_metrics import UIDS
from sealog.instrumentation.process.shutdown import end_in_time
from sealog.instrumentation.providers.durability import make_durable
from sealog.instrumentation.providers.otel_internals import chain, exporters, limits
from sealog.instrumentation.providers.provider_check import check_provider
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once
from sealog.processor.blackout import BlackoutProcessor
from sealog.processor.guard import Guard, GuardProcessor
from sealog.processor.processor import SealingProcessor

if TYPE_CHECKING:
    from opentelemetry.sdk._logs import LoggerProvider

    from sealog.settings import Settings

Installed = Literal["installed", "already installed", "off", "no SDK provider", "order not assured"]
"""The outcome for a logger provider; see `install`."""


def install(provider: LoggerProvider, settings: Settings | None = None) -> Installed:
    """Put a sealing processor first in a logger provider's chain and a guard before its exporters.

    Returns `installed`, or:

    - `already installed`: nothing was changed, as with every further call;
    - `off`: `SEALOG_MODE=off`, records go out as they are;
    - `no SDK provider`: the provider of OpenTelemetry's API, which exports nothing, so nothing was changed;
    - `order not assured`: sealing can't be put first, so records are blacked out, and one line on stderr says so.

    Without a usable bundle the processor masks. `settings` replaces the environment's settings.

    Raises:
        ArgumentError: `provider` is not a logger provider, such as a tracer provider.
    """
    check_provider(provider, "add_log_record_processor", ApiLoggerProvider, "install")
    try:
        return seal_logs(provider, settings)
    except Exception as error:  # noqa: BLE001 - the application must start, and nothing may leave in the clear
        say_once("install", f"could not be installed ({type(error).__name__}); records are blacked out")
        if not chain.prepend(provider, BlackoutProcessor()):
            provider.add_log_record_processor(BlackoutProcessor())
        return "order not assured"


def seal_logs(provider: Any, settings: Settings | None = None) -> Installed:
    """Do as `install` for a provider of any kind; one that is not the SDK's is not changed."""
    if not callable(getattr(provider, "add_log_record_processor", None)):
        return "no SDK provider"
    present = chain.processors(provider) or ()
    if any(isinstance(processor, (SealingProcessor, BlackoutProcessor)) for processor in present):
        return "already installed"
    settings = settings or settings_or_none()
    if settings is not None and settings.mode == "off":
        say_once("off", "SEALOG_MODE=off: records go out as they are")
        return "off"
    sealing = sealing_of(settings)
    accompany(provider, settings, sealing)
    watch = watch_exports(provider, settings, sealing)
    lifted = limits.lift_log_limit(provider)
    PROCESS.note("lifted_log_limit", lifted)
    processor = SealingProcessor(
        sealing.scanner,
        sealing.sealer,
        UIDS,
        sealing=sealing,
        max_value=lifted,
        correlation=correlation_of(settings),
    )
    if chain.prepend(provider, processor):
        instead_of = make_durable(provider)  # before the guard, which must stand in front of what spools

        def adding(added: Any) -> Any:
            added = instead_of(added)
            watch(added)
            return added

        exporters.guard_exporters(provider, Guard(processor).batch, GuardProcessor(processor), adding)
        end_in_time(provider)
        return "installed"
    say_once(
        "order", f"{type(provider).__name__} has no order of processors that can be assured; records are blacked out"
    )
    provider.add_log_record_processor(BlackoutProcessor())
    return "order not assured"
