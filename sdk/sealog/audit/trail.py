"""The audit trail: a file of JSON lines, each holding the hash of the one before. It never holds a plaintext.

Whoever owns the machine can cut the file's end; what was signed and copied elsewhere before then shows it. A run
of an opening command ends with a `checkpoint` entry: an Ed25519 signature (RFC 8032) over the chain so far.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sealog.crypto import primitives
from sealog.errors import SealogError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sealog.crypto.secret import Secret

_START = "0" * 64


class AuditError(SealogError):
    """The audit trail can't be written, so nothing may be opened."""


class AuditTrail:
    """Appends entries to one file. Processes may share the file; each append holds its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, entries: Sequence[dict[str, Any]]) -> None:
        """Write entries and sync them to disk before returning: only then may a plaintext be shown.

        Raises:
            AuditError: the file can't be written.
        """
        with self._locked() as (handle, head):
            previous, lines = head, b""
            for entry in entries:
                line = json.dumps({**entry, "prev": previous}, ensure_ascii=True).encode()
                previous = _hash(line)
                lines += line + b"\n"
            _write_all(handle, lines)

    def checkpoint(self, signing_key: Secret, time: str) -> None:
        """Sign the chain so far.

        Raises:
            AuditError: the file can't be written.
        """
        with self._locked() as (handle, previous):
            signature = primitives.sign(signing_key, _signed(previous)).hex()
            public_key = primitives.signing_public_key(signing_key).hex()
            entry = {"time": time, "action": "checkpoint", "public_key": public_key, "signature": signature}
            _write_all(handle, json.dumps({**entry, "prev": previous}).encode() + b"\n")

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
                _write_all(handle, b"\n")  # a crash tore the last line; it stays, and is counted by `verify`
            yield handle, _START if last is None else _hash(last.rstrip(b"\n"))
            os.fsync(handle)
        except OSError as error:
            raise AuditError(f"{self.path}: the audit trail can't be written: {error.strerror}") from error
        finally:
            os.close(handle)


def verify(path: Path) -> tuple[int, str | None]:
    """Check hashes and signatures of a trail: (number of entries that hold, what is wrong first or None).

    Raises:
        AuditError: the file can't be read.
    """
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except OSError as error:
        raise AuditError(f"{path}: the audit trail can't be read: {error.strerror}") from error
    previous = _START
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
        except ValueError:
            entry = None
        if isinstance(entry, dict):
            if entry.get("prev") != previous:
                return number - 1, f"line {number}: the entry before it was changed, added or removed"
            if entry.get("action") == "checkpoint" and not _holds(entry, previous):
                return number - 1, f"line {number}: the signature does not hold"
        previous = _hash(line)
    return len(lines), None


def _holds(entry: dict[str, Any], previous: str) -> bool:
    try:
        public_key, signature = bytes.fromhex(entry["public_key"]), bytes.fromhex(entry["signature"])
    except (KeyError, ValueError, TypeError):
        return False
    return primitives.is_signed(public_key, signature, _signed(previous))


def _signed(head: str) -> bytes:
    return b"sealog/v1/audit-checkpoint\0" + head.encode()


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


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
    while data:
        data = data[os.write(handle, data) :]
