"""No wrapping: the file's permissions (0600) are the protection. For machines where nobody can type a passphrase."""

from __future__ import annotations

from typing import Any, ClassVar

from sealog.crypto.secret import Secret


class OwnerFile:
    """Stores keys as they are, in a file that only its owner may read."""

    TYPE: ClassVar[str] = "owner-only-file"

    def header(self) -> dict[str, Any]:
        """Give the header: nothing but the type."""
        return {"type": self.TYPE}

    def wrap(self, key: Secret, label: str) -> bytes:  # noqa: ARG002 - the interface's; nothing binds a plain key
        """Give the key itself."""
        return key.reveal()

    def unwrap(self, stored: bytes, label: str) -> Secret:  # noqa: ARG002 - see wrap
        """Give the key itself."""
        return Secret(stored)
