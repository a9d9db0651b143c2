"""Checks an audit trail against a key that comes from elsewhere: the keyring, or whoever asks. It changes nothing.

What it can't show: that trail and anchor were both put back as they were at an earlier time, or that whoever holds the
keyring wrote another trail. A copy of the anchor that is kept elsewhere shows the first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sealog.audit.trail import START, anchor_path, hash_of, signed_chain, signed_count
from sealog.crypto import primitives
from sealog.errors import AuditError

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Verdict:
    """What a check found: `entries` that hold, in order, and what is wrong; `notes` are no faults."""

    entries: int
    wrong: str | None
    notes: tuple[str, ...] = ()


def verify(path: Path, public_key: bytes) -> Verdict:
    """Check hashes, signatures and the number of entries of a trail.

    `public_key` is the Ed25519 key that signs it: never taken from the trail itself.

    Raises:
        AuditError: the file can't be read.
    """
    lines, torn = _lines(path)
    previous, signed, set_aside = START, 0, 0
    heads = [START]
    for number, line in enumerate(lines, start=1):
        entry = entry_of(line)
        if entry is None:
            return Verdict(number - 1, f"line {number} can't be read")
        if entry.get("prev") != previous:
            return Verdict(number - 1, f"line {number}: the entry before it was changed, added or removed")
        if entry.get("action") == "checkpoint":
            if (wrong := _checkpoint_fault(entry, previous, public_key)) is not None:
                return Verdict(number - 1, f"line {number}: {wrong}")
            signed = number
        set_aside += entry.get("action") == "torn"
        previous = hash_of(line)
        heads.append(previous)
    wrong = _anchor_fault(path, heads, public_key) or _end_fault(len(lines), signed, torn)
    notes = (f"{set_aside} torn lines were set aside after crashes",) if set_aside else ()
    return Verdict(len(lines), wrong, notes)


def entry_of(line: bytes) -> dict[str, Any] | None:
    """Read one entry; None where the line is none."""
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return entry if isinstance(entry, dict) else None


def _lines(path: Path) -> tuple[list[bytes], int]:
    """Give the whole lines of a trail, and how many bytes stand behind the last one."""
    try:
        *lines, rest = path.read_bytes().split(b"\n")
    except FileNotFoundError:
        if anchor_path(path).exists():
            return [], 0
        raise AuditError(f"{path}: there is no audit trail") from None
    except OSError as error:
        raise AuditError(f"{path}: the audit trail can't be read: {error.strerror}") from error
    return lines, len(rest)


def _checkpoint_fault(entry: dict[str, Any], previous: str, public_key: bytes) -> str | None:
    if entry.get("public_key") != public_key.hex():
        return "it is signed with another key than the keyring's"
    signature = _bytes(entry.get("signature"))
    if signature is None or not primitives.is_signed(public_key, signature, signed_chain(previous)):
        return "the signature does not hold"
    return None


def _anchor_fault(path: Path, heads: list[str], public_key: bytes) -> str | None:
    try:
        anchor = entry_of(anchor_path(path).read_bytes())
    except OSError:
        return f"{anchor_path(path).name} is not there, so nothing says how many entries there were"
    if anchor is None or not isinstance(entries := anchor.get("entries"), int):
        return f"{anchor_path(path).name} can't be read"
    head, signature = str(anchor.get("head")), _bytes(anchor.get("signature"))
    if signature is None or not primitives.is_signed(public_key, signature, signed_count(entries, head)):
        return f"the signature of {anchor_path(path).name} does not hold"
    if entries >= len(heads):
        return f"there were {entries} entries at the last signature: {entries - len(heads) + 1} are missing at the end"
    if heads[entries] != head:
        return f"the first {entries} entries are not those that were signed"
    return None


def _end_fault(entries: int, signed: int, torn: int) -> str | None:
    if torn:
        return f"the last line is torn ({torn} bytes); the next opening sets it aside"
    if not signed:
        return "no entry is signed"
    if signed < entries:
        return f"the last {entries - signed} entries are not signed: a run has not ended, or was cut off"
    return None


def _bytes(text: Any) -> bytes | None:
    try:
        return bytes.fromhex(text)
    except (ValueError, TypeError):
        return None
