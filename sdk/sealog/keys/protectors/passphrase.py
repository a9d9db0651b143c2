"""A passphrase: scrypt makes a key of it, AES-256-GCM-SIV wraps with that. It never stores the passphrase."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, ClassVar

from sealog.crypto import primitives
from sealog.crypto.secret import Secret, Unportable
from sealog.errors import KeyFileError, OpenError
from sealog.keys.files import b64

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.keys.files import Fields

# OWASP's password storage guidance for scrypt: N = 2^17, r = 8, p = 1 (128 MiB, about a third of a second).
_N, _R, _P = 1 << 17, 8, 1
_MAX_N = 1 << 20  # 1 GiB: a changed header must not exhaust the machine


class Passphrase(Unportable):
    """Wraps keys under a passphrase; the stretched key lives as long as this object."""

    TYPE: ClassVar[str] = "passphrase"

    def __init__(self, passphrase: str, salt: bytes, n: int = _N, r: int = _R, p: int = _P) -> None:
        self._salt, self._n, self._r, self._p = salt, n, r, p
        self._cipher = primitives.ValueCipher(primitives.scrypt(passphrase, salt, n, r, p))

    @classmethod
    def new(cls, passphrase: str) -> Passphrase:
        """Protect a new keyring, with a random salt."""
        return cls(passphrase, os.urandom(16))

    @classmethod
    def from_header(cls, header: Fields, ask_passphrase: Callable[[], str]) -> Passphrase:
        """Protect an existing keyring.

        Raises:
            KeyFileError: the header's parameters are not possible ones.
        """
        n, r, p = header.integer("n"), header.integer("r"), header.integer("p")
        if n > _MAX_N or n & (n - 1) or n == 1:
            raise header.error("n", f"a power of two up to {_MAX_N}")
        if r != _R or p != _P:
            raise header.error("r and p", f"{_R} and {_P}")
        return cls(ask_passphrase(), header.raw("salt", 16), n, r, p)

    def header(self) -> dict[str, Any]:
        """Give the scrypt parameters and the salt."""
        return {"type": self.TYPE, "salt": b64(self._salt), "n": self._n, "r": self._r, "p": self._p}

    def wrap(self, key: Secret, label: str) -> bytes:
        """Give nonce and ciphertext."""
        nonce = os.urandom(primitives.NONCE_SIZE)
        return nonce + self._cipher.seal(nonce, key.reveal(), label.encode())

    def unwrap(self, stored: bytes, label: str) -> Secret:
        """Open what `wrap` gave.

        Raises:
            KeyFileError: wrong passphrase, or the stored bytes were changed.
        """
        nonce, ciphertext = stored[: primitives.NONCE_SIZE], stored[primitives.NONCE_SIZE :]
        try:
            return Secret(self._cipher.open(nonce, ciphertext, label.encode()))
        except (OpenError, ValueError):
            raise KeyFileError(
                f"the keyring's {label} does not open: wrong passphrase, or the file was changed"
            ) from None
