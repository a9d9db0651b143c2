"""The stored notification queue: order, bounds, what survives a restart, and what is refused."""

from __future__ import annotations

import sqlite3
import stat
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from alerting.notifications import notifications
from sealog.errors import SettingError, StoreError
from sealog_exporters.alerting.state import notification_queue
from sealog_exporters.alerting.state.schema import FILE
from sealog_exporters.alerting.state.store import StateStore

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FIRING, RESOLVED = notifications()


@pytest.fixture
def store() -> Iterator[StateStore]:
    box = StateStore(None)
    yield box
    box.close()


def test_a_notification_comes_back_as_it_went_in(store: StateStore) -> None:
    store.commit([], [("hook", replace(FIRING, thread="a"))], now_ns=5)
    queued = store.queue.next("hook")
    assert queued is not None
    assert (queued.notification, queued.attempts, queued.due_ns) == (FIRING, 0, 5)


def test_a_resolve_waits_for_its_firing_and_others_do_not(store: StateStore) -> None:
    store.commit(
        [],
        [
            ("hook", replace(FIRING, thread="a")),
            ("hook", replace(RESOLVED, thread="a")),
            ("hook", replace(RESOLVED, thread="b")),
        ],
        now_ns=0,
    )
    firing = store.queue.next("hook")
    assert firing is not None
    store.queue.postpone(firing, due_ns=60)
    other = store.queue.next("hook")
    assert other is not None
    store.queue.delivered(other)
    again = store.queue.next("hook")
    assert again is not None
    assert (again.id, again.attempts, again.due_ns) == (firing.id, 1, 60)
    store.queue.delivered(again)
    resolve = store.queue.next("hook")
    assert resolve is not None
    assert resolve.notification == RESOLVED


def test_targets_wait_apart(store: StateStore) -> None:
    store.commit([], [("slow", replace(FIRING, thread="a")), ("quick", replace(FIRING, thread="a"))], now_ns=0)
    slow = store.queue.next("slow")
    assert slow is not None
    store.queue.postpone(slow, due_ns=1_000)
    quick = store.queue.next("quick")
    assert quick is not None
    assert quick.due_ns == 0


def test_what_is_given_up_is_kept_with_its_reason(tmp_path: Path) -> None:
    box = StateStore(tmp_path)
    box.commit([], [("hook", replace(FIRING, thread="a"))], now_ns=0)
    queued = box.queue.next("hook")
    assert queued is not None
    box.queue.dead_letter(queued, "HTTP 404", now_ns=7)
    assert (box.queue.next("hook"), box.queue.stats()) == (None, {"waiting": 0, "dead": 1})
    box.close()
    with sqlite3.connect(tmp_path / FILE) as db:
        assert db.execute("SELECT target, reason, buried_ns FROM dead").fetchall() == [("hook", "HTTP 404", 7)]
    db.close()


def test_what_waits_for_a_removed_receiver_is_given_up(store: StateStore) -> None:
    store.commit([], [("old", replace(FIRING, thread="a")), ("new", replace(FIRING, thread="a"))], now_ns=0)
    assert store.queue.dead_letter_unknown(["new"], now_ns=1) == 1
    assert store.queue.stats() == {"waiting": 1, "dead": 1}


def test_the_oldest_gives_way_when_too_many_wait(store: StateStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notification_queue, "MAX_WAITING", 2)
    store.commit([], [("hook", replace(FIRING, thread=thread)) for thread in "abc"], now_ns=0)
    assert store.queue.stats() == {"waiting": 2, "dead": 1}


def test_groups_and_notifications_are_written_together_or_not_at_all(tmp_path: Path) -> None:
    box = StateStore(tmp_path)
    with pytest.raises(StoreError):
        box.commit([("rule", ("key",), {"n": 1})], [(None, replace(FIRING, thread="a"))], now_ns=0)  # type: ignore[list-item]  # SQLite refuses it
    assert (list(box.stored_series()), box.queue.stats()["waiting"]) == ([], 0)
    box.commit([("rule", ("key",), {"n": 1})], [("hook", replace(FIRING, thread="a"))], now_ns=0)
    assert (list(box.stored_series()), box.queue.stats()["waiting"]) == ([{"n": 1, "page": 0}], 1)
    box.close()


def test_a_dropped_group_is_gone(store: StateStore) -> None:
    store.commit([("rule", ("a",), {"n": 1}), ("rule", ("b",), {"n": 2})], [], now_ns=0)
    store.commit([("rule", ("a",), None), ("rule", ("b",), {"n": 3})], [], now_ns=0)
    assert list(store.stored_series()) == [{"n": 3, "page": 0}]


def test_a_second_process_is_kept_out(tmp_path: Path) -> None:
    box = StateStore(tmp_path)
    with pytest.raises(SettingError, match="in use by another process"):
        StateStore(tmp_path)
    box.close()
    StateStore(tmp_path).close()


def test_the_file_is_the_owner_s_alone(tmp_path: Path) -> None:
    StateStore(tmp_path / "state").close()
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "state" / FILE).stat().st_mode) == 0o600


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"not a database, and long enough to be taken for one" * 100)
    with pytest.raises(SettingError, match=f"{FILE} is damaged"):
        StateStore(tmp_path)


def test_a_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(SettingError, match=r"made by a newer sealog \(version 99\)"):
        StateStore(tmp_path)


def test_a_state_directory_that_is_a_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("")
    with pytest.raises(SettingError, match=r"state directory .*can't be used"):
        StateStore(tmp_path / "state")


def test_groups_come_back_longest_unseen_first_whatever_their_numbers_and_texts(store: StateStore) -> None:
    states = [
        {"samples": ['"seen_ns": 9'], "sum": float("inf"), "seen_ns": 1},
        {"samples": ['{"seen_ns": 0}'], "seen_ns": 20},
        {"samples": [], "seen_ns": 3},
    ]
    store.commit([("rule", (str(n),), state) for n, state in enumerate(states)], [], now_ns=0)
    assert [state["seen_ns"] for state in store.stored_series()] == [1, 3, 20]


def test_a_file_of_the_version_before_is_taken_over(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / FILE) as db:
        db.execute("CREATE TABLE groups (rule TEXT, key TEXT, state TEXT, PRIMARY KEY (rule, key)) WITHOUT ROWID")
        db.execute("INSERT INTO groups VALUES ('rule', 'a', '{\"seen_ns\": 1}')")
        db.execute("PRAGMA user_version = 1")
    db.close()
    for _ in range(2):
        box = StateStore(tmp_path)
        assert list(box.stored_series()) == [{"seen_ns": 1, "page": 0}]
        box.close()
