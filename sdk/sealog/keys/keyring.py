"""The keyring: every epoch's private key and index key of one tenant. Only opening commands load it.

The file format is in docs/spec/keys.md. Private keys are unwrapped when they are asked for, not before.
"""

from __future__ import annotations

import dataclasses
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sealog.crypto import primitives
from sealog.crypto.secret import Secret
from sealog.errors import KeyFileError, SettingError
from sealog.keys.bundle import TENANT, Bundle, record_id_key_of, sign_bundle
from sealog.keys.epochs import MOST_EPOCHS, Epoch, StoredKey, Tombstone, all_epochs, read_epochs
from sealog.keys.files import b64, read_json, write_json
from sealog.keys.index_service import NamedIndexService, read_named
from sealog.keys.origin import check_origins, read_origins
from sealog.keys.protectors import load_protector
from sealog.keys.recovery import Recovery, read_recovery

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from sealog.keys.files import Fields
    from sealog.keys.index_service import IndexServiceKey
    from sealog.keys.origin import Origin
    from sealog.keys.protectors.interface import Protector

Purpose = Literal["open", "index"]
"""What a keyring's keys do: `open` sealed values, or make blind indexes (`index`). No key does both."""

_FOR: dict[Purpose, str] = {"open": "that opens values", "index": "of an index service"}


@dataclass(frozen=True)
class Keyring:
    """All keys of one tenant. `epochs` are in order; the last one is current. It is empty once all are destroyed.

    `destroyed` has the tombstones of destroyed epochs, in order. `audit_public_key` is None in a keyring of an earlier
    version, until it is written again. `recovery` holds the keys for recovery recipients. `index_service` is the
    one that bundles name. `origins` are the applications that sign what they seal.
    """

    tenant: str
    epochs: tuple[Epoch, ...]
    audit_key: StoredKey
    protector: Protector
    audit_public_key: bytes | None = None
    destroyed: tuple[Tombstone, ...] = ()
    recovery: Recovery | None = None
    purpose: Purpose = "open"
    index_service: NamedIndexService | None = None
    origins: tuple[Origin, ...] = ()

    @property
    def shut(self) -> list[tuple[int, str]]:
        """The epochs that open nothing: number, and `disabled` or `destroyed`."""
        return [(epoch.number, epoch.status) for epoch in self.epochs if epoch.status != "active"] + [
            (stone.number, "destroyed") for stone in self.destroyed
        ]

    def private_keys(self) -> Mapping[bytes, Secret]:
        """Unwrap the private key of each active epoch, by recipient id.

        Raises:
            KeyFileError: wrong passphrase or a changed file.
        """
        return {
            epoch.recipient_id: self.protector.unwrap(epoch.private_key.reveal(), f"epoch {epoch.number} private key")
            for epoch in self.epochs
            if epoch.status == "active"
        }

    def index_keys(self) -> Mapping[int, Secret]:
        """Unwrap the index key of each active epoch, by its number.

        Raises:
            KeyFileError: wrong passphrase or a changed file.
        """
        return {epoch.number: self._index_key(epoch) for epoch in self.epochs if epoch.status == "active"}

    def signing_key(self) -> Secret:
        """Unwrap the Ed25519 key that signs the audit trail.

        Raises:
            KeyFileError: wrong passphrase or a changed file.
        """
        return self.protector.unwrap(self.audit_key.reveal(), "audit key")

    def genuine_origins(self) -> tuple[Origin, ...]:
        """Give the applications that the audit key vouches for.

        Raises:
            KeyFileError: wrong passphrase, or a changed file: one of them was not added by `sealog keys add-origin`.
        """
        if self.origins:
            check_origins(self.origins, self.tenant, primitives.signing_public_key(self.signing_key()))
        return self.origins

    def bundle(self) -> Bundle:
        """Give the current epoch's bundle, signed.

        Raises:
            KeyFileError: wrong passphrase, a changed file, or every epoch is destroyed.
        """
        epoch = self.current()
        private_key = self.protector.unwrap(epoch.private_key.reveal(), f"epoch {epoch.number} private key")
        if primitives.recipient_public_key(private_key) != epoch.public_key:
            raise KeyFileError(
                f"epoch {epoch.number}: its public key is not that of its private key; the file was changed"
            )
        bundle = Bundle(
            tenant=self.tenant,
            epoch=epoch.number,
            created=epoch.created,
            recipients=(epoch.public_key,),
            index_key=self._index_key(epoch),
            record_id_key=self._record_id_key(epoch),
            index_service=None if self.index_service is None else self._checked(self.index_service),
        )
        return sign_bundle(bundle, self.signing_key())

    def _checked(self, service: NamedIndexService) -> IndexServiceKey:
        return service.checked(self.tenant, primitives.signing_public_key(self.signing_key()))

    def current(self) -> Epoch:
        """Give the epoch that is sealed for.

        Raises:
            KeyFileError: every epoch is destroyed.
        """
        if not self.epochs:
            raise KeyFileError(f"every epoch of tenant {self.tenant} is destroyed; there is nothing to seal for")
        return self.epochs[-1]

    def _index_key(self, epoch: Epoch) -> Secret:
        return self.protector.unwrap(epoch.index_key.reveal(), f"epoch {epoch.number} index key")

    def _record_id_key(self, current: Epoch) -> Secret | None:
        """Give the oldest active epoch's key of record ids; None where that is the current epoch."""
        oldest = next((epoch for epoch in self.epochs if epoch.status == "active"), current)
        return None if oldest is current else record_id_key_of(self._index_key(oldest))


def new_keyring(tenant: str, protector: Protector, created: str, purpose: Purpose = "open") -> Keyring:
    """Make a keyring with a first epoch. `created` is RFC 3339 in UTC.

    Raises:
        SettingError: the tenant's name is not possible.
    """
    if not TENANT.fullmatch(tenant):
        raise SettingError("a tenant's name has lower-case letters, digits, `.`, `_`, `-`, at most 63")
    signing_key = primitives.new_signing_key()
    audit_key = StoredKey(protector.wrap(signing_key, "audit key"))
    public_key = primitives.signing_public_key(signing_key)
    return add_epoch(Keyring(tenant, (), audit_key, protector, public_key, purpose=purpose), created)


def add_epoch(keyring: Keyring, created: str) -> Keyring:
    """Give the keyring with one more epoch, which is the current one. No number comes twice.

    Raises:
        KeyFileError: it has as many epochs as a keyring can have.
    """
    ever = all_epochs(keyring.epochs, keyring.destroyed)
    if len(ever) >= MOST_EPOCHS:
        raise KeyFileError(f"a keyring has at most {MOST_EPOCHS} epochs; nothing was changed")
    number = ever[-1].number + 1 if ever else 1
    private_key, index_key = primitives.new_recipient_key(), Secret(os.urandom(primitives.KEY_SIZE))
    epoch = Epoch(
        number=number,
        created=created,
        public_key=primitives.recipient_public_key(private_key),
        private_key=StoredKey(keyring.protector.wrap(private_key, f"epoch {number} private key")),
        index_key=StoredKey(keyring.protector.wrap(index_key, f"epoch {number} index key")),
    )
    return dataclasses.replace(keyring, epochs=(*keyring.epochs, epoch))


def load_keyring(
    path: Path,
    ask_passphrase: Callable[[], str],
    protector: Protector | None = None,
    purpose: Purpose | None = "open",
) -> Keyring:
    """Read a keyring. `ask_passphrase` is called only where a passphrase protects it.

    `protector` replaces the one that the file names, if its secret is lost. With a `purpose` of None it may have any.

    Raises:
        KeyFileError: it is missing, wrong, of another purpose, or readable by others than its owner.
    """
    fields = _read(path)
    found = _purpose(fields)
    if purpose is not None and purpose != found:
        what = "is an index service's keyring, which opens nothing" if found == "index" else "opens values"
        raise KeyFileError(f"{path} {what}; a keyring {_FOR[purpose]} is expected here")
    epochs, destroyed = read_epochs(fields)
    return Keyring(
        tenant=fields.text("tenant"),
        epochs=epochs,
        audit_key=StoredKey(fields.raw("audit_key")),
        protector=protector or load_protector(fields.object("protector"), ask_passphrase, fields.text("tenant")),
        audit_public_key=_audit_public_key(fields),
        destroyed=destroyed,
        recovery=read_recovery(fields),
        purpose=found,
        index_service=read_named(fields),
        origins=read_origins(fields),
    )


@dataclass(frozen=True)
class KeyringHeader:
    """The parts of a keyring file that need no passphrase."""

    tenant: str
    epochs: tuple[Epoch, ...]
    protector_type: str
    audit_public_key: bytes | None = None
    destroyed: tuple[Tombstone, ...] = ()
    recovery: Recovery | None = None
    purpose: Purpose = "open"
    origins: tuple[Origin, ...] = ()
    index_service: NamedIndexService | None = None


def load_keyring_header(path: Path) -> KeyringHeader:
    """Read what needs no passphrase.

    Raises:
        KeyFileError: the file is missing, wrong, or readable by others than its owner.
    """
    fields = _read(path)
    epochs, destroyed = read_epochs(fields)
    return KeyringHeader(
        fields.text("tenant"),
        epochs,
        fields.object("protector").text("type"),
        _audit_public_key(fields),
        destroyed,
        read_recovery(fields),
        _purpose(fields),
        read_origins(fields),
        read_named(fields),
    )


def _purpose(fields: Fields) -> Purpose:
    if not fields.has("purpose"):
        return "open"
    if fields.text("purpose") != "index":
        raise fields.error("purpose", "`index`, or missing")
    return "index"


def _read(path: Path) -> Fields:
    fields = read_json(path, "sealog_keyring", "`sealog init` makes one, or set SEALOG_KEYRING")
    mode = stat.S_IMODE(path.stat().st_mode)
    if os.name == "posix" and mode & 0o077:
        raise KeyFileError(f"{path} can be read by others (mode {mode:04o}); `chmod 600 {path}` first")
    return fields


def _audit_public_key(fields: Fields) -> bytes | None:
    return fields.raw("audit_public_key", primitives.KEY_SIZE) if fields.has("audit_public_key") else None


def save_keyring(keyring: Keyring, path: Path, *, replace: bool = True) -> None:
    """Write a keyring, readable by its owner only. Without `replace` one that is there stays.

    Raises:
        KeyFileError: it can't be written, or is there.
    """
    value: dict[str, Any] = {
        "sealog_keyring": 1,
        "tenant": keyring.tenant,
        "protector": keyring.protector.header(),
        "audit_key": b64(keyring.audit_key.reveal()),
        **({"audit_public_key": b64(keyring.audit_public_key)} if keyring.audit_public_key else {}),
        "epochs": [epoch.to_json() for epoch in keyring.epochs],
        **({"destroyed": [stone.to_json() for stone in keyring.destroyed]} if keyring.destroyed else {}),
        **({"origins": [origin.to_json() for origin in keyring.origins]} if keyring.origins else {}),
        **({"recovery": keyring.recovery.to_json()} if keyring.recovery else {}),
        **({"purpose": keyring.purpose} if keyring.purpose != "open" else {}),
        **({"index_service": keyring.index_service.to_json()} if keyring.index_service else {}),
    }
    write_json(path, value, replace=replace)
