"""Rotation: a keyring gets a new epoch, and applications get its bundle. Old epochs still open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.keys.age_of_keys import ROTATE_EVERY, key_age
from sealog.keys.epochs import all_epochs
from sealog.keys.keyring import add_epoch

if TYPE_CHECKING:
    from datetime import timedelta

    from sealog.key_life.key_files import KeyFiles
    from sealog.keys.keyring import KeyringHeader


@dataclass(frozen=True)
class Rotation:
    """What a rotation did, or would do: `epoch` is the current one after it.

    `why` says why there is a new epoch; None if the present one stays. `bundle_written` is also true if an earlier run
    was interrupted between keyring and bundle.
    """

    tenant: str
    epoch: int
    why: str | None
    bundle_written: bool


def rotate(
    files: KeyFiles, *, every: timedelta = ROTATE_EVERY, only_if_due: bool = False, dry_run: bool = False
) -> Rotation:
    """Make a new epoch and its bundle; with `only_if_due` only if the current one is older than `every`.

    The keyring is unlocked only if something is to be written. It is written before the bundle, so the keyring on disk
    opens whatever an application seals. The next run finishes one that was interrupted between the two.

    Raises:
        KeyFileError: a file is missing, wrong, another keyring's, or can't be written.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    with files.locked():
        header = files.header()
        why = _why(header, files, every) if only_if_due else "it was asked for"
        is_stale = files.is_stale(header)
        if dry_run or (why is None and not is_stale):
            last = all_epochs(header.epochs, header.destroyed)[-1].number
            return Rotation(header.tenant, last + (why is not None), why, is_stale or why is not None)
        keyring = files.unlocked()
        if why is not None:
            keyring = add_epoch(keyring, files.time)
            files.commit(keyring, {"action": "rotate", "epoch": keyring.current().number, "why": why})
        files.write_bundle(keyring)
        files.sign(keyring)
        return Rotation(keyring.tenant, keyring.current().number, why, bundle_written=True)


def _why(header: KeyringHeader, files: KeyFiles, every: timedelta) -> str | None:
    if not header.epochs:
        return None  # a timer makes no keys for a destroyed tenant
    return key_age(header.epochs[-1].created, files.now, every).why
