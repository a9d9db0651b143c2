"""Every call into a cryptographic library, each with the reason why it is safe here."""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes, hpke
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from sealog.compiled import compiled
from sealog.crypto.secret import Secret, Unportable
from sealog.errors import OpenError

if TYPE_CHECKING:
    from collections.abc import Callable

KEY_SIZE = 32
NONCE_SIZE = 12
TAG_SIZE = 16
ENC_SIZE = 32
SIGNATURE_SIZE = 64
WRAPPED_SIZE = KEY_SIZE + TAG_SIZE

_HPKE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)


def expand(key: Secret, info: bytes, size: int) -> bytes:
    """Derive `size` bytes from a uniformly random key.

    RFC 5869 section 3.3: where the input is "already present as a cryptographically strong key", extract may be
    skipped. Every key given here is 32 bytes from the system's generator.
    """
    return HKDFExpand(algorithm=hashes.SHA256(), length=size, info=info).derive(key.reveal())


def mac_under(key: bytes) -> Callable[[bytes], bytes]:
    """Give HMAC-SHA256 (RFC 2104) under one key: a pseudo-random function, so indexes reveal nothing without the key.

    RFC 2104 section 4 allows the two keyed states to be kept: they are as secret as the key. Each call works on a copy,
    so threads may share the function.
    """
    keyed = HMAC(key, hashes.SHA256())

    def mac(message: bytes) -> bytes:
        one = keyed.copy()
        one.update(message)
        return one.finalize()

    return mac


def sha256(data: bytes) -> bytes:
    """Hash public data."""
    return hashlib.sha256(data).digest()


def equal(left: bytes, right: bytes) -> bool:
    """Compare in constant time: a commitment must not be found byte by byte."""
    return hmac.compare_digest(left, right)


class ValueCipher(Unportable):
    """AES-256-GCM-SIV (RFC 8452) under one key.

    RFC 8452 section 9: with random nonces one key may protect far more than 2^32 messages of our size; a
    repeated nonce shows only whether two plaintexts are equal. A data key ends after 2^20 values.
    """

    __slots__ = ("_cipher", "seal")

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCMSIV(key)
        self.seal: Callable[[bytes, bytes, bytes], bytes] = self._cipher.encrypt
        """Gives ciphertext and tag of (nonce, plaintext, associated data)."""

    def open(self, nonce: bytes, ciphertext: bytes, aad: bytes) -> bytes:
        """Give the plaintext.

        Raises:
            OpenError: `not_authentic`.
        """
        try:
            return self._cipher.decrypt(nonce, ciphertext, aad)
        except InvalidTag as error:
            raise OpenError("not_authentic", "the sealed value was changed, or belongs to another tenant") from error


def quick_cipher(key: bytes, key_id: bytes, aad_end: bytes) -> Any:
    """Give the compiled half's sealer for all values of a text (as `ValueCipher` and `mac_under`), or None without it.

    It is AES-256-GCM-SIV (RFC 8452) and HMAC-SHA256 of the RustCrypto crates: in constant time, by the processor's own
    instructions or by bit-slicing. Tests open its values with OpenSSL's.
    """
    return None if compiled is None else compiled.ValueCipher(key, key_id, aad_end)


def kind(entity: str, index_key: bytes | None) -> Any:
    """Give what `quick_cipher` must know of an entity; without an `index_key` its values have no index."""
    return compiled.Kind(entity, index_key)


class SegmentCipher(Unportable):
    """AES-256-GCM (NIST SP 800-38D) under a key of one spool segment.

    By its section 8.2.1 a nonce made of a counter is unique as long as one writer holds the key. The caller counts; a
    key ends with its segment, after some 10^5 frames. GCM-SIV would tolerate a repeated nonce, but costs three times as
    much for each record. `quick` seals and opens whole frames in the compiled half; None without that.
    """

    __slots__ = ("_cipher", "quick")

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self.quick: Any = None if compiled is None else compiled.SegmentCipher(key)

    def seal(self, nonce: bytes, plaintext: bytes) -> bytes:
        """Give ciphertext and tag."""
        return self._cipher.encrypt(nonce, plaintext, None)

    def open(self, nonce: bytes, ciphertext: bytes) -> bytes:
        """Give the plaintext.

        Raises:
            OpenError: `not_authentic`.
        """
        try:
            return self._cipher.decrypt(nonce, ciphertext, None)
        except (InvalidTag, ValueError) as error:  # ValueError: too short for a tag
            raise OpenError("not_authentic", "the frame was changed, or belongs to another segment") from error


def new_recipient_key() -> Secret:
    """Make an X25519 private key (32 bytes, RFC 7748)."""
    return Secret(X25519PrivateKey.generate().private_bytes_raw())


def recipient_public_key(private_key: Secret) -> bytes:
    """Give the public half, 32 bytes."""
    return X25519PrivateKey.from_private_bytes(private_key.reveal()).public_key().public_bytes_raw()


def wrapper_for(public_key: bytes, info: bytes) -> Callable[[Secret], bytes]:
    """Give a function that wraps a key to one recipient as `enc || ciphertext` (80 bytes).

    RFC 9180 section 6.1, single-shot base mode: a fresh ephemeral key for each call, so the nonce is never reused.
    """
    recipient = X25519PublicKey.from_public_bytes(public_key)
    return lambda key: _HPKE.encrypt(key.reveal(), recipient, info=info)


def is_recipient_key(public_key: bytes) -> bool:
    """Tell whether 32 bytes are a public key that `wrapper_for` can wrap to.

    RFC 7748 section 6.1: with a point of small order every shared secret is zero, which the library refuses.
    """
    try:
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(public_key))
    except ValueError:
        return False
    return True


def unwrap(wrapped: bytes, private_key: Secret, info: bytes) -> Secret:
    """Undo `wrapper_for`.

    Raises:
        OpenError: `not_authentic`.
    """
    recipient = X25519PrivateKey.from_private_bytes(private_key.reveal())
    try:
        return Secret(_HPKE.decrypt(wrapped, recipient, info=info))
    except InvalidTag as error:
        raise OpenError("not_authentic", "the sealed data key was changed, or belongs to another tenant") from error


def scrypt(passphrase: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    """Stretch a passphrase to a 32-byte key (RFC 7914). The parameters come from the keyring's own header."""
    return Scrypt(salt=salt, length=KEY_SIZE, n=n, r=r, p=p).derive(passphrase.encode())


def new_signing_key() -> Secret:
    """Make an Ed25519 private key (32 bytes, RFC 8032)."""
    return Secret(Ed25519PrivateKey.generate().private_bytes_raw())


def signing_public_key(private_key: Secret) -> bytes:
    """Give the public half, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key.reveal()).public_key().public_bytes_raw()


def sign(private_key: Secret, message: bytes) -> bytes:
    """Sign with Ed25519: deterministic, so no nonce can repeat."""
    return Ed25519PrivateKey.from_private_bytes(private_key.reveal()).sign(message)


def is_signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 signature holds; a public key that is none makes it not hold."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
