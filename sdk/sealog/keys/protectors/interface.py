"""What a protector of private keys can do. It never sees what a key is for, only a label to bind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from sealog.crypto.secret import Secret


class Protector(Protocol):
    """Wraps keys of one keyring. `label` names the key's place, so that two keys can't be swapped in the file."""

    def header(self) -> dict[str, Any]:
        """Give what the keyring file keeps to find this protector again; nothing secret."""

    def wrap(self, key: Secret, label: str) -> bytes:
        """Give the bytes to store."""

    def unwrap(self, stored: bytes, label: str) -> Secret:
        """Undo `wrap`.

        Raises:
            KeyFileError: wrong passphrase, or the stored bytes were changed.
        """
