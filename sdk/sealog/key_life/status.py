"""Disables an epoch for a time, or destroys it for good; then nothing opens what was sealed for it, in any store."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.errors import SettingError
from sealog.keys.epochs import Status, Tombstone

if TYPE_CHECKING:
    from collections.abc import Collection

    from sealog.key_life.key_files import KeyFiles
    from sealog.keys.epochs import Epoch
    from sealog.keys.keyring import Keyring, KeyringHeader


def set_status(files: KeyFiles, number: int, status: Status, reason: str) -> Epoch:
    """Disable an epoch, so that it opens nothing and is not searched, or enable it again.

    Raises:
        SettingError: there is no such epoch, it is the current one, or no reason was given.
        KeyFileError: a file is missing or wrong, or can't be written.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    reason = _stated(reason)
    with files.locked():
        header = files.header()
        epoch = _epoch(header, number)
        if status == "disabled":
            _check_not_current(header, number, "disabled")
        if epoch.status == status:
            return epoch
        keyring = files.unlocked()
        changed = dataclasses.replace(epoch, status=status)
        epochs = tuple(changed if one.number == number else one for one in keyring.epochs)
        action = "disable" if status == "disabled" else "enable"
        entry = {"action": action, "epoch": number, "reason": reason}
        files.commit(dataclasses.replace(keyring, epochs=epochs), entry)
        files.sign(keyring)
        return changed


def destroy(files: KeyFiles, numbers: Collection[int], reason: str, *, dry_run: bool = False) -> tuple[Tombstone, ...]:
    """Destroy epochs, or with no `numbers` all of the tenant's; give their tombstones, signed unless `dry_run`.

    Their private and index keys are removed from the keyring. Copies of the keyring file still have them. If no epoch
    is left, the bundle is removed too; the keyring keeps the key that signs the audit trail, and `rotate` begins anew.

    Raises:
        SettingError: there is no such epoch, one is the current one, or no reason was given.
        KeyFileError: a file is missing or wrong, or can't be written.
        AuditError: the audit trail can't be written; nothing was destroyed.
    """
    reason = _stated(reason)
    with files.locked():
        header = files.header()
        for number in numbers:
            _epoch(header, number)
            _check_not_current(header, number, "destroyed")
        gone = tuple(one for one in header.epochs if not numbers or one.number in numbers)
        stones = tuple(
            Tombstone(one.number, one.created, one.public_key, files.time, files.actor, reason) for one in gone
        )
        if dry_run or not stones:
            return stones
        keyring = files.unlocked()
        stones = tuple(_signed(stone, keyring) for stone in stones)
        entries = [{"action": "destroy", "tombstone": stone.to_json(), "reason": reason} for stone in stones]
        destroyed = sorted((*keyring.destroyed, *stones), key=lambda stone: stone.number)
        left = tuple(one for one in keyring.epochs if one not in gone)
        files.commit(dataclasses.replace(keyring, epochs=left, destroyed=tuple(destroyed)), *entries)
        if not left:
            files.remove_bundle(header)
        files.sign(keyring)
        return stones


def is_signed(stone: Tombstone, header: KeyringHeader) -> bool:
    """Tell whether a tombstone was signed by the keyring's audit key."""
    key = header.audit_public_key
    return key is not None and primitives.is_signed(key, stone.signature, stone.signed(header.tenant))


def _signed(stone: Tombstone, keyring: Keyring) -> Tombstone:
    signature = primitives.sign(keyring.signing_key(), stone.signed(keyring.tenant))
    return dataclasses.replace(stone, signature=signature)


def _stated(reason: str) -> str:
    if not reason.strip():
        raise SettingError("a change of keys needs a reason that says why: --reason TEXT")
    return reason.strip()


def _epoch(header: KeyringHeader, number: int) -> Epoch:
    for epoch in header.epochs:
        if epoch.number == number:
            return epoch
    if any(stone.number == number for stone in header.destroyed):
        raise SettingError(f"epoch {number} of tenant {header.tenant} is destroyed already")
    known = ", ".join(str(epoch.number) for epoch in header.epochs) or "none"
    raise SettingError(f"tenant {header.tenant} has no epoch {number}; it has {known}")


def _check_not_current(header: KeyringHeader, number: int, word: str) -> None:
    if number == header.epochs[-1].number:
        raise SettingError(
            f"epoch {number} is the current one, which applications seal for; it can't be {word}:"
            " `sealog keys rotate` first"
        )
