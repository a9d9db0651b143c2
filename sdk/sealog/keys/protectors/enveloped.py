"""A key service as a protector: it wraps one key of the keyring, and that one wraps the rest, here.

So a keyring of any number of epochs is unlocked by one call.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sealog.crypto import primitives
from sealog.crypto.secret import Secret, Unportable
from sealog.errors import KeyFileError, OpenError
from sealog.keys.files import b64

if TYPE_CHECKING:
    from sealog.keys.protectors.interface import KeyService

_MOST_BYTES = 8192
"""Of a wrapped key: services answer with 60 to 300 bytes."""


class Enveloped(Unportable):
    """Wraps keys with AES-256-GCM-SIV under a random key that a key service wraps; the service is asked once."""

    def __init__(self, service: KeyService, tenant: str, wrapped: bytes) -> None:
        if len(wrapped) > _MOST_BYTES:
            raise KeyFileError(f"the keyring's wrapped_key is longer than {_MOST_BYTES} bytes")
        self._service, self._tenant, self._wrapped = service, tenant, wrapped
        self._cipher: primitives.ValueCipher | None = None

    @classmethod
    def new(cls, service: KeyService, tenant: str) -> Enveloped:
        """Protect a keyring, and check that the service unwraps what it wrapped before anything depends on it.

        Raises:
            KeyFileError: the service can't be reached, or refuses.
        """
        key = os.urandom(primitives.KEY_SIZE)
        made = cls(service, tenant, service.encrypt(key, _context(tenant)))
        if not primitives.equal(service.decrypt(made._wrapped, _context(tenant)), key):
            raise KeyFileError(f"the key of {service.TYPE} does not open what it closed; nothing was changed")
        made._cipher = primitives.ValueCipher(key)
        return made

    def header(self) -> dict[str, Any]:
        """Give the service's fields and the wrapped key."""
        return {"type": self._service.TYPE, **self._service.header(), "wrapped_key": b64(self._wrapped)}

    def wrap(self, key: Secret, label: str) -> bytes:
        """Give nonce and ciphertext.

        Raises:
            KeyFileError: the service can't be reached, or refuses.
        """
        nonce = os.urandom(primitives.NONCE_SIZE)
        return nonce + self._unlocked().seal(nonce, key.reveal(), label.encode())

    def unwrap(self, stored: bytes, label: str) -> Secret:
        """Open what `wrap` gave.

        Raises:
            KeyFileError: the service can't be reached or refuses, or the stored bytes were changed.
        """
        nonce, ciphertext = stored[: primitives.NONCE_SIZE], stored[primitives.NONCE_SIZE :]
        try:
            return Secret(self._unlocked().open(nonce, ciphertext, label.encode()))
        except (OpenError, ValueError):
            raise KeyFileError(f"the keyring's {label} does not open: the file was changed") from None

    def _unlocked(self) -> primitives.ValueCipher:
        if self._cipher is None:
            key = self._service.decrypt(self._wrapped, _context(self._tenant))
            if len(key) != primitives.KEY_SIZE:
                raise KeyFileError(
                    f"{self._service.TYPE} opened something else than a key of {primitives.KEY_SIZE} bytes"
                )
            self._cipher = primitives.ValueCipher(key)
        return self._cipher


def _context(tenant: str) -> str:
    """What the service binds the wrapped key to; the service's own audit log may show it."""
    return f"sealog/v1/keyring {tenant}"
