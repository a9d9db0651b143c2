"""A data key: seals values of one tenant, or opens them. `sealer.py` decides when a key is renewed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.crypto import primitives
from sealog.crypto.secret import Unportable
from sealog.crypto.spelling import FRAME_STEP, ID_SIZE, MIN_FRAME, SealedKey, SealedValue, b64encode
from sealog.errors import OpenError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from sealog.crypto.secret import Secret

_END = b"\xff"


class DataKey(Unportable):
    """One data key in use, with its commitment checked or made.

    `dek` is 32 random bytes. Threads may share it. `quick` is this key in the compiled half, or None without that.
    """

    __slots__ = ("_aad_end", "_cipher", "commitment", "id", "quick")

    def __init__(self, dek: Secret, tenant: str) -> None:
        okm = primitives.expand(dek, b"sealog/v1/data-key\0" + tenant.encode(), 64)
        self.commitment = okm[32:]
        self.id = self.commitment[:ID_SIZE]
        self._cipher = primitives.ValueCipher(okm[:32])
        self._aad_end = b"~" + tenant.encode() + b"~" + self.id
        self.quick = primitives.quick_cipher(okm[:32], self.id, self._aad_end)

    def seal(self, entity: str, index: str, value: str, path: str, nonce: bytes) -> SealedValue:
        """Seal one value. `nonce` is 12 random bytes; `path` is cut to the padding that the value leaves."""
        sealed = self._cipher.seal(nonce, _frame(value, path), self._aad(entity, index))
        return SealedValue(entity, index, self.id, nonce, sealed)

    def token(self, entity: str, index: str, value: str, path: str, nonce: bytes) -> str:
        """Seal one value as `seal` does and return its text, without intermediate objects: for every logged value."""
        head = f"seal1~{entity}~{index}"
        sealed = self._cipher.seal(nonce, _frame(value, path), head.encode() + self._aad_end)
        return f"{head}~{b64encode(self.id + nonce + sealed)}"

    def open(self, sealed: SealedValue) -> tuple[str, str]:
        """Give value and path.

        Raises:
            OpenError: `not_authentic`, or `bad_spelling` if the plaintext is not a frame, as in a forged value.
        """
        frame = self._cipher.open(sealed.nonce, sealed.ciphertext, self._aad(sealed.entity, sealed.index))
        value, end, rest = frame.partition(_END)
        try:
            text = value.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            end = b""
        if not end:
            raise OpenError("bad_spelling", "what was sealed is no text") from None
        return text, rest.partition(_END)[0].decode("utf-8", "ignore")

    def has_sealed(self, sealed: SealedValue) -> bool:
        """Tell whether a sealed value was made with this key and is unchanged."""
        try:
            self._cipher.open(sealed.nonce, sealed.ciphertext, self._aad(sealed.entity, sealed.index))
        except OpenError:
            return False
        return True

    def _aad(self, entity: str, index: str) -> bytes:
        return f"seal1~{entity}~{index}".encode() + self._aad_end


def seal_data_key(
    dek: Secret, data_key: DataKey, wrappers: Iterable[tuple[bytes, Callable[[Secret], bytes]]]
) -> SealedKey:
    """Seal a data key to recipients: pairs of recipient id and `primitives.wrapper_for`'s function."""
    return SealedKey(data_key.commitment, tuple((rid, wrap(dek)) for rid, wrap in wrappers))


def open_data_key(sealed: SealedKey, private_keys: Mapping[bytes, Secret], tenant: str) -> DataKey:
    """Open a sealed data key with whichever of `private_keys` (by recipient id) is a recipient.

    Raises:
        OpenError: `unknown_key`, or `not_authentic` where a key unwraps to something else than was committed to.
    """
    return DataKey(unwrap_data_key(sealed, private_keys, tenant), tenant)


def unwrap_data_key(sealed: SealedKey, private_keys: Mapping[bytes, Secret], tenant: str) -> Secret:
    """Give the 32 bytes of a sealed data key, as `open_data_key` opens it.

    Raises:
        OpenError: as `open_data_key`.
    """
    failure = OpenError("unknown_key", "none of the private keys is a recipient of this value")
    for rid, wrapped in sealed.recipients:
        private_key = private_keys.get(rid)
        if private_key is None:
            continue
        try:
            dek = primitives.unwrap(wrapped, private_key, wrap_info(tenant))
        except OpenError as error:
            failure = error
            continue
        if primitives.equal(DataKey(dek, tenant).commitment, sealed.commitment):
            return dek
        failure = OpenError("not_authentic", "the data key is not the one that the value was sealed with")
    raise failure


def wrap_info(tenant: str) -> bytes:
    """HPKE's `info` for sealing a data key."""
    return b"sealog/v1/wrap\0" + tenant.encode()


def recipient_id(public_key: bytes) -> bytes:
    """Name a recipient by its public key, 4 bytes."""
    return primitives.sha256(b"sealog/v1/recipient\0" + public_key)[:ID_SIZE]


def _frame(value: str, path: str) -> bytes:
    head = value.encode("utf-8", "surrogatepass") + _END
    used = len(head)
    size = MIN_FRAME if used <= MIN_FRAME else -(-used // FRAME_STEP) * FRAME_STEP
    room = size - used
    tail = path.encode("utf-8", "replace")
    if len(tail) > room:
        tail = tail[:room].decode("utf-8", "ignore").encode()  # whole characters only
    return (head + tail).ljust(size, _END)
