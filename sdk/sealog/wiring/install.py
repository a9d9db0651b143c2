"""Builds the processor from the settings and puts it first. It sets no provider up and never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sealog.metrics.tally import PROCESS
from sealog.notices import say_once
from sealog.processor.blackout import BlackoutProcessor
from sealog.processor.guard import Guard, GuardProcessor
from sealog.processor.processor import SealingProcessor
from sealog.wiring import chain
from sealog.wiring.companions import UIDS, accompany, watch_exports
from sealog.wiring.durability import make_durable
from sealog.wiring.ending import end_in_time
from sealog.wiring.policy import correlation_of, sealing_of, settings_or_none

if TYPE_CHECKING:
    from sealog.settings import Settings

Installed = Literal["installed", "already installed", "off", "no SDK provider", "order not assured"]


def install(provider: Any, settings: Settings | None = None) -> Installed:
    """Put a sealing processor first in a logger provider's chain and a guard before its exporters; say how that went.

    Calling it again changes nothing. Without a usable bundle the processor masks, and one line on stderr says why.
    Where the order can't be assured, records are blacked out by what can be added.
    """
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
    lifted = chain.lift_log_limit(provider)
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

        chain.guard_exporters(provider, Guard(processor).batch, GuardProcessor(processor), adding)
        end_in_time(provider)
        return "installed"
    say_once(
        "order", f"{type(provider).__name__} has no order of processors that can be assured; records are blacked out"
    )
    provider.add_log_record_processor(BlackoutProcessor())
    return "order not assured"
