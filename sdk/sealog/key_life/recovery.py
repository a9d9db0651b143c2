"""Recovery recipients of a keyring: adds and removes them, and recovers a keyring whose protector is lost."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.secret import Secret
from sealog.errors import KeyFileError, SettingError
from sealog.keys import recovery
from sealog.keys.epochs import StoredKey
from sealog.keys.files import Fields, b64
from sealog.keys.keyring import load_keyring
from sealog.keys.recovery import MOST_RECIPIENTS, Recovery, checked_recipient, signed_recipients

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sealog.key_life.key_files import KeyFiles
    from sealog.keys.keyring import Keyring
    from sealog.keys.protectors.interface import Protector

_KIND = "sealog_recovery"


def add_recipient(files: KeyFiles, recipient: str) -> str:
    """Let one more recipient recover the keyring; return it as the keyring has it.

    Raises:
        SettingError: it is none, is there already, or there are sixteen.
        KeyFileError: a file is missing or wrong, or can't be written.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    spelled = checked_recipient(recipient)
    with files.locked():
        keyring = files.unlocked()
        present = keyring.recovery.recipients if keyring.recovery else ()
        if spelled in present:
            raise SettingError(f"{spelled} is a recovery recipient already")
        if len(present) >= MOST_RECIPIENTS:
            raise SettingError(f"a keyring has at most {MOST_RECIPIENTS} recovery recipients")
        _change(files, keyring, (*present, spelled), "add-recipient", spelled)
    return spelled


def remove_recipient(files: KeyFiles, recipient: str) -> None:
    """Remove a recovery recipient, who can still open earlier copies of the file.

    Raises:
        SettingError: it is none of the keyring's.
        KeyFileError: a file is missing or wrong, or can't be written.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    with files.locked():
        keyring = files.unlocked()
        present = keyring.recovery.recipients if keyring.recovery else ()
        gone = [one for one in present if one.split() == recipient.split()[: len(one.split())]]
        if not gone:
            raise SettingError("this is not one of the keyring's recovery recipients (`sealog keys list` shows them)")
        _change(files, keyring, [one for one in present if one not in gone], "remove-recipient", gone[0])


def _change(files: KeyFiles, keyring: Keyring, recipients: Sequence[str], action: str, recipient: str) -> None:
    changed = dataclasses.replace(keyring, recovery=_made(keyring, recipients) if recipients else None)
    files.commit(changed, {"action": action, "recipient": recipient})
    files.sign(changed)


def recover(files: KeyFiles, identity: bytes, protector: Protector) -> Keyring:
    """Put the keyring under another protector, with a recovery recipient's identity instead of the lost one's secret.

    Raises:
        SettingError: the identity is none.
        KeyFileError: the keyring has no recovery recipients, this identity is none of them, or a file is wrong.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    with files.locked():
        header = files.header()
        if header.recovery is None:
            raise KeyFileError(f"{files.keyring} has no recovery recipients")
        content = recovery.decrypt(header.recovery.encrypted, identity)
        keys = _fields(content, files.keyring)
        keyring = _restored(load_keyring(files.keyring, files.ask_passphrase, protector, purpose=None), keys, protector)
        files.commit(keyring, {"action": "recover", "with": protector.header()["type"]})
        files.sign(keyring)
        return keyring


def refreshed(keyring: Keyring) -> Keyring:
    """Give the keyring with its present keys encrypted to its recovery recipients, whose list must be signed.

    Raises:
        KeyFileError: the list was changed by somebody without the keyring's keys.
        SettingError: the package that encrypts to them is missing.
    """
    if keyring.recovery is None:
        return keyring
    recipients = keyring.recovery.recipients
    key = primitives.signing_public_key(keyring.signing_key())
    if not primitives.is_signed(key, keyring.recovery.signature, signed_recipients(keyring.tenant, recipients)):
        raise KeyFileError("the keyring's recovery recipients are not signed by its own key: somebody changed the list")
    return dataclasses.replace(keyring, recovery=_made(keyring, recipients))


def _made(keyring: Keyring, recipients: Sequence[str]) -> Recovery:
    unwrap = keyring.protector.unwrap
    content = {
        _KIND: 1,
        "tenant": keyring.tenant,
        "audit_key": b64(keyring.signing_key().reveal()),
        "epochs": [
            {
                "epoch": one.number,
                "private_key": b64(unwrap(one.private_key.reveal(), f"epoch {one.number} private key").reveal()),
                "index_key": b64(unwrap(one.index_key.reveal(), f"epoch {one.number} index key").reveal()),
            }
            for one in keyring.epochs
        ],
    }
    signature = primitives.sign(keyring.signing_key(), signed_recipients(keyring.tenant, recipients))
    return Recovery(tuple(recipients), recovery.encrypt(json.dumps(content).encode(), recipients), signature)


def _fields(content: bytes, path: Path) -> Fields:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or value.get(_KIND) != 1:
        raise KeyFileError(f"{path}: what its recovery recipients open is no keyring of this version")
    return Fields(path, value, "recovery")


def _restored(keyring: Keyring, keys: Fields, protector: Protector) -> Keyring:
    """Give the keyring with its keys under a new protector, each held against its public half where it has one."""
    by_number = {one.integer("epoch"): one for one in keys.objects("epochs")} if keyring.epochs else {}
    epochs = []
    for epoch in keyring.epochs:
        found = by_number.get(epoch.number)
        if found is None:
            raise KeyFileError(f"epoch {epoch.number} is not among the keys that the recovery recipients open")
        private_key, index_key = Secret(found.raw("private_key", 32)), Secret(found.raw("index_key", 32))
        if primitives.recipient_public_key(private_key) != epoch.public_key:
            raise KeyFileError(f"epoch {epoch.number}: its public key is not that of its private key")
        epochs.append(
            dataclasses.replace(
                epoch,
                private_key=StoredKey(protector.wrap(private_key, f"epoch {epoch.number} private key")),
                index_key=StoredKey(protector.wrap(index_key, f"epoch {epoch.number} index key")),
            )
        )
    audit_key = Secret(keys.raw("audit_key", 32))
    public_key = primitives.signing_public_key(audit_key)
    if keys.text("tenant") != keyring.tenant or keyring.audit_public_key not in {None, public_key}:
        raise KeyFileError("what the recovery recipients open is another keyring")
    return dataclasses.replace(
        keyring,
        protector=protector,
        epochs=tuple(epochs),
        audit_key=StoredKey(protector.wrap(audit_key, "audit key")),
        audit_public_key=public_key,
    )
