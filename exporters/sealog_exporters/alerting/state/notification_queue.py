"""The queue of notifications: those that wait for each target, and dead letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sealog_exporters.alerting.model.alert.notification import from_json
from sealog_exporters.alerting.state.coalesce import coalesce

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Sequence

    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.state.database import StateDatabase

MAX_WAITING = 10_000
"""Notifications that may wait for one target; the oldest becomes a dead letter for a newer one."""

MAX_DEAD = 10_000
"""Dead letters that are kept."""

# Of each thread only the oldest may be sent: a resolve never overtakes its firing. Other threads don't wait for it.
_NEXT = """
SELECT id, thread, body, attempts, due_ns,
    EXISTS (SELECT 1 FROM waiting WHERE target = w.target AND thread = w.thread AND id > w.id)
FROM waiting AS w WHERE target = :target AND NOT EXISTS (
    SELECT 1 FROM waiting WHERE target = w.target AND thread = w.thread AND id < w.id
) ORDER BY due_ns, id LIMIT 1
"""

_BEHIND = """
SELECT id, body FROM waiting WHERE target = :target AND thread = :thread AND id > :id ORDER BY id LIMIT :most
"""
MAX_FOLDED = 1_000
"""Newer notifications that one may stand for."""


@dataclass(frozen=True, slots=True)
class QueuedNotification:
    """A notification that waits: tried `attempts` times, due at `due_ns`."""

    id: int
    notification: Notification
    attempts: int
    due_ns: int
    folded: tuple[int, ...] = ()
    """The ids of newer notifications of the thread that it stands for."""


class NotificationQueue:
    """The notifications in the state file. One thread only.

    Every method raises `StoreError` where the file can't be read or written; nothing has changed then.
    """

    def __init__(self, database: StateDatabase) -> None:
        self._database = database

    def add(self, db: sqlite3.Connection, notifications: Collection[tuple[str, Notification]], now_ns: int) -> None:
        """Add notifications (target, notification), due now, within the transaction `db`.

        Where too many wait for a target, its oldest become dead letters.
        """
        new = [(target, one.thread, one.to_json(), now_ns) for target, one in notifications]
        db.executemany("INSERT INTO waiting (target, thread, body, attempts, due_ns) VALUES (?, ?, ?, 0, ?)", new)
        for target in dict(notifications):
            query = "SELECT id FROM waiting WHERE target = ? ORDER BY id DESC LIMIT -1 OFFSET ?"
            if crowded_out := db.execute(query, (target, MAX_WAITING)).fetchall():
                _move(db, crowded_out, "too many waiting", now_ns)

    def next(self, target: str) -> QueuedNotification | None:
        """Return the notification to try next for `target`, whether it is due yet or not.

        If newer ones say that the same alerts still fire, the newest stands for all of them.

        Raises:
            StoreError: the queue can't be read.
        """
        row = self._database.row(_NEXT, {"target": target})
        if row is None:
            return None
        identity, thread, body, attempts, due_ns, others = row
        queued = QueuedNotification(identity, from_json(body), attempts, due_ns)
        if not others:
            return queued
        behind = self._database.rows(_BEHIND, {"target": target, "thread": thread, "id": identity, "most": MAX_FOLDED})
        notification, folded = coalesce(queued.notification, ((number, from_json(text)) for number, text in behind))
        return replace(queued, notification=notification, folded=folded)

    def delivered(self, queued: QueuedNotification) -> None:
        """Delete a notification that arrived, and those that it stood for."""
        with self._database.transaction() as db:
            db.executemany("DELETE FROM waiting WHERE id = ?", zip((queued.id, *queued.folded), strict=True))

    def postpone(self, queued: QueuedNotification, due_ns: int) -> None:
        """Note a failed attempt, and when the next may be."""
        with self._database.transaction() as db:
            db.execute("UPDATE waiting SET attempts = attempts + 1, due_ns = ? WHERE id = ?", (due_ns, queued.id))

    def turn_back(self, now_ns: int) -> None:
        """Make everything due whose moment is in the future of `now_ns`, after the clock was set back.

        Raises:
            StoreError: it can't be written.
        """
        with self._database.transaction() as db:
            db.execute("UPDATE waiting SET due_ns = ? WHERE due_ns > ?", (now_ns, now_ns))

    def dead_letter(self, queued: QueuedNotification, reason: str, now_ns: int) -> None:
        """Give up a notification; it is kept with the reason in the table `dead`."""
        with self._database.transaction() as db:
            _move(db, [(queued.id,), *((one,) for one in queued.folded)], reason, now_ns)

    def dead_letter_unknown(self, targets: Collection[str], now_ns: int) -> int:
        """Give up notifications for targets that are not in `targets` any more; return their number."""
        rows = list(self._database.rows("SELECT id, target FROM waiting"))
        gone = [(identity,) for identity, target in rows if target not in targets]
        with self._database.transaction() as db:
            _move(db, gone, "no such receiver any more", now_ns)
        return len(gone)

    def stats(self) -> dict[str, int]:
        """Count what waits and the dead letters that are kept."""
        ((waiting, dead),) = self._database.rows("SELECT (SELECT count(*) FROM waiting), (SELECT count(*) FROM dead)")
        return {"waiting": waiting, "dead": dead}


def _move(db: sqlite3.Connection, ids: Sequence[tuple[int]], reason: str, now_ns: int) -> None:
    """Move rows from `waiting` to `dead`, within a transaction."""
    db.executemany(
        "INSERT INTO dead (target, body, attempts, reason, buried_ns)"
        " SELECT target, body, attempts, ?, ? FROM waiting WHERE id = ?",
        [(reason, now_ns, identity) for (identity,) in ids],
    )
    db.executemany("DELETE FROM waiting WHERE id = ?", ids)
    db.execute("DELETE FROM dead WHERE id <= (SELECT max(id) FROM dead) - ?", (MAX_DEAD,))
