"""An application's origin key: it signs data keys, so that an opener tells its values from forged ones.

The private half is in a file of the application, which no bundle contains; the keyring has the public half.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.crypto import primitives
from sealog.crypto.secret import Secret
from sealog.crypto.spelling import MAX_RECIPIENTS
from sealog.errors import KeyFileError
from sealog.keys.bundle import TENANT
from sealog.keys.files import b64, read_json, write_json
from sealog.keys.path import as_path

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sealog.keys.bundle import Bundle
    from sealog.keys.files import Fields
    from sealog.keys.path import FilePath

MOST_ORIGINS = 1000
"""The most applications of a keyring."""

_KIND = "sealog_origin_key"


@dataclass(frozen=True)
class Origin:
    """An application whose data keys a keyring knows as genuine: its Ed25519 public key, signed by the audit key."""

    name: str
    public_key: bytes
    signature: bytes = b""

    def signed(self, tenant: str) -> bytes:
        """Give the bytes that the keyring's audit key signs."""
        return b"\0".join((b"sealog/v1/origin-key", tenant.encode(), self.name.encode(), self.public_key))

    def to_json(self) -> dict[str, Any]:
        """Give what the keyring file holds of it."""
        return {"name": self.name, "public_key": b64(self.public_key), "signature": b64(self.signature)}


@dataclass(frozen=True)
class OriginKey:
    """The private half, in the application's own file."""

    tenant: str
    name: str
    private_key: Secret


def is_origin_name(name: str) -> bool:
    """Tell whether an application may have this name: it is spelled as a tenant's."""
    return TENANT.fullmatch(name) is not None


def read_origins(keyring: Fields) -> tuple[Origin, ...]:
    """Read the applications that a keyring's file names.

    Raises:
        KeyFileError: a field is missing or wrong, or a name occurs twice.
    """
    if not keyring.has("origins"):
        return ()
    origins = tuple(map(_origin, keyring.objects("origins")))
    if len({one.name for one in origins}) < len(origins) or len(origins) > MOST_ORIGINS:
        raise keyring.error("origins", f"at most {MOST_ORIGINS} origins, each name once")
    return origins


def check_origins(origins: Iterable[Origin], tenant: str, signer: bytes) -> None:
    """Make sure that a keyring's audit key signed its list of applications.

    Raises:
        KeyFileError: it did not.
    """
    for one in origins:
        if not primitives.is_signed(signer, one.signature, one.signed(tenant)):
            raise KeyFileError(f"the keyring's origin {one.name} is not signed by its audit key: it was changed")


def _origin(fields: Fields) -> Origin:
    name = fields.text("name")
    if not is_origin_name(name):
        raise fields.error("name", "lower-case letters, digits, `.`, `_`, `-`, at most 63")
    return Origin(
        name, fields.raw("public_key", primitives.KEY_SIZE), fields.raw("signature", primitives.SIGNATURE_SIZE)
    )


def save_origin_key(key: OriginKey, path: Path) -> None:
    """Write an origin key for its owner alone.

    Raises:
        KeyFileError: it can't be written, or a file is there already.
    """
    value = {_KIND: 1, "tenant": key.tenant, "name": key.name, "private_key": b64(key.private_key.reveal())}
    write_json(path, value, replace=False)


def origin_for(bundle: Bundle, path: FilePath | None) -> OriginKey | None:
    """Read the origin key of an application that seals with a bundle; None where it has none.

    Raises:
        KeyFileError: it can't be used, or not with this bundle.
    """
    if path is None:
        return None
    file = as_path(path)
    origin = load_origin_key(file)
    if origin.tenant != bundle.tenant:
        raise KeyFileError(f"{file} is for tenant {origin.tenant}, and the bundle for {bundle.tenant}")
    if len(bundle.recipients) >= MAX_RECIPIENTS:
        raise KeyFileError(f"{file}: beside a signature a bundle has at most {MAX_RECIPIENTS - 1} recipients")
    return origin


def load_origin_key(path: Path) -> OriginKey:
    """Read an origin key.

    Raises:
        KeyFileError: it is missing, wrong, or readable by everybody.
    """
    fields = read_json(path, _KIND, "`sealog keys add-origin` makes one")
    try:
        mode = path.stat().st_mode
    except OSError as error:
        raise KeyFileError(f"{path} can't be read: {error.strerror}") from error
    if os.name == "posix" and mode & stat.S_IRWXO:
        raise KeyFileError(f"{path}: others than its owner and group may read or write it; chmod 640 {path.name}")
    return OriginKey(fields.text("tenant"), fields.text("name"), Secret(fields.raw("private_key", primitives.KEY_SIZE)))
