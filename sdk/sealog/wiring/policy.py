"""The policy of this process, built from the settings. Whatever is wrong with them, what it gives masks at least."""

from __future__ import annotations

from threading import Lock

from sealog.correlate.adopt import DEFAULT
from sealog.correlate.correlation import Correlation
from sealog.detect.scanner import default_scanner
from sealog.errors import KeyFileError, SettingError
from sealog.keys.bundle import load_bundle
from sealog.keys.sealer import Sealer
from sealog.notices import say_once
from sealog.policy.protection import protection
from sealog.processor.sealing import MAX_TEXT, Sealing
from sealog.settings import Settings, load_settings

_BUILDING = Lock()
_built: dict[Settings, Sealing] = {}


def settings_or_none() -> Settings | None:
    """Read the settings; None, and one line on stderr, where one of them is wrong."""
    try:
        return load_settings()
    except SettingError as error:
        say_once("settings", f"{error}; values are masked")
        return None


def sealing_of(settings: Settings | None) -> Sealing:
    """Give the one sealing of these settings, so that logs and spans share data keys. Without settings it masks."""
    if settings is None:
        return Sealing(default_scanner(), None, MAX_TEXT)
    with _BUILDING:
        sealing = _built.get(settings)
        if sealing is None:
            sealing = _sealing(settings)
            if sealing.sealer is not None:  # a bundle that was missing may be there for the next provider
                _built[settings] = sealing
        return sealing


def _sealing(settings: Settings) -> Sealing:
    try:
        scanner, action_of = protection(settings.policy)
    except SettingError as error:
        say_once("policy", f"{error}; values are masked")
        return Sealing(default_scanner(), None, settings.max_text)
    return Sealing(scanner, _sealer(settings), settings.max_text, action_of)


def correlation_of(settings: Settings | None) -> Correlation:
    """Give the correlation of these settings. Spans that are left alone learn nothing of their logs either."""
    if settings is None:
        return Correlation()
    adopted = DEFAULT if settings.adopt is None else settings.adopt
    return Correlation(adopted, settings.baggage, tells_spans=settings.spans == "seal")


def _sealer(settings: Settings) -> Sealer | None:
    if settings.mode == "mask":
        return None
    try:
        return Sealer(load_bundle(settings.bundle))
    except KeyFileError as error:
        say_once("bundle", f"{error}; values are masked irreversibly until then")
        return None
