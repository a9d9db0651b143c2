"""Spans and metrics: seals spans by the same policy as logs, and checks metrics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from opentelemetry.trace import TracerProvider as ApiTracerProvider

from sealog.instrumentation.process.policy import sealing_of, settings_or_none
from sealog.instrumentation.process.shutdown import end_in_time
from sealog.instrumentation.providers.otel_internals import chain, limits, readers
from sealog.instrumentation.providers.plain_values import clean_plainly
from sealog.instrumentation.providers.provider_check import check_provider
from sealog.metrics.tally import PROCESS
from sealog.notices import say_once
from sealog.processor.metrics import MetricWatch
from sealog.processor.spans import SpanSealing

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

    from sealog.settings import Settings

InstalledSpans = Literal["installed", "off", "no SDK provider", "shut down"]
"""The outcome for a tracer provider; see `install_spans`."""


def install_spans(provider: TracerProvider, settings: Settings | None = None) -> InstalledSpans:
    """Let every exporter of a tracer provider get sealed spans. Calling it again is harmless.

    Returns `installed`, or:

    - `off`: `SEALOG_MODE=off` or `SEALOG_SPANS=off`, spans go out as they are;
    - `no SDK provider`: the provider of OpenTelemetry's API, which exports nothing, so nothing was changed;
    - `shut down`: its spans can't be sealed, so it exports none, and one line on stderr says so.

    `settings` replaces the environment's settings.

    Raises:
        ArgumentError: `provider` is not a tracer provider, such as a logger provider.
    """
    check_provider(provider, "add_span_processor", ApiTracerProvider, "install_spans")
    try:
        return seal_spans(provider, settings)
    except Exception as error:  # noqa: BLE001 - the application must start, and nothing may leave in the clear
        say_once("install spans", f"spans can't be sealed ({type(error).__name__}); their provider was shut down")
        provider.shutdown()
        return "shut down"


def seal_spans(provider: Any, settings: Settings | None = None) -> InstalledSpans:
    """Do as `install_spans` for a provider of any kind; one that is not the SDK's is not changed."""
    how = _install_spans(provider, settings or settings_or_none())
    PROCESS.note("spans", how)
    return how


def _install_spans(provider: Any, settings: Settings | None) -> InstalledSpans:
    if settings is not None and (settings.mode == "off" or settings.spans == "off"):
        return "off"
    if not callable(getattr(provider, "add_span_processor", None)):
        return "no SDK provider"
    clean_plainly()
    lifted = limits.lift_span_limits(provider)
    PROCESS.note("lifted_span_limit", lifted)
    sealing = SpanSealing(sealing_of(settings), max_value=lifted)
    if not chain.seal_spans(provider, sealing.seal):
        say_once(
            "spans",
            f"{type(provider).__name__} lets nobody seal its spans and was shut down; SEALOG_SPANS=off allows it",
        )
        provider.shutdown()
        return "shut down"
    end_in_time(provider)
    return "installed"


def watch_metrics(provider: Any, settings: Settings | None = None) -> None:
    """Seal the resource of a meter provider's metrics, and warn of personal values in their attributes."""
    settings = settings or settings_or_none()
    if settings is not None and settings.mode == "off":
        return
    readers.watch_metrics(provider, MetricWatch(sealing_of(settings)).see)
    end_in_time(provider)
