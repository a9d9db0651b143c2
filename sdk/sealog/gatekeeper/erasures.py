"""Erasures in the audit trail: who approved one, whether it was begun, and the proof that it ended.

It also tells which opened values are the person's. It knows no store, and erases nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sealog.audit.checkpoint import log_key
from sealog.audit.history import stored_checkpoint
from sealog.audit.merkle import MerkleTree
from sealog.audit.proof import prove
from sealog.audit.verify import entry_of, trail_lines
from sealog.crypto.spelling import parse_sealed_value
from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from sealog.gatekeeper.opened import OpenedValue

__all__ = ["APPROVED", "APPROVED_FOR", "BEGUN", "ENDED", "approver_of", "compared", "is_begun", "proof_of"]

APPROVED, BEGUN, ENDED = "erase-approved", "erase", "erased"
"""The actions of an erasure's entries."""

APPROVED_FOR = timedelta(days=14)
"""How long an approval counts, and how long an erasure may go on after it was begun."""


def approver_of(
    trail: Path, commitment: str, names: Collection[str], moment: datetime, approve_by: str = ""
) -> str | None:
    """Give who else approved an erasure, as the trail names them; None where nobody did, or not `approve_by`.

    `commitment` stands for the person; `names` are those of who erases, of whom no approval counts.

    Raises:
        AuditError: the trail can't be read.
    """
    for entry in _entries(trail, APPROVED, commitment, moment):
        given = entry.get("names")
        approvers = frozenset(map(str, given)) if isinstance(given, list) else frozenset(names)
        if approvers.isdisjoint(names) and (not approve_by or approve_by in approvers):
            return str(entry.get("actor", ""))
    return None


def is_begun(trail: Path, commitment: str, request: str, actor: str, moment: datetime) -> bool:
    """Tell whether an actor began an erasure for a request.

    Raises:
        AuditError: the trail can't be read.
    """
    begun = _entries(trail, BEGUN, commitment, moment)
    return any((entry.get("request"), entry.get("actor")) == (request, actor) for entry in begun)


def proof_of(trail: Path, receipt_hash: str, public_key: bytes) -> dict[str, Any]:
    """Give what proves to others that the signed trail has the entry of a receipt: `entry`, `vkey` and `proof`.

    `public_key` is the Ed25519 key of the trail's signatures.

    Raises:
        AuditError: the trail has no such entry that is signed.
    """
    lines, _ = trail_lines(trail)
    signed = stored_checkpoint(trail)
    digest = receipt_hash.encode()
    position = next((at for at in range(len(lines) - 1, -1, -1) if digest in lines[at]), None)
    if position is None or signed is None:
        raise AuditError(f"{trail}: the entry of this erasure is not there")
    proof = prove(lines, MerkleTree(lines), position, signed)
    return {"entry": position + 1, "vkey": str(log_key(public_key)), "proof": bytes(proof).decode()}


def compared(
    open_one: Callable[[str, Iterable[str]], OpenedValue],
    tokens: Mapping[str, list[str]],
    known: Collection[tuple[str, str]],
    normalise: Callable[[str, str], str],
) -> dict[str, bool | None]:
    """Tell of each sealed value, by opening it, whether it is one of some known values; None where it does not open.

    `tokens` has the sealed data keys of each. `known` are entities with values, which `normalise` makes normal.
    """
    normal = {(entity, normalise(entity, value)) for entity, value in known}.union(known)
    same: dict[str, bool | None] = {}
    for token, keys in tokens.items():
        value = open_one(token, keys).value
        same[token] = None
        if value is not None:
            entity = parse_sealed_value(token).entity
            same[token] = (entity, normalise(entity, value)) in normal
    return same


def _entries(trail: Path, action: str, commitment: str, moment: datetime) -> Iterator[dict[str, Any]]:
    """Give the entries of an erasure that still count, newest first."""
    since = (moment - APPROVED_FOR).isoformat(timespec="milliseconds")
    for line in reversed(trail_lines(trail)[0] if trail.exists() else []):
        entry = entry_of(line) or {}
        is_of = (entry.get("action"), entry.get("subject")) == (action, commitment)
        if is_of and str(entry.get("time", "")) >= since:
            yield entry
