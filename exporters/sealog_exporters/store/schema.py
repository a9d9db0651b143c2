"""The tables of the embedded store and their version. It reads and writes no record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import StoreError

if TYPE_CHECKING:
    import sqlite3

__all__ = ["prepare"]

APPLICATION_ID = 0x5EA10600
"""Written into the file's header (https://sqlite.org/fileformat2.html#application_id), by which we know it."""

VERSION = 1

_TABLES = """
CREATE TABLE records (
    id         INTEGER PRIMARY KEY,
    uid        TEXT UNIQUE,          -- NULL for a record that sealog did not mint
    time       INTEGER NOT NULL,     -- ns since the Unix epoch
    severity   INTEGER NOT NULL,
    service    TEXT NOT NULL,
    trace_id   TEXT NOT NULL,
    span_id    TEXT NOT NULL,
    body       TEXT NOT NULL,
    document   TEXT NOT NULL
);
CREATE INDEX records_by_time ON records (time);
CREATE INDEX records_by_trace ON records (trace_id) WHERE trace_id <> '';
CREATE TABLE blind_indexes (
    blind_index TEXT NOT NULL, record INTEGER NOT NULL REFERENCES records (id),
    PRIMARY KEY (blind_index, record)
) WITHOUT ROWID;
CREATE TABLE entities (
    entity TEXT NOT NULL, record INTEGER NOT NULL REFERENCES records (id),
    PRIMARY KEY (entity, record)
) WITHOUT ROWID;
CREATE TABLE sealed_keys (spelling TEXT PRIMARY KEY) WITHOUT ROWID;
"""


def prepare(connection: sqlite3.Connection, name: str, *, writable: bool) -> None:
    """Check that a database is a log store of this version; make an empty one into it where that is allowed.

    Raises:
        StoreError: it belongs to another program or a newer sealog, or is empty and can't be written; names it.
        sqlite3.Error: it is no database at all.
    """
    if _is_empty(connection) and writable:
        connection.execute("PRAGMA journal_mode = WAL")  # readers in other processes don't wait for us
        _create(connection)
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        raise StoreError(f"{name}: not a sealog log store (SQLite application id {application:#x})")
    if version != VERSION:
        raise StoreError(f"{name}: a log store of version {version}; this sealog knows version {VERSION}")


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]


def _create(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _is_empty(connection):  # another process may have been quicker
            for statement in _TABLES.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
