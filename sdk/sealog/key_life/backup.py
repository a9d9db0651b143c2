"""Backups of a keyring: written, tested by a drill, and restored. A backup is a keyring file with a protector."""

from __future__ import annotations

import dataclasses
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.crypto.data_key import open_data_key
from sealog.crypto.primitives import recipient_public_key, signing_public_key
from sealog.crypto.spelling import parse_sealed_value
from sealog.errors import KeyFileError, SealogError, SettingError
from sealog.key_life.protect import reprotect
from sealog.keys.bundle import Bundle
from sealog.keys.keyring import load_keyring, save_keyring
from sealog.keys.protectors import OwnerFile
from sealog.keys.sealer import Sealer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.key_life.key_files import KeyFiles
    from sealog.keys.epochs import Epoch, Tombstone
    from sealog.keys.keyring import Keyring, KeyringHeader
    from sealog.keys.protectors.interface import Protector

_DRILL = "drill@sealog.example"


@dataclass(frozen=True)
class Drill:
    """What a backup opens, epoch by epoch, and what it lacks."""

    tenant: str
    opened: tuple[int, ...]
    faults: tuple[str, ...]


def backup(files: KeyFiles, target: Path, new_protector: Callable[[str], Protector] | None = None) -> Keyring:
    """Write a copy of the keyring to a file that is not there yet, under its own protector or another.

    Raises:
        SettingError: the copy would have no protection but its mode, which a backup medium does not keep.
        KeyFileError: the keyring does not open, or the file is there or can't be written.
        AuditError: the audit trail can't be written; no copy was made.
    """
    with files.locked():
        keyring = files.unlocked()
        copy = keyring if new_protector is None else reprotect(keyring, new_protector(keyring.tenant))
        if isinstance(copy.protector, OwnerFile):
            raise SettingError(
                "a backup of this keyring would hold its keys in the clear: give it a passphrase (--with passphrase)"
            )
        if target.exists():
            raise KeyFileError(f"{target} exists already; it was not changed")
        files.record({"action": "backup", "file": os.fspath(target), "epochs": [one.number for one in copy.epochs]})
        save_keyring(copy, target, replace=False)
        files.sign(keyring)
        return copy


def drill(target: Path, ask_passphrase: Callable[[], str], present: KeyringHeader | None) -> Drill:
    """Open a backup with each of its keys, as after a loss: a value is sealed for each epoch and opened again.

    `present` is the keyring that it is a backup of, or None if that is lost. The values are made only for the drill.

    Raises:
        KeyFileError: the backup is missing or wrong, or does not open.
    """
    keyring = load_keyring(target, ask_passphrase, purpose=None)
    keyring.signing_key()
    opened, faults = [], []
    for epoch in keyring.epochs:
        try:
            _drill(keyring, epoch)
        except SealogError as error:
            faults.append(f"epoch {epoch.number} does not open: {error}")
        else:
            opened.append(epoch.number)
    if keyring.audit_public_key not in {None, signing_public_key(keyring.signing_key())}:
        faults.append("the key that signs the audit trail is not the one that it names")
    if present is not None:
        faults += _lacking(keyring, present)
    return Drill(keyring.tenant, tuple(opened), tuple(faults))


def restore(files: KeyFiles, source: Path, *, replace: bool) -> Keyring:
    """Put a backup in the keyring's place, and a bundle of its current epoch where there is none.

    With `replace` a keyring that is there is overwritten, but only by a backup that has all its epochs. What was
    destroyed there since stays destroyed.

    Raises:
        SettingError: a keyring is there and `replace` was not given, or the backup lacks one of its epochs.
        KeyFileError: the backup is missing or wrong, or does not open; or a file can't be written.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    keyring = load_keyring(source, files.ask_passphrase, purpose=None)
    keyring.signing_key()
    files.keyring.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with files.locked():
        if files.keyring.exists():
            if not replace:
                raise SettingError(f"{files.keyring} exists already; nothing was changed (--replace overwrites it)")
            header = files.header()
            if lacking := _lacking(keyring, header):
                raise SettingError(f"{source} {lacking[0]}; nothing was changed")
            keyring = _without(keyring, header.destroyed)
        files.commit(keyring, {"action": "restore", "file": os.fspath(source)})
        if keyring.epochs and files.present_bundle(keyring) is None:
            files.write_bundle(keyring)
        files.sign(keyring)
        return keyring


def _without(keyring: Keyring, destroyed: tuple[Tombstone, ...]) -> Keyring:
    stones = {stone.number: stone for stone in (*keyring.destroyed, *destroyed)}
    return dataclasses.replace(
        keyring,
        epochs=tuple(epoch for epoch in keyring.epochs if epoch.number not in stones),
        destroyed=tuple(stones[number] for number in sorted(stones)),
    )


def _drill(keyring: Keyring, epoch: Epoch) -> None:
    """Raises a `SealogError` where a value that is sealed for the epoch does not come back."""
    unwrap = keyring.protector.unwrap
    private_key = unwrap(epoch.private_key.reveal(), f"epoch {epoch.number} private key")
    index_key = unwrap(epoch.index_key.reveal(), f"epoch {epoch.number} index key")
    if recipient_public_key(private_key) != epoch.public_key:
        raise KeyFileError("its public key is not that of its private key")
    sealer = Sealer(Bundle(keyring.tenant, epoch.number, epoch.created, (epoch.public_key,), index_key))
    key = sealer.key()
    token, _ = sealer.seal(key, "email_address", _DRILL, "$", _DRILL)
    opened = open_data_key(key.sealed, {epoch.recipient_id: private_key}, keyring.tenant)
    if opened.open(parse_sealed_value(token))[0] != _DRILL:
        raise KeyFileError("what was sealed for it came back as something else")


def _lacking(copy: Keyring, present: KeyringHeader) -> list[str]:
    """Name what the keyring that is there has and a copy has not."""
    if copy.tenant != present.tenant:
        return [f"is tenant {copy.tenant}'s, and the keyring is {present.tenant}'s"]
    have = {one.public_key for one in copy.epochs}
    return [
        f"lacks epoch {one.number}, made {one.created}: make a new backup"
        for one in present.epochs
        if one.public_key not in have
    ]
