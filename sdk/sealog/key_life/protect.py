"""Puts a keyring under another protector, or under another secret. Logs, bundles and epochs stay as they are."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sealog.keys.epochs import StoredKey

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.key_life.key_files import KeyFiles
    from sealog.keys.keyring import Keyring
    from sealog.keys.protectors.interface import Protector


def protect(files: KeyFiles, new_protector: Callable[[str], Protector]) -> str:
    """Move the keyring to the protector that `new_protector` makes for its tenant; return the protector's type.

    Earlier copies of the file still open with their own protector.

    Raises:
        KeyFileError: the keyring does not open, the new protector can't be used, or a file can't be written.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    with files.locked():
        keyring = files.unlocked()
        moved = reprotect(keyring, new_protector(keyring.tenant))
        kind: str = moved.protector.header()["type"]
        before = keyring.protector.header()["type"]
        files.commit(moved, {"action": "protect", "with": kind, "before": before})
        files.sign(moved)
        return kind


def reprotect(keyring: Keyring, protector: Protector) -> Keyring:
    """Give the keyring with the same keys under another protector.

    Raises:
        KeyFileError: a key does not unwrap, or the new protector can't wrap.
    """

    def moved(key: StoredKey, label: str) -> StoredKey:
        return StoredKey(protector.wrap(keyring.protector.unwrap(key.reveal(), label), label))

    epochs = tuple(
        dataclasses.replace(
            epoch,
            private_key=moved(epoch.private_key, f"epoch {epoch.number} private key"),
            index_key=moved(epoch.index_key, f"epoch {epoch.number} index key"),
        )
        for epoch in keyring.epochs
    )
    audit_key = moved(keyring.audit_key, "audit key")
    return dataclasses.replace(keyring, protector=protector, epochs=epochs, audit_key=audit_key)
