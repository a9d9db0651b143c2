"""The state store: series, alert states, queues and the trail, in one SQLite file.

One transaction writes a batch's page of the write-ahead log, the series that began or ended an alert, and the resulting
notifications: after `kill -9` either all of it is stored or nothing. If nothing is, the sender got no answer and sends
the records again. If all is, repeated records are recognised by their uid.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.engine.wal.log import NOTHING, Page
from sealog_exporters.alerting.model.alert.state import StageOutcome, TrailEntry, load_alert_state
from sealog_exporters.alerting.model.routing.silence import dump_silence, load_silence
from sealog_exporters.alerting.state.database import StateDatabase
from sealog_exporters.alerting.state.notification_queue import NotificationQueue

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path
    from typing import Any

    from sealog_exporters.alerting.engine.wal.log import WalChange
    from sealog_exporters.alerting.model.alert.notification import Notification
    from sealog_exporters.alerting.model.alert.state import AlertState
    from sealog_exporters.alerting.model.routing.silence import Silence

MAX_TRAIL = 100_000
"""Entries of the trail that are kept."""

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


class StateStore:
    """The state file, or memory without a directory. One thread only; another process is kept out.

    Args:
        state_dir: a directory, made (for the owner alone) if it is missing; `None` keeps all in memory.

    Attributes:
        queue: the notifications that wait, and dead letters.

    Raises:
        SettingError: the directory can't be used, or another process uses it.
    """

    def __init__(self, state_dir: Path | None) -> None:
        self._database = StateDatabase(state_dir)
        self.queue = NotificationQueue(self._database)

    def stored_series(self) -> Iterator[dict[str, Any]]:
        """Yield the stored series as elements of an engine's snapshot, longest unseen first.

        `page` is the number of the write-ahead log's page up to which a state counts.
        """
        for state, page in self._database.rows(_GROUPS):
            yield {**json.loads(state), "page": page}

    def stored(self, places: Iterable[tuple[str, tuple[str, ...]]]) -> list[dict[str, Any]]:
        """Return those of these series that are stored, as `stored_series` does.

        Raises:
            StoreError: they can't be read.
        """
        query = "SELECT state, page FROM groups WHERE rule = ? AND key = ?"
        found = [row for rule, key in places for row in self._database.rows(query, (rule, json.dumps(key)))]
        return [{**json.loads(state), "page": page} for state, page in found]

    def pages(self) -> Iterator[Page]:
        """Yield the pages of the write-ahead log, in order."""
        for row in self._database.rows("SELECT number, at_ns, body FROM journal ORDER BY number"):
            yield Page(*row)

    def probe(self) -> None:
        """Write something that changes nothing, to see that writing is possible.

        Raises:
            StoreError: it can't be written.
        """
        with self._database.transaction() as db:
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
            changes: series of the engine, as its `unsaved` lists them.
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
        ended, current = [], []
        for key, alert_state in states:
            if alert_state is None:
                ended.append(key)
            else:
                current.append((*key, json.dumps(alert_state.dump())))
        steps = [(*step[:-1], *step.outcome) for step in trail]
        with self._database.transaction() as db:
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
            self.queue.add(db, notifications, now_ns)

    def alert_states(self) -> list[AlertState]:
        """Return the state of each alert at each receiver."""
        return [load_alert_state(json.loads(state)) for (state,) in self._database.rows("SELECT state FROM standings")]

    def trail_entries(self, alert: str, limit: int) -> list[TrailEntry]:
        """Return the newest entries of an alert, by its fingerprint or its name, oldest first."""
        rows = list(self._database.rows(_STEPS, (alert, alert, limit)))
        return [
            TrailEntry(at_ns, fingerprint, name, receiver, status, StageOutcome(*verdict))
            for at_ns, fingerprint, name, receiver, status, *verdict in reversed(rows)
        ]

    def muted(self) -> dict[str, int]:
        """Count what each silence held back, by the silence's id."""
        return dict(self._database.rows("SELECT detail, count(*) FROM trail WHERE stage = 'silence' GROUP BY detail"))

    def silences(self, now_ns: int) -> list[Silence]:
        """Return the stored silences that are not over; delete the others if that can be written."""
        known = [load_silence(json.loads(state)) for (state,) in self._database.rows("SELECT state FROM silences")]
        over = [(silence.id,) for silence in known if silence.ends_at_ns <= now_ns]
        if over:
            with suppress(StoreError), self._database.transaction() as db:
                db.executemany("DELETE FROM silences WHERE id = ?", over)
        return [silence for silence in known if silence.ends_at_ns > now_ns]

    def save_silence(self, silence: Silence) -> None:
        """Store a silence in place of one with the same id."""
        with self._database.transaction() as db:
            db.execute("INSERT OR REPLACE INTO silences VALUES (?, ?)", (silence.id, json.dumps(dump_silence(silence))))

    def delete_silence(self, identity: str) -> bool:
        """Delete a silence; return whether there was one."""
        with self._database.transaction() as db:
            return db.execute("DELETE FROM silences WHERE id = ?", (identity,)).rowcount > 0

    def close(self) -> None:
        """Close the file; another process may use it then."""
        self._database.close()
