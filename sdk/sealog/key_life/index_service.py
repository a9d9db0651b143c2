"""Names an index service in a keyring and its bundle, and reads the service's own keyring."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.index_service import IndexService
from sealog.errors import KeyFileError
from sealog.keys.index_service import NamedIndexService, load_index_service, signed_service

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.key_life.key_files import KeyFiles
    from sealog.keys.index_service import IndexServiceKey
    from sealog.keys.keyring import Keyring

__all__ = ["index_service_of", "name_index_service", "named_by"]


def name_index_service(files: KeyFiles, file: Path | None) -> int | None:
    """Name the index service of a public file, or none; gives the service's epoch.

    Raises:
        KeyFileError: a file is missing or wrong, or the service is another tenant's.
        AuditError: the audit trail can't be written; nothing was changed.
    """
    found = None if file is None else load_index_service(file)
    with files.locked():
        keyring = files.unlocked()
        if keyring.purpose != "open":
            raise KeyFileError(f"{files.keyring} is an index service's own keyring; name it in one that opens values")
        if found is not None and found[0] != keyring.tenant:
            raise KeyFileError(f"{file} is of tenant {found[0]}, and the keyring of tenant {keyring.tenant}")
        files.present_bundle(keyring)
        named = None if found is None else named_by(keyring, found[1])
        changed = dataclasses.replace(keyring, index_service=named)
        epoch = None if found is None else found[1].epoch
        files.commit(changed, {"action": "index-service", "epoch": epoch})
        files.write_bundle(changed)
        files.sign(changed)
    return epoch


def named_by(keyring: Keyring, key: IndexServiceKey) -> NamedIndexService:
    """Sign an index service as the one that a keyring's bundles name.

    Raises:
        KeyFileError: the keyring does not open.
    """
    return NamedIndexService(key, primitives.sign(keyring.signing_key(), signed_service(keyring.tenant, key)))


def index_service_of(keyring: Keyring) -> IndexService:
    """Unwrap the keys of an index service's keyring.

    Raises:
        KeyFileError: it does not open.
    """
    private_keys, index_keys = keyring.private_keys(), keyring.index_keys()
    active = [epoch for epoch in keyring.epochs if epoch.status == "active"]
    return IndexService(
        keyring.tenant, {one.number: (private_keys[one.recipient_id], index_keys[one.number]) for one in active}
    )
