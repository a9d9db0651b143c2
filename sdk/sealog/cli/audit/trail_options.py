"""Shared by the commands of `sealog audit`: the key that must have signed, and the trail with its tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from sealog.cli.opening import audit_path, audit_public_key
from sealog.errors import AuditError

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.audit.checkpoint import SignedCheckpoint
    from sealog.audit.merkle import MerkleTree

PublicKey: TypeAlias = Annotated[
    str | None, typer.Option(help="The key that signs the trail, in hexadecimal. Default: the keyring's.")
]


@dataclass(frozen=True)
class ProvenTrail:
    """A valid trail: its lines, the tree over them, and the checkpoint that signs it."""

    path: Path
    public_key: bytes
    lines: list[bytes]
    tree: MerkleTree
    signed: SignedCheckpoint


def proven_trail(public_key: str | None) -> ProvenTrail:
    """Read the trail of the settings, and check that its checkpoint belongs to it.

    Raises:
        AuditError: there is none, or it is not what was signed.
        SettingError: what was given is no key.
        KeyFileError: the keyring can't be read.
    """
    from sealog.audit.history import history_fault, stored_checkpoint
    from sealog.audit.merkle import MerkleTree
    from sealog.audit.verify import trail_lines

    path, key = audit_path(), audit_public_key(public_key)
    lines, _ = trail_lines(path)
    tree = MerkleTree(lines)
    signed = stored_checkpoint(path)
    if (wrong := history_fault(path, lines, tree, key)) is not None:
        raise AuditError(f"{path}: {wrong}")
    if signed is None:
        raise AuditError(f"{path}: there is no checkpoint yet; the next opening signs one")
    return ProvenTrail(path, key, lines, tree, signed)
