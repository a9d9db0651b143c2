"""The public key of an index service, which bundles name. Format: docs/spec/keys.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.crypto import primitives
from sealog.errors import KeyFileError
from sealog.keys.files import b64, read_json, write_json

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.keys.files import Fields

INDEX_SERVICE_NAME = "index-service.json"
_KIND = "sealog_index_service"


@dataclass(frozen=True)
class IndexServiceKey:
    """One epoch of an index service: its number `epoch`, from 1, and its X25519 `public_key` of 32 bytes."""

    epoch: int
    public_key: bytes

    def to_json(self) -> dict[str, Any]:
        """Give what bundles and keyrings hold of it."""
        return {"epoch": self.epoch, "public_key": b64(self.public_key)}


def read_index_service(fields: Fields) -> IndexServiceKey:
    """Read what `to_json` gave.

    Raises:
        KeyFileError: it is none; names file and field.
    """
    public_key = fields.raw("public_key", 32)
    if not primitives.is_recipient_key(public_key):
        raise fields.error("public_key", "an X25519 public key that values can be sealed to")
    return IndexServiceKey(fields.integer("epoch"), public_key)


def load_index_service(path: Path) -> tuple[str, IndexServiceKey]:
    """Read the public file of an index service; gives its tenant, too.

    Raises:
        KeyFileError: it is missing or wrong; names file and field.
    """
    fields = read_json(path, _KIND, "`sealog init --index-service` makes one")
    return fields.text("tenant"), read_index_service(fields)


def save_index_service(tenant: str, key: IndexServiceKey, path: Path, *, replace: bool = True) -> None:
    """Write the public file of an index service. Without `replace` one that is there stays.

    Raises:
        KeyFileError: it can't be written, or is there.
    """
    write_json(path, {_KIND: 1, "tenant": tenant, **key.to_json()}, mode=0o644, replace=replace)


@dataclass(frozen=True)
class NamedIndexService:
    """The index service that a keyring's bundles name, signed by its audit key: who changes the file can't name one."""

    key: IndexServiceKey
    signature: bytes

    def checked(self, tenant: str, audit_public_key: bytes) -> IndexServiceKey:
        """Give the key, if it is signed.

        Raises:
            KeyFileError: it is not.
        """
        if not primitives.is_signed(audit_public_key, self.signature, signed_service(tenant, self.key)):
            raise KeyFileError("the keyring's index service is not signed by its own key: somebody changed the file")
        return self.key

    def to_json(self) -> dict[str, Any]:
        """Give what the keyring's file holds of it."""
        return self.key.to_json() | {"signature": b64(self.signature)}


def read_named(keyring: Fields) -> NamedIndexService | None:
    """Read the index service that a keyring's file names.

    Raises:
        KeyFileError: a field is missing or wrong.
    """
    if not keyring.has("index_service"):
        return None
    fields = keyring.object("index_service")
    return NamedIndexService(read_index_service(fields), fields.raw("signature", primitives.SIGNATURE_SIZE))


def signed_service(tenant: str, key: IndexServiceKey) -> bytes:
    """Give what the audit key signs of the index service that a keyring names."""
    return b"\0".join((b"sealog/v1/index-service", tenant.encode(), str(key.epoch).encode(), key.public_key))
