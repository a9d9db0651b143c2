"""Spans and metrics: lets them go out by the same policy as the logs. It sets no provider up and never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sealog.metrics.tally import PROCESS
from sealog.notices import say_once
from sealog.processor.metrics import MetricWatch
from sealog.processor.spans import SpanSealing
from sealog.wiring import chain
from sealog.wiring.cleaning import clean_plainly
from sealog.wiring.ending import end_in_time
from sealog.wiring.policy import sealing_of, settings_or_none

if TYPE_CHECKING:
    from sealog.settings import Settings

InstalledSpans = Literal["installed", "off", "no SDK provider", "shut down"]


def install_spans(provider: Any, settings: Settings | None = None) -> InstalledSpans:
    """Let every exporter of a tracer provider get sealed spans, and say how that went. Calling it again is harmless.

    `SEALOG_SPANS=off` leaves spans as they are. A provider whose spans can't be sealed is shut down.
    """
    how = _install_spans(provider, settings or settings_or_none())
    PROCESS.note("spans", how)
    return how


def _install_spans(provider: Any, settings: Settings | None) -> InstalledSpans:
    if settings is not None and (settings.mode == "off" or settings.spans == "off"):
        return "off"
    if not callable(getattr(provider, "add_span_processor", None)):
        return "no SDK provider"
    clean_plainly()
    lifted = chain.lift_span_limits(provider)
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
    chain.watch_metrics(provider, MetricWatch(sealing_of(settings)).see)
    end_in_time(provider)
