"""The SQLite file of alerting: its tables, their version, and its lock."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from sealog.errors import SettingError

if TYPE_CHECKING:
    from pathlib import Path

FILE = "alerting.sqlite3"

_VERSION = 2
_OLDER = "ALTER TABLE groups ADD COLUMN page INTEGER NOT NULL DEFAULT 0;"  # from version 1
_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS groups (
    rule TEXT NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL, page INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (rule, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal (number INTEGER PRIMARY KEY, at_ns INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS waiting (
    id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, thread TEXT NOT NULL, body TEXT NOT NULL,
    attempts INTEGER NOT NULL, due_ns INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS waiting_thread ON waiting (target, thread, id);
CREATE TABLE IF NOT EXISTS dead (
    id INTEGER PRIMARY KEY AUTOINCREMENT, target TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL,
    reason TEXT NOT NULL, buried_ns INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS standings (
    fingerprint TEXT NOT NULL, receiver TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (fingerprint, receiver)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS silences (id TEXT PRIMARY KEY, state TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS trail (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at_ns INTEGER NOT NULL, fingerprint TEXT NOT NULL, alert TEXT NOT NULL,
    receiver TEXT NOT NULL, status TEXT NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS trail_alert ON trail (fingerprint, id);
PRAGMA user_version = {_VERSION};
"""


class DamagedStateError(SettingError):
    """The state file is damaged; the message says what is lost and how to go on."""

    def __init__(self, state_dir: Path | None, reason: str) -> None:
        super().__init__(
            f"state directory {state_dir}: {FILE} is damaged ({reason}). Lost with it: what was counted, cooldowns,"
            " silences made by command, notifications that wait. To go on, start with --set-aside-state: the file is"
            " kept under another name, and a new one begins"
        )


def set_aside(state_dir: Path) -> Path:
    """Rename the state file and what SQLite keeps beside it; return the new name.

    Raises:
        SettingError: it can't be renamed.
    """
    number = 1
    while (aside := state_dir / f"{FILE}.damaged-{number}").exists():
        number += 1
    try:
        for suffix in ("-wal", "-shm", ""):  # the file itself last: without its log it would be another one
            part = state_dir / f"{FILE}{suffix}"
            if part.exists():
                part.rename(f"{aside}{suffix}")
    except OSError as error:
        raise SettingError(f"state directory {state_dir}: {FILE} can't be set aside ({error.strerror})") from error
    return aside


def open_state(state_dir: Path | None) -> sqlite3.Connection:
    """Open or make the file, lock it, and check its version; `None` gives one in memory.

    Raises:
        SettingError: the directory can't be used, another process uses it, or the file is newer.
        DamagedStateError: the file is damaged.
    """
    place = ":memory:"
    if state_dir is not None:
        path = state_dir / FILE
        try:
            state_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made before SQLite does, with no right for others: sample lines are in it.
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise SettingError(f"state directory {state_dir}: can't be used ({error.strerror})") from error
        place = str(path)
    db = sqlite3.connect(place, timeout=1.0, isolation_level=None)
    try:
        _prepare(db, state_dir)
    except BaseException:
        db.close()
        raise
    return db


def _prepare(db: sqlite3.Connection, state_dir: Path | None) -> None:
    """Lock the file, check its version, and make the tables."""
    try:
        # EXCLUSIVE keeps a second process out until this one ends, however it ends. With a write-ahead log,
        # NORMAL loses nothing when the process dies; a power cut may take the last transactions.
        db.executescript("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == 1:
            db.executescript(f"BEGIN; {_OLDER} {_SCHEMA} COMMIT;")
        elif version in {0, _VERSION}:
            db.executescript(_SCHEMA)
        (found,) = db.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise DamagedStateError(state_dir, " ".join(str(found).split()))
    except sqlite3.OperationalError as error:
        raise SettingError(f"state directory {state_dir}: in use by another process, or can't be written") from error
    except sqlite3.DatabaseError as error:
        raise DamagedStateError(state_dir, str(error)) from error
    if not 0 <= version <= _VERSION:
        raise SettingError(f"state directory {state_dir}: made by a newer sealog (version {version})")
