"""What the commands share that open or look for values: the keyring of the settings, its indexes, the audit trail."""

from __future__ import annotations

import os
import time
from getpass import getuser
from typing import TYPE_CHECKING

from sealog.cli.terminal import passphrase_asker
from sealog.errors import SettingError
from sealog.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from sealog.gatekeeper.gatekeeper import Gatekeeper

AUDIT_NAME = "audit.jsonl"


def gatekeeper(reason: str, look_up: Callable[[str], Iterable[str]] = lambda _: ()) -> Gatekeeper:
    """Make the gatekeeper of the keyring that the settings name, in the name of the user who runs this.

    Raises:
        SettingError: no reason was given.
        KeyFileError: the keyring is missing or does not open.
    """
    from sealog.audit.trail import AuditTrail
    from sealog.gatekeeper.gatekeeper import Gatekeeper
    from sealog.keys.keyring import load_keyring

    if not reason.strip():
        raise SettingError("opening needs a reason that says why: --reason TEXT")
    settings = load_settings()
    return Gatekeeper(
        load_keyring(settings.keyring, passphrase_asker(settings.passphrase_file)),
        AuditTrail(audit_path()),
        reason=reason,
        actor=_actor(),
        clock=time.time,
        look_up=look_up,
    )


def blind_indexes(entity: str, value: str) -> list[str]:
    """Give a value's blind index in every epoch of the keyring, newest first; without one, in the bundle's epoch.

    Raises:
        SettingError: the entity is not known, or values of it have no index.
        KeyFileError: there is neither keyring nor bundle, or the keyring does not open.
    """
    from sealog.crypto.blind_index import blind_indexer
    from sealog.detect.scanner import default_scanner
    from sealog.keys.bundle import load_bundle
    from sealog.keys.keyring import load_keyring

    scanner = default_scanner()
    if entity not in scanner.entities:
        raise SettingError(f"--entity is none of {', '.join(sorted(scanner.entities))}")
    if not scanner.indexed(entity):
        known = ", ".join(sorted(name for name in scanner.entities if scanner.indexed(name)))
        raise SettingError(f"--entity {entity} has no blind index, since its values can be guessed; {known} have one")
    normalised = scanner.normalise(entity, value)
    settings = load_settings()
    if settings.keyring.exists():
        keyring = load_keyring(settings.keyring, passphrase_asker(settings.passphrase_file))
        tenant, keys = keyring.tenant, keyring.index_keys()
    else:
        bundle = load_bundle(settings.bundle)
        tenant, keys = bundle.tenant, {bundle.epoch: bundle.index_key}
    return [blind_indexer(keys[epoch], tenant, epoch)(entity, normalised) for epoch in sorted(keys, reverse=True)]


def audit_path() -> Path:
    """Give the audit trail's file: beside the keyring."""
    return load_settings().keyring.with_name(AUDIT_NAME)


def _actor() -> str:
    try:
        return getuser()
    except (KeyError, OSError):  # a user id without a name, as in many containers
        return f"uid {os.getuid()}"
