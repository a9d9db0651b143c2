"""Compares a trail with what was signed of it before.

That is in the checkpoint beside the trail; in trails of earlier versions in an anchor, which is read and never written.
"""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

from sealog.audit.checkpoint import MOST_BYTES, log_key, read_checkpoint
from sealog.crypto import primitives
from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sealog.audit.checkpoint import SignedCheckpoint
    from sealog.audit.merkle import MerkleTree

_CHECKPOINT = ".checkpoint"
_ANCHOR = ".anchor"


def checkpoint_path(trail: Path) -> Path:
    """Give where the signed checkpoint of a trail lies."""
    return trail.with_name(trail.name + _CHECKPOINT)


def anchor_path(trail: Path) -> Path:
    """Give where earlier versions kept how many entries a trail had."""
    return trail.with_name(trail.name + _ANCHOR)


def stored_checkpoint(trail: Path) -> SignedCheckpoint | None:
    """Read the checkpoint beside a trail; None where there is no such file.

    Raises:
        AuditError: it can't be read, or is none.
    """
    return checkpoint_in(checkpoint_path(trail))


def checkpoint_in(path: Path) -> SignedCheckpoint | None:
    """Read a checkpoint's file; None where there is none.

    Raises:
        AuditError: it can't be read, or is none.
    """
    try:
        with path.open("rb") as file:
            return read_checkpoint(file.read(MOST_BYTES + 1))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise AuditError(f"{path.name} can't be read: {error.strerror}") from error
    except AuditError:
        raise AuditError(f"{path.name} can't be read: not a signed checkpoint") from None


def read_lines(handle: int) -> list[bytes]:
    """Read the whole lines of an open trail, without their line feeds."""
    at, blocks = 0, []
    while block := os.pread(handle, 1 << 20, at):
        blocks.append(block)
        at += len(block)
    return b"".join(blocks).split(b"\n")[:-1]


def history_fault(trail: Path, lines: Sequence[bytes], tree: MerkleTree, public_key: bytes) -> str | None:
    """Say how a trail differs from what was signed of it; None if that is its beginning, or nothing was signed."""
    try:
        signed = stored_checkpoint(trail)
    except AuditError as error:
        return str(error)
    if signed is None:
        return _anchor_fault(trail, lines, public_key)
    return beginning_fault(signed, tree, public_key, checkpoint_path(trail).name)


def beginning_fault(signed: SignedCheckpoint, tree: MerkleTree, public_key: bytes, name: str) -> str | None:
    """Say how a trail differs from a checkpoint of it, of this or an earlier moment. `name` is what to call that."""
    key, head = log_key(public_key), signed.checkpoint
    if head.origin != key.name:
        return f"{name} is that of another keyring's trail"
    if not signed.is_signed_by(key):
        return f"the signature of {name} does not hold"
    if head.size > tree.size:
        return f"there were {head.size} entries at the last signature: {head.size - tree.size} are missing at the end"
    if tree.root(head.size) != head.root:
        return f"the first {head.size} entries are not those that were signed"
    return None


def _anchor_fault(trail: Path, lines: Sequence[bytes], public_key: bytes) -> str | None:
    path = anchor_path(trail)
    try:
        anchor = json.loads(path.read_bytes())
        entries, head, signature = anchor["entries"], str(anchor["head"]), bytes.fromhex(anchor["signature"])
        signed = b"sealog/v1/audit-anchor\0" + f"{entries} {head}".encode()
        is_signed = isinstance(entries, int) and primitives.is_signed(public_key, signature, signed)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        return f"{path.name} can't be read ({type(error).__name__})"
    if not is_signed:
        return f"the signature of {path.name} does not hold"
    if entries > len(lines):
        return f"there were {entries} entries at the last signature: {entries - len(lines)} are missing at the end"
    if entries < 1 or hashlib.sha256(lines[entries - 1]).hexdigest() != head:
        return f"the first {entries} entries are not those that were signed"
    return None
