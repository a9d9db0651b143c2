"""Builds the processor from the settings and puts it first. It sets no provider up and never raises."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from sealog.correlate.uid import UidSource
from sealog.detect.scanner import default_scanner
from sealog.errors import KeyFileError, SettingError
from sealog.keys.bundle import load_bundle
from sealog.keys.sealer import Sealer
from sealog.notices import say_once
from sealog.policy.protection import protection
from sealog.processor.blackout import BlackoutProcessor
from sealog.processor.processor import SealingProcessor
from sealog.settings import Settings, load_settings
from sealog.wiring import chain

if TYPE_CHECKING:
    from opentelemetry.sdk._logs import LogRecordProcessor

Installed = Literal["installed", "already installed", "off", "no SDK provider", "order not assured"]


def install(provider: Any, settings: Settings | None = None) -> Installed:
    """Put a sealing processor first in a logger provider's chain, once, and say how that went.

    Without a usable bundle the processor masks, and one line on stderr says why. Where the order can't be assured,
    records are blacked out by what can be added.
    """
    if not callable(getattr(provider, "add_log_record_processor", None)):
        return "no SDK provider"
    present = chain.processors(provider) or ()
    if any(isinstance(processor, (SealingProcessor, BlackoutProcessor)) for processor in present):
        return "already installed"
    try:
        settings = settings or load_settings()
    except SettingError as error:
        say_once("settings", f"{error}; values are masked")
        processor: LogRecordProcessor = _processor(None)
    else:
        if settings.mode == "off":
            say_once("off", "SEALOG_MODE=off: records go out as they are")
            return "off"
        try:
            processor = _sealing(settings)
        except SettingError as error:
            say_once("policy", f"{error}; values are masked")
            processor = _processor(None)
    if chain.prepend(provider, processor):
        return "installed"
    say_once(
        "order", f"{type(provider).__name__} has no order of processors that can be assured; records are blacked out"
    )
    provider.add_log_record_processor(BlackoutProcessor())
    return "order not assured"


def _sealing(settings: Settings) -> SealingProcessor:
    scanner, action_of = protection(settings.policy)
    return SealingProcessor(scanner, _sealer(settings), UidSource(), action_of)


def _processor(sealer: Sealer | None) -> SealingProcessor:
    return SealingProcessor(default_scanner(), sealer, UidSource())


def _sealer(settings: Settings) -> Sealer | None:
    if settings.mode == "mask":
        return None
    try:
        return Sealer(load_bundle(settings.bundle))
    except KeyFileError as error:
        say_once("bundle", f"{error}; values are masked irreversibly until then")
        return None
