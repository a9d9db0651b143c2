"""The state store: series, alert states, queues and the trail, in one SQLite file.

One transaction writes a batch's page of the write-ahead log, the series that began or ended an alert, and the resulting
notifications: after `kill -9` either all of it is stored or nothing. If nothing is, the sender got no answer and sends
the records again. If all is, repeated records are recognised by their uid.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.engine.wal.log import NOTHING, Page
from sealog_exporters.alerting.model.alert.notification import from_json
from sealog_exporters.alerting.model.alert.state import StageOutcome, TrailEntry, load_alert_state
from sealog_exporters.alerting.model.routing.silence import dump_silence, load_silence
from sealog_exporters.alerting.state.coalesce import coalesce
from sealog_exporters.alerting.state.schema import open_state

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from sealog_exporters.alerting.engine.wal.log import WalChange
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.routing.silence import Silence

MAX_WAITING = 10_000
"""Notifications that may wait for one target; the oldest becomes a dead letter for a newer one."""

MAX_DEAD = 10_000

MAX_TRAIL = 100_000
"""Entries of the trail that are kept."""

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

# Not `json_extract`: Python writes `Infinity`, which SQLite's older JSON refuses. Within a text of the state the
# quotes have a backslash, so that only the key itself is found.
_GROUPS = """
SELECT state, page FROM groups ORDER BY CAST(substr(state, instr(state, '"seen_ns": ') + 11) AS INTEGER)
"""
_STEP = """
INSERT INTO trail (at_ns, fingerprint, alert, receiver, status, stage, reason, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_STEPS = """
SELECT at_ns, fingerprint, alert, receiver, status, stage, reason, detail FROM trail
WHERE fingerprint = ? OR alert = ? ORDER BY id DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class QueuedNotification:
    """A notification that waits: tried `attempts` times, due at `due_ns`."""

    id: int
    notification: Notification
    attempts: int
    due_ns: int
    folded: tuple[int, ...] = ()
    """The ids of newer notifications of the thread that it stands for."""


class StateStore:
    """The state file, or memory without a directory. One thread only; another process is kept out.

    Args:
        state_dir: a directory, made (for the owner alone) if it is missing; `None` keeps all in memory.

    Raises:
        SettingError: the directory can't be used, or another process uses it.
    """

    def __init__(self, state_dir: Path | None) -> None:
        self._place = "memory" if state_dir is None else str(state_dir)
        self._db = open_state(state_dir)

    def stored_series(self) -> Iterator[dict[str, Any]]:
        """Yield the stored series as elements of an engine's snapshot, longest unseen first.

        `page` is the number of the write-ahead log's page up to which a state counts.
        """
        for state, page in self._rows(_GROUPS):
            yield {**json.loads(state), "page": page}

    def stored(self, places: Iterable[tuple[str, tuple[str, ...]]]) -> list[dict[str, Any]]:
        """Return those of these series that are stored, as `stored_series` does.

        Raises:
            StoreError: they can't be read.
        """
        query = "SELECT state, page FROM groups WHERE rule = ? AND key = ?"
        found = [row for rule, key in places for row in self._rows(query, (rule, json.dumps(key)))]
        return [{**json.loads(state), "page": page} for state, page in found]

    def pages(self) -> Iterator[Page]:
        """Yield the pages of the write-ahead log, in order."""
        for row in self._rows("SELECT number, at_ns, body FROM journal ORDER BY number"):
            yield Page(*row)

    def probe(self) -> None:
        """Write something that changes nothing, to see that writing is possible.

        Raises:
            StoreError: it can't be written.
        """
        with self._transaction() as db:
            (version,) = db.execute("PRAGMA user_version").fetchone()
            db.execute(f"PRAGMA user_version = {int(version)}")

    def commit(
        self,
        changes: Iterable[tuple[str, tuple[str, ...], dict[str, Any] | None]],
        notifications: Collection[tuple[str, Notification]],
        now_ns: int,
        states: Iterable[tuple[tuple[str, str], AlertState | None]] = (),
        trail: Iterable[TrailEntry] = (),
        journal: WalChange = NOTHING,
    ) -> None:
        """Write all or, on an error, none.

        Args:
            changes: series of the engine, as its `changes` lists them.
            notifications: new ones, as (target, notification).
            now_ns: when they are due.
            states: changed ones by (fingerprint, receiver), `None` where one is forgotten.
            trail: new entries.
            journal: the batch's page, and which pages are needed no more.

        Raises:
            StoreError: nothing was written.
        """
        gone, kept = [], []
        for rule, key, state in changes:
            if state is None:
                gone.append((rule, json.dumps(key)))
            else:
                kept.append((rule, json.dumps(key), json.dumps(state), journal.upto))
        new = [(target, one.thread, one.to_json(), now_ns) for target, one in notifications]
        ended, current = [], []
        for key, alert_state in states:
            if alert_state is None:
                ended.append(key)
            else:
                current.append((*key, json.dumps(alert_state.dump())))
        steps = [(*step[:-1], *step.outcome) for step in trail]
        with self._transaction() as db:
            db.executemany("DELETE FROM standings WHERE fingerprint = ? AND receiver = ?", ended)
            db.executemany("INSERT OR REPLACE INTO standings VALUES (?, ?, ?)", current)
            if steps:
                db.executemany(_STEP, steps)
                db.execute("DELETE FROM trail WHERE id <= (SELECT max(id) FROM trail) - ?", (MAX_TRAIL,))
            db.executemany("DELETE FROM groups WHERE rule = ? AND key = ?", gone)
            db.executemany("INSERT OR REPLACE INTO groups (rule, key, state, page) VALUES (?, ?, ?, ?)", kept)
            if journal.page is not None:
                db.execute("INSERT INTO journal VALUES (?, ?, ?)", journal.page)
            if journal.oldest:
                db.execute("DELETE FROM journal WHERE number < ?", (journal.oldest,))
            db.executemany("INSERT INTO waiting (target, thread, body, attempts, due_ns) VALUES (?, ?, ?, 0, ?)", new)
            for target in dict(notifications):
                self._bound(target, now_ns)

    def alert_states(self) -> list[AlertState]:
        """Return the state of each alert at each receiver."""
        return [load_alert_state(json.loads(state)) for (state,) in self._rows("SELECT state FROM standings")]

    def trail_entries(self, alert: str, limit: int) -> list[TrailEntry]:
        """Return the newest entries of an alert, by its fingerprint or its name, oldest first."""
        rows = list(self._rows(_STEPS, (alert, alert, limit)))
        return [
            TrailEntry(at_ns, fingerprint, name, receiver, status, StageOutcome(*verdict))
            for at_ns, fingerprint, name, receiver, status, *verdict in reversed(rows)
        ]

    def muted(self) -> dict[str, int]:
        """Count what each silence held back, by the silence's id."""
        return dict(self._rows("SELECT detail, count(*) FROM trail WHERE stage = 'silence' GROUP BY detail"))

    def silences(self, now_ns: int) -> list[Silence]:
        """Return the stored silences that are not over; delete the others if that can be written."""
        known = [load_silence(json.loads(state)) for (state,) in self._rows("SELECT state FROM silences")]
        over = [(silence.id,) for silence in known if silence.ends_at_ns <= now_ns]
        if over:
            with suppress(StoreError), self._transaction() as db:
                db.executemany("DELETE FROM silences WHERE id = ?", over)
        return [silence for silence in known if silence.ends_at_ns > now_ns]

    def save_silence(self, silence: Silence) -> None:
        """Store a silence in place of one with the same id."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO silences VALUES (?, ?)", (silence.id, json.dumps(dump_silence(silence))))

    def delete_silence(self, identity: str) -> bool:
        """Delete a silence; return whether there was one."""
        with self._transaction() as db:
            return db.execute("DELETE FROM silences WHERE id = ?", (identity,)).rowcount > 0

    def next(self, target: str) -> QueuedNotification | None:
        """Return the notification to try next for `target`, whether it is due yet or not.

        If newer ones say that the same alerts still fire, the newest stands for all of them.

        Raises:
            StoreError: the queue can't be read.
        """
        try:
            row = self._db.execute(_NEXT, {"target": target}).fetchone()
        except sqlite3.Error as error:
            raise self._unreadable(error) from error
        if row is None:
            return None
        identity, thread, body, attempts, due_ns, others = row
        queued = QueuedNotification(identity, from_json(body), attempts, due_ns)
        if not others:
            return queued
        behind = self._rows(_BEHIND, {"target": target, "thread": thread, "id": identity, "most": MAX_FOLDED})
        notification, folded = coalesce(queued.notification, ((number, from_json(text)) for number, text in behind))
        return replace(queued, notification=notification, folded=folded)

    def delivered(self, queued: QueuedNotification) -> None:
        """Delete a notification that arrived, and those that it stood for."""
        with self._transaction() as db:
            db.executemany("DELETE FROM waiting WHERE id = ?", zip((queued.id, *queued.folded), strict=True))

    def postpone(self, queued: QueuedNotification, due_ns: int) -> None:
        """Note a failed attempt, and when the next may be."""
        with self._transaction() as db:
            db.execute("UPDATE waiting SET attempts = attempts + 1, due_ns = ? WHERE id = ?", (due_ns, queued.id))

    def turn_back(self, now_ns: int) -> None:
        """Make everything due whose moment is in the future of `now_ns`, after the clock was set back.

        Raises:
            StoreError: it can't be written.
        """
        with self._transaction() as db:
            db.execute("UPDATE waiting SET due_ns = ? WHERE due_ns > ?", (now_ns, now_ns))

    def dead_letter(self, queued: QueuedNotification, reason: str, now_ns: int) -> None:
        """Give up a notification; it is kept with the reason in the table `dead`."""
        with self._transaction():
            self._move([(queued.id,), *((one,) for one in queued.folded)], reason, now_ns)

    def dead_letter_unknown(self, targets: Collection[str], now_ns: int) -> int:
        """Give up notifications for targets that are not in `targets` any more; return their number."""
        rows = list(self._rows("SELECT id, target FROM waiting"))
        gone = [(identity,) for identity, target in rows if target not in targets]
        with self._transaction():
            self._move(gone, "no such receiver any more", now_ns)
        return len(gone)

    def stats(self) -> dict[str, int]:
        """Count what waits and what was given up."""
        tables = {"waiting": "SELECT count(*) FROM waiting", "dead": "SELECT count(*) FROM dead"}
        return {name: next(self._rows(query))[0] for name, query in tables.items()}

    def close(self) -> None:
        """Close the file; another process may use it then."""
        self._db.close()

    def _rows(self, query: str, parameters: Any = ()) -> Iterator[tuple[Any, ...]]:
        try:
            for row in self._db.execute(query, parameters):  # noqa: UP028 -- closing the generator would close the cursor
                yield row
        except sqlite3.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: sqlite3.Error) -> StoreError:
        return StoreError(f"{self._place}: alert state can't be read ({error})")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing of what is written within; raise `StoreError` if it is nothing."""
        try:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
        except sqlite3.Error as error:
            raise StoreError(f"{self._place}: alert state can't be written ({error})") from error

    def _bound(self, target: str, now_ns: int) -> None:
        """Give up the oldest notifications of `target` if there are too many."""
        query = "SELECT id FROM waiting WHERE target = ? ORDER BY id DESC LIMIT -1 OFFSET ?"
        crowded_out = self._db.execute(query, (target, MAX_WAITING)).fetchall()
        if crowded_out:
            self._move(crowded_out, "too many waiting", now_ns)

    def _move(self, ids: Sequence[tuple[int]], reason: str, now_ns: int) -> None:
        """Move rows from `waiting` to `dead`, within a transaction."""
        self._db.executemany(
            "INSERT INTO dead (target, body, attempts, reason, buried_ns)"
            " SELECT target, body, attempts, ?, ? FROM waiting WHERE id = ?",
            [(reason, now_ns, identity) for (identity,) in ids],
        )
        self._db.executemany("DELETE FROM waiting WHERE id = ?", ids)
        self._db.execute("DELETE FROM dead WHERE id <= (SELECT max(id) FROM dead) - ?", (MAX_DEAD,))
