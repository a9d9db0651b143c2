"""Whose values an audit trail speaks of: kept beside the trail, so that a person can be forgotten there.

The trail can't lose an entry. So an entry names a person by the hash of a random salt and a blind index, and this file
alone knows salt and index. Without its line, nobody can tell whom an entry is about.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing, contextmanager, suppress
from typing import TYPE_CHECKING

from sealog.errors import AuditError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_SUFFIX = ".people"
_SALT_BYTES = 16
_BUSY_S = 30.0
_TABLE = """
CREATE TABLE IF NOT EXISTS people (commitment TEXT PRIMARY KEY, salt BLOB NOT NULL, blind_index TEXT NOT NULL)
WITHOUT ROWID"""
_BY_INDEX = "CREATE INDEX IF NOT EXISTS people_by_index ON people (blind_index)"


class AuditedPeople:
    """The people of one trail. Processes may share the file; each call is a transaction, on disk when it returns.

    Raises:
        AuditError: the file can't be read or written.
    """

    def __init__(self, trail: Path) -> None:
        self.path = trail.with_name(trail.name + _SUFFIX)

    def commit(self, indexes: Iterable[str]) -> dict[str, str]:
        """Give what an entry calls the holder of each blind index: 64 hexadecimal digits, others each time."""
        named = {}
        with self._connected(writing=True) as connection:
            for index in dict.fromkeys(indexes):
                salt = os.urandom(_SALT_BYTES)
                named[index] = commitment(salt, index)
                connection.execute("INSERT INTO people VALUES (?, ?, ?)", (named[index], salt, index))
        return named

    def names_of(self, indexes: Iterable[str]) -> set[str]:
        """Give everything that entries call the holders of some blind indexes."""
        if not self.path.exists():
            return set()
        found: set[str] = set()
        with self._connected(writing=False) as connection:
            for index in indexes:
                rows = connection.execute("SELECT commitment FROM people WHERE blind_index = ?", (index,))
                found.update(name for (name,) in rows)
        return found

    def forget(self, indexes: Iterable[str]) -> int:
        """Remove salts and indexes; gives how many names were of them. Their bytes in the file are overwritten."""
        if not self.path.exists():
            return 0
        gone = 0
        with self._connected(writing=True) as connection:
            for index in indexes:
                gone += connection.execute("DELETE FROM people WHERE blind_index = ?", (index,)).rowcount
        return gone

    @contextmanager
    def _connected(self, *, writing: bool) -> Iterator[sqlite3.Connection]:
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):  # closing one that SQLite has open in this process would drop its locks
                os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
            with closing(sqlite3.connect(self.path, timeout=_BUSY_S, isolation_level=None)) as connection:
                connection.execute("PRAGMA secure_delete = ON")
                connection.execute("PRAGMA synchronous = FULL")
                connection.execute("BEGIN IMMEDIATE" if writing else "BEGIN")
                if writing:
                    connection.execute(_TABLE)
                    connection.execute(_BY_INDEX)
                yield connection
                connection.execute("COMMIT")
        except (OSError, sqlite3.Error) as error:
            raise AuditError(f"{self.path}: can't be used ({type(error).__name__}), so nothing is opened") from error


def commitment(salt: bytes, index: str) -> str:
    """Give what an entry calls the holder of a blind index."""
    return hashlib.sha256(b"sealog/v1/audit-person\0" + salt + index.encode()).hexdigest()
