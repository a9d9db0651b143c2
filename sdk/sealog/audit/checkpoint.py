"""Checkpoints: how many entries a trail has and their Merkle root, as a signed note that others can verify and cosign.

Formats: c2sp.org/signed-note, c2sp.org/tlog-checkpoint, c2sp.org/tlog-cosignature (Ed25519).
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.audit.merkle import HASH_SIZE
from sealog.crypto import primitives
from sealog.errors import AuditError

if TYPE_CHECKING:
    from sealog.crypto.secret import Secret

ED25519 = 1
COSIGNATURE = 4
"""Types of signatures, the byte before a public key in a verifier key."""

MOST_BYTES = 1 << 16
_MOST_SIGNATURES = 64
_ID_SIZE = 4
_TIME_SIZE = 8
_NAME = re.compile(r"[^\s+\x00-\x20]+")
_SIZE = re.compile(r"0|[1-9][0-9]{0,17}")


@dataclass(frozen=True)
class VerifierKey:
    """A public key with a name, written as `name+1a2b3c4d+base64`. `kind` is `ED25519` or `COSIGNATURE`."""

    name: str
    kind: int
    public_key: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that name name, kind and key: a hint, no proof."""
        return primitives.sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public_key)[:_ID_SIZE]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_b64(bytes([self.kind]) + self.public_key)}"


def verifier_key(text: str) -> VerifierKey:
    """Read a verifier key.

    Raises:
        AuditError: it is none, or not one of Ed25519.
    """
    name, _, rest = text.partition("+")
    spelled_id, _, encoded = rest.partition("+")
    raw = _unb64(encoded)
    if not _NAME.fullmatch(name) or raw is None or len(raw) != 1 + HASH_SIZE or raw[0] not in (ED25519, COSIGNATURE):
        raise AuditError("a verifier key is NAME+ID+BASE64 with an Ed25519 key")
    key = VerifierKey(name, raw[0], raw[1:])
    if key.id.hex() != spelled_id:
        raise AuditError(f"the verifier key of {name} has another id than its name and key give")
    return key


def log_key(public_key: bytes) -> VerifierKey:
    """Give the verifier key of the trail that this audit key signs. Its name does not show the tenant to witnesses."""
    return VerifierKey(f"sealog/audit/{primitives.sha256(public_key).hex()[:16]}", ED25519, public_key)


@dataclass(frozen=True)
class Checkpoint:
    """A tree head: the trail's name, how many entries there are, and the root over them."""

    origin: str
    size: int
    root: bytes

    def body(self) -> bytes:
        """Give what is signed."""
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n".encode()


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint and its signature lines: (name, key id, signature) each, none of them verified yet."""

    checkpoint: Checkpoint
    body: bytes
    signatures: tuple[tuple[str, bytes, bytes], ...]

    def __bytes__(self) -> bytes:
        return self.body + b"\n" + b"".join(signature_line(*one) for one in self.signatures)

    def is_signed_by(self, key: VerifierKey) -> bool:
        """Tell whether there is a signature of this key, and each one that names it holds."""
        named = [signature for name, key_id, signature in self.signatures if (name, key_id) == (key.name, key.id)]
        return bool(named) and all(_holds(key, signature, self.body) for signature in named)

    def cosigned_at(self, key: VerifierKey) -> int | None:
        """Give the Unix time at which a witness cosigned, None where it did not."""
        if key.kind != COSIGNATURE or not self.is_signed_by(key):
            return None
        times = [one for name, key_id, one in self.signatures if (name, key_id) == (key.name, key.id)]
        return max(int.from_bytes(signature[:_TIME_SIZE], "big") for signature in times)

    def with_lines(self, lines: bytes) -> SignedCheckpoint:
        """Add signature lines; one of a name and key id that is there takes its place.

        Raises:
            AuditError: they are no signature lines.
        """
        added = _signatures(lines)
        new = {(name, key_id) for name, key_id, _ in added}
        kept = tuple(one for one in self.signatures if (one[0], one[1]) not in new)
        return SignedCheckpoint(self.checkpoint, self.body, (*kept, *added))


def sign_checkpoint(size: int, root: bytes, signing_key: Secret) -> SignedCheckpoint:
    """Sign a tree head with the key of its trail."""
    key = log_key(primitives.signing_public_key(signing_key))
    checkpoint = Checkpoint(key.name, size, root)
    signature = primitives.sign(signing_key, checkpoint.body())
    return SignedCheckpoint(checkpoint, checkpoint.body(), ((key.name, key.id, signature),))


def read_checkpoint(note: bytes) -> SignedCheckpoint:
    """Read a signed checkpoint. No signature is verified.

    Raises:
        AuditError: it is none.
    """
    body, separator, rest = note.partition(b"\n\n")
    body += b"\n"
    lines = body.decode("utf-8", "replace").split("\n")
    root = _unb64(lines[2]) if len(lines) > 3 else None  # noqa: PLR2004 - three lines and the end of the last
    is_one = separator and len(note) <= MOST_BYTES and lines[0] and root is not None and len(root) == HASH_SIZE
    if not is_one or root is None or _SIZE.fullmatch(lines[1]) is None or any(not line for line in lines[3:-1]):
        raise AuditError("not a signed checkpoint (c2sp.org/tlog-checkpoint)")
    return SignedCheckpoint(Checkpoint(lines[0], int(lines[1]), root), body, _signatures(rest))


def signature_line(name: str, key_id: bytes, signature: bytes) -> bytes:
    """Spell one signature."""
    return f"— {name} {_b64(key_id + signature)}\n".encode()


def _signatures(lines: bytes) -> tuple[tuple[str, bytes, bytes], ...]:
    try:
        spelled = lines.decode("utf-8")
    except UnicodeDecodeError:
        spelled = ""
    found = []
    for line in spelled.removesuffix("\n").split("\n"):
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        raw = _unb64(encoded)
        if dash != "—" or not _NAME.fullmatch(name) or raw is None or len(raw) <= _ID_SIZE:
            raise AuditError("a signature line must be `— NAME BASE64` (c2sp.org/signed-note)")
        found.append((name, raw[:_ID_SIZE], raw[_ID_SIZE:]))
    if not spelled.endswith("\n") or len(found) > _MOST_SIGNATURES or len(lines) > MOST_BYTES:
        raise AuditError(f"a checkpoint must have 1 to {_MOST_SIGNATURES} signature lines, each ended by a line feed")
    return tuple(found)


def _holds(key: VerifierKey, signature: bytes, body: bytes) -> bool:
    if key.kind == ED25519:
        return primitives.is_signed(key.public_key, signature, body)
    time, rest = signature[:_TIME_SIZE], signature[_TIME_SIZE:]
    message = f"cosignature/v1\ntime {int.from_bytes(time, 'big')}\n".encode() + body
    return primitives.is_signed(key.public_key, rest, message)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _unb64(text: str) -> bytes | None:
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return raw if _b64(raw) == text else None  # one spelling
