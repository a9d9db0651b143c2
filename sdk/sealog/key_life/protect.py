"""Puts a keyring under another protector, or under another secret. Logs, bundles and epochs stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.keys.keyring import reprotect

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.key_life.key_files import KeyFiles
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
