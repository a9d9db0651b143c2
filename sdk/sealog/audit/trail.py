"""The audit trail: a file of JSON lines, each holding the hash of the one before. It never holds a plaintext.

A run of an opening command ends with a `checkpoint` entry: an Ed25519 signature (RFC 8032) over the chain so far. A
signed checkpoint beside the trail says how many entries there were then, and their Merkle root. `sealog.audit.verify`
checks both; others can cosign the second.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from sealog.audit.checkpoint import SignedCheckpoint, sign_checkpoint
from sealog.audit.history import anchor_path, checkpoint_path, history_fault, read_lines, stored_checkpoint
from sealog.audit.merkle import MerkleTree
from sealog.crypto import primitives
from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sealog.crypto.secret import Secret

AUDIT_NAME = "audit.jsonl"
"""The audit trail's file, beside the keyring."""

START = "0" * 64
_TORN = ".torn"


class AuditTrail:
    """Appends entries to one file. Processes may share the file; each append holds its lock.

    `torn` is how many bytes of a line that a crash cut short were set aside, see `append`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.torn = 0

    def append(self, entries: Sequence[dict[str, Any]]) -> None:
        """Write entries and sync them to disk before returning: only then may a plaintext be shown.

        A last line without its end is moved to a file beside the trail, and an entry says so: the trail goes on.

        Raises:
            AuditError: the file can't be written.
        """
        with self._locked() as (handle, head):
            previous, lines = head, []
            for entry in entries:
                line = json.dumps({**entry, "prev": previous}, ensure_ascii=True).encode()
                previous = hash_of(line)
                lines.append(line + b"\n")
            _write_all(handle, b"".join(lines))

    def checkpoint(self, signing_key: Secret, time: str) -> None:
        """Sign the chain so far, and how many entries it has, if what was signed before is still its beginning.

        The time grows with the trail: 0.6 seconds of CPU for 100,000 entries.

        Raises:
            AuditError: the file can't be written, or entries that were signed are others now: nothing is signed then.
        """
        public_key = primitives.signing_public_key(signing_key)
        with self._locked() as (handle, start):
            head, lines = start, read_lines(handle)
            if (wrong := history_fault(self.path, lines, MerkleTree(lines), public_key)) is not None:
                raise AuditError(f"{self.path}: {wrong}; nothing is signed until that is cleared up (docs/audit.md)")
            if self._has_lost_its_checkpoint(lines):
                head = _add(handle, lines, {"time": time, "action": "unanchored", "prev": head})
            signature = primitives.sign(signing_key, signed_chain(head)).hex()
            entry = {"time": time, "action": "checkpoint", "public_key": public_key.hex(), "signature": signature}
            _add(handle, lines, {**entry, "prev": head})
            os.fsync(handle)  # the checkpoint must never be ahead of the trail
            tree = MerkleTree(lines)
            self._write_checkpoint(sign_checkpoint(tree.size, tree.root(tree.size), signing_key))

    def publish(self, signed: SignedCheckpoint) -> None:
        """Keep cosignatures with the checkpoint that they are of.

        Raises:
            AuditError: the file can't be written, or the trail has another checkpoint by now.
        """
        with self._locked():
            present = stored_checkpoint(self.path)
            if present is None or present.body != signed.body:
                raise AuditError(f"{self.path} was signed again meanwhile; publish once more")
            self._write_checkpoint(signed)

    def _has_lost_its_checkpoint(self, lines: list[bytes]) -> bool:
        """Tell whether there was a checkpoint once, by its entry, and now there is none beside the trail."""
        there = checkpoint_path(self.path).exists() or anchor_path(self.path).exists()
        return not there and any(b'"action": "checkpoint"' in line for line in lines)

    def _write_checkpoint(self, signed: SignedCheckpoint) -> None:
        path = checkpoint_path(self.path)
        new = path.with_name(f"{path.name}.new")  # the trail's lock is held: nobody else writes it
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        try:
            _write_all(handle, bytes(signed))
            os.fsync(handle)
        finally:
            os.close(handle)
        new.replace(path)
        anchor_path(self.path).unlink(missing_ok=True)  # what earlier versions wrote in its place

    @contextmanager
    def _locked(self) -> Iterator[tuple[int, str]]:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise AuditError(f"{self.path}: the audit trail can't be opened: {error.strerror}") from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            last = _last_line(handle)
            if last is not None and not last.endswith(b"\n"):
                last = self._set_aside(handle, last)
            yield handle, START if last is None else hash_of(last.rstrip(b"\n"))
            os.fsync(handle)
        except OSError as error:
            raise AuditError(f"{self.path}: the audit trail can't be written: {error.strerror}") from error
        finally:
            os.close(handle)

    def _set_aside(self, handle: int, torn: bytes) -> bytes:
        """Move a line that a crash tore to its own file; give the line that says so, now the trail's last."""
        aside = os.open(torn_path(self.path), os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            _write_all(aside, torn + b"\n")
            os.fsync(aside)
        finally:
            os.close(aside)
        os.ftruncate(handle, os.fstat(handle).st_size - len(torn))
        last = _last_line(handle)
        previous = START if last is None else hash_of(last.rstrip(b"\n"))
        entry = {"action": "torn", "bytes": len(torn), "sha256": hash_of(torn), "prev": previous}
        line = json.dumps(entry).encode() + b"\n"
        _write_all(handle, line)
        self.torn += len(torn)
        return line


def torn_path(trail: Path) -> Path:
    """Give where torn lines of a trail are set aside."""
    return trail.with_name(trail.name + _TORN)


def signed_chain(head: str) -> bytes:
    """Give what a checkpoint entry signs."""
    return b"sealog/v1/audit-checkpoint\0" + head.encode()


def hash_of(line: bytes) -> str:
    """Give the hash by which the next line names this one."""
    return hashlib.sha256(line).hexdigest()


def _add(handle: int, lines: list[bytes], entry: dict[str, Any]) -> str:
    """Write one entry behind the lines that are there; give its hash."""
    line = json.dumps(entry).encode()
    _write_all(handle, line + b"\n")
    lines.append(line)
    return hash_of(line)


def _last_line(handle: int) -> bytes | None:
    size = os.fstat(handle).st_size
    tail = b""
    while size > 0:
        step = min(size, 4096)
        size -= step
        tail = os.pread(handle, step, size) + tail
        start = tail.rfind(b"\n", 0, len(tail) - 1)
        if start >= 0:
            return tail[start + 1 :]
    return tail or None


def _write_all(handle: int, data: bytes) -> None:
    start = os.fstat(handle).st_size
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, start)  # half an entry would be a torn line
        raise
