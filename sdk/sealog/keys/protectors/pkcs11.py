"""A PKCS#11 token (HSM, smart card, SoftHSM): an AES key that can't be exported from it wraps the keyring's key.

`PKCS11_MODULE` names the token vendor's library; the PIN is asked for like a passphrase, or read from
`SEALOG_PASSPHRASE_FILE`. The keyring names only token and key, by a URI of RFC 7512.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, unquote

from sealog.crypto.primitives import NONCE_SIZE
from sealog.errors import KeyFileError, SettingError
from sealog.keys.optional import optional
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog.keys.files import Fields
    from sealog.keys.protectors.interface import AskPin

_URI = pattern(r"token=([^;]{1,96});object=([^;]{1,255})")


class Pkcs11:
    """The AES-256 key `label` of the token `token`. A missing one is made when a keyring gets this protector.

    A session lasts for one call. The PIN is asked for once.
    """

    TYPE: ClassVar[str] = "pkcs11"

    def __init__(self, token: str, label: str, ask_pin: AskPin, environ: Mapping[str, str] = os.environ) -> None:
        self._token, self._label, self._ask_pin, self._environ = token, label, cache(ask_pin), environ

    @classmethod
    def named(cls, name: str, ask_pin: AskPin) -> Pkcs11:
        """Use the key that `token=…;object=…` names.

        Raises:
            SettingError: that is no such name.
        """
        found = _URI.fullmatch(name)
        if found is None:
            raise SettingError("--with must be 'pkcs11:token=TOKEN;object=KEY', with the labels of a token and a key")
        return cls(unquote(found[1]), unquote(found[2]), ask_pin)

    @classmethod
    def from_header(cls, header: Fields, ask_pin: AskPin) -> Pkcs11:
        """Use the key that a keyring names.

        Raises:
            KeyFileError: that is no such name.
        """
        found = _URI.fullmatch(header.text("uri").removeprefix("pkcs11:"))
        if found is None:
            raise header.error("uri", "`pkcs11:token=…;object=…` (RFC 7512)")
        return cls(unquote(found[1]), unquote(found[2]), ask_pin)

    def header(self) -> dict[str, Any]:
        """Give the URI of token and key; it holds neither PIN nor library."""
        return {"uri": f"pkcs11:token={quote(self._token)};object={quote(self._label)}"}

    def encrypt(self, key: bytes, context: str) -> bytes:
        """Encrypt with AES-GCM in the token; nonce, ciphertext and tag. A missing key is made first."""
        nonce = os.urandom(NONCE_SIZE)
        return nonce + self._run(key, nonce, context, decrypt=False)

    def decrypt(self, stored: bytes, context: str) -> bytes:
        """Decrypt in the token."""
        return self._run(stored[NONCE_SIZE:], stored[:NONCE_SIZE], context, decrypt=True)

    def _run(self, data: bytes, nonce: bytes, context: str, *, decrypt: bool) -> bytes:
        pkcs11 = optional("pkcs11", "kms", "a PKCS#11 token")
        module = self._environ.get("PKCS11_MODULE")
        if not module:
            raise SettingError("PKCS11_MODULE is not set: it names the library of the token's maker")
        pin = self._ask_pin()
        mechanism = {
            "mechanism": pkcs11.Mechanism.AES_GCM,
            "mechanism_param": pkcs11.GCMParams(nonce, context.encode(), 128),
        }
        try:
            token = pkcs11.lib(module).get_token(token_label=self._token)
            with token.open(rw=not decrypt, user_pin=pin) as session:
                held = self._key(session, make=not decrypt)
                return bytes(held.decrypt(data, **mechanism) if decrypt else held.encrypt(data, **mechanism))
        except pkcs11.NoSuchKey:
            raise KeyFileError(f"token {self._token} has no AES key {self._label}") from None
        except (pkcs11.PKCS11Error, RuntimeError, ValueError) as error:
            raise KeyFileError(
                f"token {self._token} can't be used ({type(error).__name__}); nothing opens until it can, and nothing"
                " is lost"
            ) from None

    def _key(self, session: Any, *, make: bool) -> Any:
        pkcs11 = optional("pkcs11", "kms", "a PKCS#11 token")
        try:
            return session.get_key(key_type=pkcs11.KeyType.AES, label=self._label)
        except pkcs11.NoSuchKey:
            if not make:
                raise
        return session.generate_key(
            pkcs11.KeyType.AES,
            256,
            label=self._label,
            store=True,
            template={pkcs11.Attribute.SENSITIVE: True, pkcs11.Attribute.EXTRACTABLE: False},
        )
