"""What an erasure keeps between its runs: request, salt, and which records it was about to change. No identifier.

Whoever has a subject file and the salt can prove that a receipt is of that person. Without the salt nobody can: delete
the folder when the proof is not needed any more.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import hmac
import json
import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sealog.errors import SettingError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sealog_exporters.people.subject import Subject

__all__ = ["ErasureState", "opened_state"]

_STATE = "erasure.json"
_TOUCHED = "touched.jsonl"
_SALT_BYTES = 32


@dataclass(frozen=True)
class ErasureState:
    """The state of one erasure, whose lock this process holds. `commitment` stands for the person, by the salt."""

    folder: Path
    request: str
    commitment: str

    def touched(self, store: str) -> set[str]:
        """Give the ids of a store's records that earlier runs were about to change.

        Raises:
            SettingError: they can't be read; names the folder.
        """
        found: set[str] = set()
        try:
            with (self.folder / _TOUCHED).open(encoding="utf-8") as lines:
                for line in lines:
                    with suppress(ValueError):  # a kill or a full disk may have cut one: nothing was changed then
                        entry = json.loads(line)
                        found.update(entry["ids"] if entry["store"] == store else ())
        except FileNotFoundError:
            return set()
        except (OSError, UnicodeDecodeError, KeyError, TypeError):
            raise SettingError(f"--state {self.folder}: {_TOUCHED} can't be read") from None
        return found

    def about_to(self, store: str, ids: Sequence[str]) -> None:
        """Write down, on disk, which records are changed next.

        Raises:
            OSError: it can't be written; then none of them may be changed.
        """
        handle = os.open(self.folder / _TOUCHED, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            # The line feed comes first: a line that was cut stays one of its own, and what follows can be read.
            line = b"\n" + json.dumps({"store": store, "ids": list(ids)}).encode()
            if os.write(handle, line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self.folder / _TOUCHED))
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def opened_state(folder: Path, request: str, subject: Subject) -> Iterator[ErasureState]:
    """Open the state of an erasure, or begin one; one process at a time.

    Raises:
        SettingError: it can't be used, is in use, or is of another request or person.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / _STATE
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise SettingError(f"--state {folder}: can't be used ({error.strerror})") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SettingError(f"--state {folder}: another erasure uses it now") from None
        yield _read(folder, os.pread(handle, 1 << 16, 0), request, subject) or _begin(folder, handle, request, subject)
    finally:
        os.close(handle)


def _read(folder: Path, raw: bytes, request: str, subject: Subject) -> ErasureState | None:
    if not raw:
        return None
    try:
        kept = json.loads(raw)
        salt, commitment, of_request = bytes.fromhex(kept["salt"]), kept["commitment"], kept["request"]
    except (ValueError, KeyError, TypeError):
        raise SettingError(f"--state {folder}: {_STATE} can't be read") from None
    if of_request != request:
        raise SettingError(f"--state {folder}: is of another request; give each erasure a folder of its own")
    if commitment_of(subject, salt) != commitment:
        raise SettingError(f"--state {folder}: is of another person, or the subject file was changed since it began")
    return ErasureState(folder, request, commitment)


def _begin(folder: Path, handle: int, request: str, subject: Subject) -> ErasureState:
    salt = os.urandom(_SALT_BYTES)
    commitment = commitment_of(subject, salt)
    os.pwrite(handle, json.dumps({"request": request, "salt": salt.hex(), "commitment": commitment}).encode(), 0)
    os.fsync(handle)
    return ErasureState(folder, request, commitment)


def commitment_of(subject: Subject, salt: bytes) -> str:
    """Give what stands for a person in a receipt: HMAC-SHA256 of the identifiers' normal forms under the salt."""
    return hmac.new(salt, b"sealog/v1/erasure\0" + subject.canonical(), hashlib.sha256).hexdigest()
