"""OpenBao's or Vault's transit engine: a key that never leaves the server wraps the keyring's.

The environment is that of their own tools: `BAO_ADDR` or `VAULT_ADDR` is the address, `BAO_TOKEN` or `VAULT_TOKEN` (or
the file `~/.vault-token`) the token, `BAO_CACERT` or `VAULT_CACERT` the certificate, `BAO_NAMESPACE` or
`VAULT_NAMESPACE` the namespace.
"""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from sealog.errors import KeyFileError, SettingError
from sealog.keys.protectors.rest import checked_address, post, requests_of
from sealog.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sealog.keys.files import Fields
    from sealog.keys.protectors.interface import AskPin

_NAME = pattern(r"(?:([\w-]+(?:/[\w-]+)*)/)?([\w.-]+)")


class Transit:
    """A key of the transit engine that is mounted at `mount`. It must be of a type with associated data (AES-GCM)."""

    TYPE: ClassVar[str] = "transit"

    def __init__(self, mount: str, key: str, environ: Mapping[str, str] = os.environ) -> None:
        self._mount, self._key, self._environ = mount, key, environ

    @classmethod
    def named(cls, name: str, ask_pin: AskPin) -> Transit:  # noqa: ARG003 - there is no PIN
        """Use the key `NAME`, or `MOUNT/NAME`.

        Raises:
            SettingError: that is no name.
        """
        found = _NAME.fullmatch(name)
        if found is None:
            raise SettingError("--with must be transit:NAME or transit:MOUNT/NAME, a key of the transit engine")
        return cls(found[1] or "transit", found[2])

    @classmethod
    def from_header(cls, header: Fields, ask_pin: AskPin) -> Transit:  # noqa: ARG003 - there is no PIN
        """Use the key that a keyring names.

        Raises:
            KeyFileError: the fields are no names.
        """
        mount, key = header.text("mount"), header.text("key")
        if _NAME.fullmatch(f"{mount}/{key}") is None:
            raise header.error("mount and key", "names of the transit engine")
        return cls(mount, key)

    def header(self) -> dict[str, Any]:
        """Give mount and key."""
        return {"mount": self._mount, "key": self._key}

    def encrypt(self, key: bytes, context: str) -> bytes:
        """Encrypt with the key's newest version."""
        body = {"plaintext": _b64(key), "associated_data": _b64(context.encode())}
        return self._asked("encrypt", body, "ciphertext").encode()

    def decrypt(self, stored: bytes, context: str) -> bytes:
        """Decrypt with the version that encrypted; see `KeyService`.

        Raises:
            KeyFileError: the engine can't be reached, refuses, or answers something else than base64.
        """
        body = {"ciphertext": stored.decode("ascii", "replace"), "associated_data": _b64(context.encode())}
        try:
            return base64.b64decode(self._asked("decrypt", body, "plaintext"), validate=True)
        except ValueError:
            raise KeyFileError("the transit engine answers with something other than base64") from None

    def _asked(self, action: str, body: dict[str, str], field: str) -> str:
        address = checked_address("BAO_ADDR or VAULT_ADDR", self._setting("ADDR") or "https://127.0.0.1:8200")
        headers = {"X-Vault-Token": self._token(), "X-Vault-Request": "true"}
        if namespace := self._setting("NAMESPACE"):
            headers["X-Vault-Namespace"] = namespace
        answer = post(
            requests_of("the transit engine").Session(),
            f"{address}/v1/{self._mount}/{action}/{self._key}",
            body,
            headers,
            service=f"transit key {self._mount}/{self._key} at {address}",
            ca=self._setting("CACERT") or True,
        )
        data = answer.get("data")
        value = data.get(field) if isinstance(data, dict) else None
        if not isinstance(value, str):
            raise KeyFileError(f"the transit engine at {address} answers without `{field}`")
        return value

    def _setting(self, name: str) -> str:
        return self._environ.get(f"BAO_{name}") or self._environ.get(f"VAULT_{name}") or ""

    def _token(self) -> str:
        token = self._setting("TOKEN")
        if not token:
            try:
                token = Path("~/.vault-token").expanduser().read_text(encoding="ascii").strip()
            except (OSError, ValueError, RuntimeError):
                token = ""
        if not token:
            raise KeyFileError("there is no token for the transit engine: set BAO_TOKEN or VAULT_TOKEN")
        return token


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
