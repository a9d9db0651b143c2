"""Proofs that one entry is in a trail, which anyone verifies with the trail's key alone: c2sp.org/tlog-proof@v1."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.audit.checkpoint import SignedCheckpoint, read_checkpoint
from sealog.audit.merkle import HASH_SIZE, is_included
from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sealog.audit.merkle import MerkleTree

HEAD = "c2sp.org/tlog-proof@v1"
_MOST_HASHES = 63


@dataclass(frozen=True)
class Proof:
    """An entry, its position (from 0), the path to the root, and the checkpoint that signs the root."""

    entry: bytes
    position: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint

    def __bytes__(self) -> bytes:
        lines = [HEAD, f"extra {_b64(self.entry)}", f"index {self.position}", *map(_b64, self.path), ""]
        return "\n".join(lines).encode() + b"\n" + bytes(self.signed)

    @property
    def holds(self) -> bool:
        """Whether the path leads from the entry to the checkpoint's root; the signature is not checked."""
        head = self.signed.checkpoint
        return is_included(self.entry, self.position, head.size, self.path, head.root)


def prove(entries: Sequence[bytes], tree: MerkleTree, position: int, signed: SignedCheckpoint) -> Proof:
    """Prove that the entry at `position` is among those that a checkpoint counts.

    Raises:
        AuditError: it is not.
    """
    size = signed.checkpoint.size
    if not 0 <= position < size:
        raise AuditError(f"entry {position + 1} is not signed: the last checkpoint counts {size} entries")
    return Proof(entries[position], position, tuple(tree.inclusion(position, size)), signed)


def read_proof(text: bytes) -> Proof:
    """Read a proof whose entry stands in its `extra` line, as `prove` writes it.

    Raises:
        AuditError: it is none.
    """
    head, separator, note = text.partition(b"\n\n")
    lines = head.decode("utf-8", "replace").split("\n")
    try:
        title, extra, index, *path = lines
        entry = base64.b64decode(extra.removeprefix("extra "), validate=True)
        hashes = tuple(base64.b64decode(line, validate=True) for line in path)
        position = int(index.removeprefix("index "))
    except ValueError:
        raise AuditError(f"not a proof ({HEAD} with the entry as `extra`)") from None
    is_one = separator and title == HEAD and extra.startswith("extra ") and index == f"index {position}"
    if not is_one or len(hashes) > _MOST_HASHES or any(len(one) != HASH_SIZE for one in hashes):
        raise AuditError(f"not a proof ({HEAD} with the entry as `extra`)")
    return Proof(entry, position, hashes, read_checkpoint(note))


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
