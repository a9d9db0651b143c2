"""The origin of a data key: the signature of the application that made it (docs/spec/sealed-value.md, Origin)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.spelling import ID_SIZE, ORIGIN_MARK

if TYPE_CHECKING:
    from sealog.crypto.secret import Secret
    from sealog.crypto.spelling import SealedKey

__all__ = ["is_made_by", "origin_id", "sign_origin"]


def origin_id(public_key: bytes) -> bytes:
    """Name an application's Ed25519 public key, 4 bytes."""
    return primitives.sha256(b"sealog/v1/origin\0" + public_key)[:ID_SIZE]


def sign_origin(private_key: Secret, tenant: str, commitment: bytes) -> bytes:
    """Give the origin of a data key, 84 bytes. The signature is over the commitment, so it stays at a re-wrap."""
    public_key = primitives.signing_public_key(private_key)
    return origin_id(public_key) + primitives.sign(private_key, _signed(tenant, commitment)) + ORIGIN_MARK


def is_made_by(public_key: bytes, sealed: SealedKey, tenant: str) -> bool:
    """Tell whether the holder of a private key signed this data key."""
    if not sealed.origin.startswith(origin_id(public_key)):
        return False
    signature = sealed.origin[ID_SIZE : -len(ORIGIN_MARK)]
    return primitives.is_signed(public_key, signature, _signed(tenant, sealed.commitment))


def _signed(tenant: str, commitment: bytes) -> bytes:
    return b"sealog/v1/origin\0" + tenant.encode() + b"\0" + commitment
