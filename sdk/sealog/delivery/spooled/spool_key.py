"""Decides which spool key a process uses: the named one, or its own one if that lives as long as the spool.

It never uses a key that may vanish before the records are sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import KeyFileError
from sealog.notices import say_once
from sealog.spool.key_file import read_or_make
from sealog.spool.storage.volumes import goes_before

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.delivery.settings import DeliverySettings
    from sealog.spool.keys import SpoolKeys

_SET_IT = "set SEALOG_SPOOL_KEY_FILE to a file that outlives the spool, or to `off`"


def spool_keys(settings: DeliverySettings, random: Callable[[int], bytes]) -> SpoolKeys | None:
    """Give the keys, or None for no encryption; then stderr says so, unless the settings ask for that.

    Raises:
        KeyFileError: SEALOG_SPOOL_KEY_FILE names a key that can't be used.
    """
    if settings.key_file is None:
        return None
    if settings.key_named:
        return read_or_make(settings.key_file, random)
    why = no_own_key(settings)
    if why is None:
        try:
            return read_or_make(settings.key_file, random)
        except KeyFileError as error:
            why = str(error)
    say_once("spool-key", f"the spool is not encrypted: {why}; {_SET_IT}")
    return None


def no_own_key(settings: DeliverySettings) -> str | None:
    """Tell why a key at the usual place would not be reliable, or None if it would."""
    if settings.key_file is not None and _is_lost_first(settings.key_file, settings.folder):
        return f"{settings.key_file.parent} goes before {settings.folder} does (a container's own file system?)"
    return None


def _is_lost_first(key_file: Path, folder: Path) -> bool:
    # The operator keeps a key that was put there on purpose.
    return not key_file.exists() and goes_before(key_file, folder)
