"""Checks an audit trail against a key that comes from elsewhere: the keyring, or the caller.

Alone it can't reveal that an earlier trail and its checkpoint were put back, or that the holder of the keyring wrote
another trail. A checkpoint that was kept elsewhere, or a witness, reveals both.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.audit.history import (
    anchor_path,
    beginning_fault,
    checkpoint_path,
    history_fault,
    read_lines,
    stored_checkpoint,
)
from sealog.audit.merkle import MerkleTree
from sealog.audit.trail import START, hash_of, signed_chain
from sealog.crypto import primitives
from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sealog.audit.checkpoint import SignedCheckpoint
    from sealog.audit.policy import TrustPolicy


@dataclass(frozen=True)
class Verdict:
    """The result of a check: the valid `entries`, in order, and the faults; `notes` are not faults."""

    entries: int
    wrong: str | None
    notes: tuple[str, ...] = ()


def verify(
    path: Path,
    public_key: bytes,
    *,
    policy: TrustPolicy | None = None,
    earlier: Sequence[tuple[str, SignedCheckpoint]] = (),
) -> Verdict:
    """Check hashes, signatures and the number of entries of a trail.

    `public_key` is the Ed25519 key that signs it: never taken from the trail itself. `policy` says whose signatures the
    checkpoint must have besides. `earlier` are checkpoints that were kept elsewhere, each with what to call it.

    Raises:
        AuditError: the file can't be read.
    """
    lines, torn = trail_lines(path)
    verdict = _chain(lines, public_key)
    if verdict.wrong is not None:
        return verdict
    tree = MerkleTree(lines)
    wrong = (
        _missing(path, lines)
        or history_fault(path, lines, tree, public_key)
        or _end_fault(lines, torn)
        or next(filter(None, (beginning_fault(one, tree, public_key, name) for name, one in earlier)), None)
    )
    if wrong is None and policy is not None:
        signed = stored_checkpoint(path)
        wrong = "there is no checkpoint to hold against the policy" if signed is None else policy.fault(signed)
    return Verdict(len(lines), wrong, verdict.notes)


def entry_of(line: bytes) -> dict[str, Any] | None:
    """Read one entry; None where the line is none."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def trail_lines(path: Path) -> tuple[list[bytes], int]:
    """Give the whole lines of a trail, and how many bytes stand behind the last one.

    Raises:
        AuditError: there is no such file, or it can't be read.
    """
    try:
        with path.open("rb") as file:
            lines = read_lines(file.fileno())
            size = sum(map(len, lines)) + len(lines)
            return lines, file.seek(0, 2) - size
    except FileNotFoundError:
        if anchor_path(path).exists() or checkpoint_path(path).exists():
            return [], 0
        raise AuditError(f"{path}: there is no audit trail") from None
    except OSError as error:
        raise AuditError(f"{path}: the audit trail can't be read: {error.strerror}") from error


def _chain(lines: Sequence[bytes], public_key: bytes) -> Verdict:
    """Check each line's hash of the one before, and each signature among them."""
    previous, set_aside, notes = START, 0, []
    for number, line in enumerate(lines, start=1):
        entry = entry_of(line)
        if entry is None:
            return Verdict(number - 1, f"line {number} can't be read")
        if entry.get("prev") != previous:
            return Verdict(number - 1, f"line {number}: the entry before it was changed, added or removed")
        action = entry.get("action")
        if action == "checkpoint" and (wrong := _checkpoint_fault(entry, previous, public_key)) is not None:
            return Verdict(number - 1, f"line {number}: {wrong}")
        if action == "unanchored":
            notes.append(f"line {number}: the checkpoint was missing then; what came before may have been cut")
        set_aside += action == "torn"
        previous = hash_of(line)
    if set_aside:
        notes.append(f"{set_aside} torn lines were set aside after crashes")
    return Verdict(len(lines), None, tuple(notes))


def _missing(path: Path, lines: Sequence[bytes]) -> str | None:
    if checkpoint_path(path).exists() or anchor_path(path).exists():
        return None
    return (
        "no entry is signed"
        if not any(map(_is_checkpoint, lines))
        else (f"{checkpoint_path(path).name} is not there, so nothing says how many entries there were")
    )


def _checkpoint_fault(entry: dict[str, Any], previous: str, public_key: bytes) -> str | None:
    if entry.get("public_key") != public_key.hex():
        return "it is signed with another key than the keyring's"
    signature = _bytes(entry.get("signature"))
    if signature is None or not primitives.is_signed(public_key, signature, signed_chain(previous)):
        return "the signature does not hold"
    return None


def _end_fault(lines: Sequence[bytes], torn: int) -> str | None:
    if torn:
        return f"the last line is torn ({torn} bytes); the next opening sets it aside"
    unsigned = next((at for at, line in enumerate(reversed(lines)) if _is_checkpoint(line)), len(lines))
    if unsigned:
        return f"the last {unsigned} entries are not signed: a run has not ended, or was cut off"
    return None


def _is_checkpoint(line: bytes) -> bool:
    return (entry_of(line) or {}).get("action") == "checkpoint"


def _bytes(text: Any) -> bytes | None:
    try:
        return bytes.fromhex(text)
    except (ValueError, TypeError):
        return None
