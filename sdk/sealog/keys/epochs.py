"""Epochs of a keyring as its file holds them: their keys, their status, and what is left of destroyed ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from sealog.crypto import primitives
from sealog.crypto.data_key import recipient_id
from sealog.crypto.secret import Secret
from sealog.keys.files import b64

if TYPE_CHECKING:
    from sealog.keys.files import Fields

Status = Literal["active", "disabled"]
"""As in Tink: a `disabled` key opens nothing until it is enabled again. A destroyed one leaves a `Tombstone`."""

MOST_EPOCHS = 1000
"""The most epochs of a keyring, including destroyed ones: one a month for 80 years, far below a key file's limit."""


class StoredKey(Secret):
    """A key as its protector stores it, which may be the key itself; two that are the same are equal."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StoredKey) and primitives.equal(self.reveal(), other.reveal())

    def __hash__(self) -> int:
        return hash(StoredKey)


@dataclass(frozen=True)
class Epoch:
    """One epoch's keys: the public key as it is, the others as their protector stores them."""

    number: int
    created: str
    public_key: bytes
    private_key: StoredKey
    index_key: StoredKey
    status: Status = "active"

    @property
    def recipient_id(self) -> bytes:
        """Four bytes that name the public key."""
        return recipient_id(self.public_key)

    def to_json(self) -> dict[str, Any]:
        """Give what the keyring file holds of it."""
        return {
            "epoch": self.number,
            "created": self.created,
            **({} if self.status == "active" else {"status": self.status}),
            "public_key": b64(self.public_key),
            "private_key": b64(self.private_key.reveal()),
            "index_key": b64(self.index_key.reveal()),
        }


@dataclass(frozen=True)
class Tombstone:
    """What is left of a destroyed epoch: which it was, when, by whom and why it was destroyed, signed."""

    number: int
    created: str
    public_key: bytes
    destroyed: str
    actor: str
    reason: str
    signature: bytes = b""

    @property
    def recipient_id(self) -> bytes:
        """Four bytes that name the public key that is gone."""
        return recipient_id(self.public_key)

    def signed(self, tenant: str) -> bytes:
        """Give the bytes that the keyring's audit key signs."""
        parts = (tenant, str(self.number), self.created, b64(self.public_key), self.destroyed, self.actor, self.reason)
        return b"\0".join((b"sealog/v1/tombstone", *(part.encode("utf-8", "backslashreplace") for part in parts)))

    def to_json(self) -> dict[str, Any]:
        """Give what the keyring file and the audit trail hold of it."""
        return {
            "epoch": self.number,
            "created": self.created,
            "public_key": b64(self.public_key),
            "destroyed": self.destroyed,
            "actor": self.actor,
            "reason": self.reason,
            "signature": b64(self.signature),
        }


def all_epochs(epochs: tuple[Epoch, ...], destroyed: tuple[Tombstone, ...]) -> list[Epoch | Tombstone]:
    """Give every epoch that a keyring ever had, in order."""
    every: list[Epoch | Tombstone] = [*epochs, *destroyed]
    return sorted(every, key=lambda one: one.number)


def read_epochs(fields: Fields) -> tuple[tuple[Epoch, ...], tuple[Tombstone, ...]]:
    """Read a keyring's epochs and its tombstones, each in order.

    Raises:
        KeyFileError: a field is missing or wrong, or a number occurs twice.
    """
    destroyed = tuple(map(_tombstone, fields.objects("destroyed"))) if fields.has("destroyed") else ()
    if destroyed and fields.is_empty_list("epochs"):
        return (), _ordered(fields, "destroyed", destroyed)
    epochs = _ordered(fields, "epochs", tuple(map(_epoch, fields.objects("epochs"))))
    if (twice := {epoch.number for epoch in epochs} & {stone.number for stone in destroyed}) or len(epochs) + len(
        destroyed
    ) > MOST_EPOCHS:
        wanted = f"without epoch {min(twice)}, which is destroyed" if twice else f"at most {MOST_EPOCHS}"
        raise fields.error("epochs", wanted)
    return epochs, _ordered(fields, "destroyed", destroyed)


def _ordered(fields: Fields, name: str, items: tuple[Any, ...]) -> tuple[Any, ...]:
    numbers = [item.number for item in items]
    if numbers != sorted(set(numbers)):
        raise fields.error(name, "in ascending order, each number once")
    return items


def _epoch(fields: Fields) -> Epoch:
    status = fields.text("status") if fields.has("status") else "active"
    if status not in get_args(Status):
        raise fields.error("status", " or ".join(get_args(Status)))
    return Epoch(
        number=fields.integer("epoch"),
        created=fields.text("created"),
        public_key=fields.raw("public_key", primitives.KEY_SIZE),
        private_key=StoredKey(fields.raw("private_key")),
        index_key=StoredKey(fields.raw("index_key")),
        status=cast("Status", status),
    )


def _tombstone(fields: Fields) -> Tombstone:
    return Tombstone(
        number=fields.integer("epoch"),
        created=fields.text("created"),
        public_key=fields.raw("public_key", primitives.KEY_SIZE),
        destroyed=fields.text("destroyed"),
        actor=fields.text("actor"),
        reason=fields.text("reason"),
        signature=fields.raw("signature", primitives.SIGNATURE_SIZE),
    )
