"""The sealing of this process, built from the settings. If they are invalid, it masks."""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from sealog.correlate.adopt import DEFAULT
from sealog.correlate.correlation import Correlation
from sealog.crypto.pseudonym import Pseudonyms
from sealog.detect.engine.scanner import default_scanner
from sealog.errors import KeyFileError, SettingError
from sealog.instrumentation.process.bundle import BundleWatch
from sealog.notices import say_once
from sealog.processor.sealing import MAX_TEXT, Sealing
from sealog.settings import Settings, load_settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.detect.engine.scanner import Scanner
    from sealog.keys.sealer import Sealer
    from sealog.processor.values.replace import ActionOf

_BUILDING = Lock()
_watches: dict[Path, BundleWatch] = {}
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
        elif sealing.sealer is None:  # a bundle that was missing may be there for the next provider
            look_at_bundles()
        return sealing


def _sealing(settings: Settings) -> Sealing:
    try:
        scanner, action_of = _protection(settings.policy)
    except SettingError as error:
        say_once("policy", f"{error}; values are masked")
        return Sealing(default_scanner(), None, settings.max_text)
    sealing = _built[settings] = Sealing(scanner, None, settings.max_text, action_of)
    sealing.pseudonyms = pseudonyms_of(settings, scanner)
    if settings.mode != "mask":
        if settings.bundle not in _watches:
            _watches[settings.bundle] = BundleWatch(settings.bundle, settings.bundle_signer, settings.origin_key)
        sealing.sealer = _watches[settings.bundle].sealer
        follow_bundle(settings, partial(setattr, sealing, "sealer"))
    return sealing


def pseudonyms_of(settings: Settings, scanner: Scanner) -> Pseudonyms | None:
    """Give the maker of a day's pseudonyms; None, and one line on stderr, if they can't be made."""
    if settings.pseudonym_key is None:
        return None
    unknown = [entity for entity in settings.pseudonyms if entity not in scanner.entities]
    if unknown:
        say_once("pseudonyms", f"SEALOG_PSEUDONYMS: there is no entity {unknown[0]}; records carry no pseudonyms")
        return None
    from sealog.keys.pseudonym_key import load_pseudonym_key  # noqa: PLC0415 - only who has such a key pays for the import

    try:
        return Pseudonyms(load_pseudonym_key(settings.pseudonym_key), settings.pseudonyms)
    except (KeyFileError, OSError) as error:
        say_once("pseudonyms", f"SEALOG_PSEUDONYM_KEY: {error}; records carry no pseudonyms")
        return None


def _protection(path: Path | None) -> tuple[Scanner, ActionOf | None]:
    if path is None:
        return default_scanner(), None
    from sealog.policy.protection import protection  # noqa: PLC0415 - 30 ms that only who has a policy needs

    return protection(path)


def follow_bundle(settings: Settings | None, use: Callable[[Sealer], object]) -> None:
    """Call `use` with each sealer that replaces the present one; never if these settings mask."""
    watch = None if settings is None else _watches.get(settings.bundle)
    if watch is not None:
        watch.follow(use)


def look_at_bundles() -> None:
    """Check whether the bundles of this process have changed, see `BundleWatch`."""
    for watch in list(_watches.values()):
        watch.look()


def correlation_of(settings: Settings | None) -> Correlation:
    """Give the correlation of these settings. Spans that are not sealed get no errors of their logs either."""
    if settings is None:
        return Correlation()
    adopted = DEFAULT if settings.adopt is None else settings.adopt
    return Correlation(adopted, settings.baggage, tells_spans=settings.spans == "seal")
