"""What the embedded store counts of templates while records come in, and which records it gives for one."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from sealog.errors import StoreError
from sealog_exporters.event import Event
from sealog_exporters.store import LogStore
from sealog_exporters.store.counts import templates as counting
from sealog_exporters.store.interface import EntityCount, Selection, Templated
from store.earlier import make_earlier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MINUTE = 60 * 10**9
A, B = "a" * 16, "b" * 16


def event(minute: float, template: str = A, *, uid: str = "", **more: object) -> Event:
    time_ns = int(minute * MINUTE)
    attributes: dict[str, object] = {"sealog.template.id": template, "log.record.template": f"text of {template[0]}"}
    attributes |= {"sealog.uid": uid} if uid else {}
    attributes |= more.pop("attributes", {})  # type: ignore[arg-type,operator] # a mapping
    event = Event(
        time_unix_nano=time_ns,
        observed_unix_nano=time_ns,
        severity_number=9,
        severity_text="",
        body="grüße",
        attributes=attributes,  # type: ignore[arg-type] # values that OTLP has
        resource={"service.name": "shop", "service.version": "1"},
        scope="",
        event_name="",
        trace_id="ab" * 16,
        span_id="",
    )
    return event._replace(**more)  # type: ignore[arg-type] # its fields


@pytest.fixture
def store() -> Iterator[LogStore]:
    with LogStore(":memory:") as opened:
        yield opened


def counted(store: LogStore, start: int = 0, end: int = 10_000) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in store.template_counts(start * MINUTE, end * MINUTE):
        found[one.template] = found.get(one.template, 0) + one.records
    return found


def test_counts_keep_no_sealed_value(store: LogStore) -> None:
    """They outlive a person's erasure, and each spelling would be counted apart."""
    for sign in "AB":
        sealed = f"seal1~email_address~{'a' * 13}~{sign * 85}A"
        resource = {"service.name": f"shop of {sealed}", "service.version": f"1 {sealed}"}
        text = {"log.record.template": f"mail {sealed}", "sealog.entities": ["email_address"]}
        store.add([event(1, resource=resource, attributes=text)])
    (one,) = store.template_counts(0, 10 * MINUTE)
    assert (one.service, one.version) == ("shop of <email_address>", "1 <email_address>")
    assert (one.text, one.records) == ("mail <email_address>", 2)
    (entity,) = store.entity_counts(0, 10 * MINUTE)
    assert (entity.service, entity.records) == ("shop of <email_address>", 2)


def test_records_are_counted_with_their_bytes_and_times(store: LogStore) -> None:
    store.add([event(1), event(1.5, trace_id=""), event(2)])
    (one,) = store.template_counts(0, 10 * MINUTE)
    assert (one.template, one.service, one.version, one.severity, one.text) == (A, "shop", "1", 9, "text of a")
    assert (one.records, one.size, one.traceless) == (3, 3 * 7, 1)
    assert (one.first_ns, one.last_ns) == (MINUTE, 2 * MINUTE)


def test_a_time_takes_its_own_minutes_only(store: LogStore) -> None:
    store.add([event(minute) for minute in (1, 2, 2.9, 3)])
    assert counted(store, 2, 3) == {A: 2}
    assert counted(store, 4, 9) == {}


def test_a_record_that_comes_again_is_counted_as_that_and_in_nothing_else(store: LogStore) -> None:
    store.add([event(1, uid="s-1")])
    store.add([event(1, uid="s-1"), event(1, uid="s-2")])
    (one,) = store.template_counts(0, 10 * MINUTE)
    assert (one.records, one.again, one.size) == (2, 1, 14)


def test_nothing_is_counted_of_a_batch_that_is_not_stored(store: LogStore) -> None:
    with pytest.raises(StoreError):
        store.add([event(1), event(2, body="\ud800")])
    assert (store.count(), counted(store)) == (0, {})


def test_clocks_that_are_ahead_or_behind_are_counted(store: LogStore) -> None:
    seen = 100 * MINUTE
    times = (seen + 6 * 10**9, seen + 4 * 10**9, seen - 301 * 10**9, seen - 299 * 10**9)
    store.add([event(1, time_unix_nano=time, observed_unix_nano=seen) for time in times])
    found = list(store.template_counts(0, 200 * MINUTE))
    assert sum(one.ahead or 0 for one in found) == 1
    assert sum(one.behind or 0 for one in found) == 1


def test_entities_are_counted_once_a_record(store: LogStore) -> None:
    entities = {"sealog.entities": ["email_address", "ip_address", "email_address"]}
    store.add([event(1, attributes=entities), event(2, attributes={"sealog.entities": "ip_address"})])
    found = sorted(store.entity_counts(0, 10 * MINUTE), key=lambda one: one.entity)
    assert found == [EntityCount(A, "shop", "email_address", 1), EntityCount(A, "shop", "ip_address", 2)]


def test_of_one_minute_no_more_are_kept_apart_than_fit_and_none_is_lost(
    store: LogStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "MAX_CELLS", 3)
    for _ in range(2):
        store.add([event(1, template=f"{n:016}") for n in range(6)])
    assert counted(store) == {f"{n:016}": 2 for n in range(3)} | {"other": 6}


def test_old_minutes_become_hours_then_days_then_totals_and_no_count_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    with LogStore(path) as store:
        store.add([event(minute, A if minute % 2 else B) for minute in range(0, 40 * 1_440, 30)])
        before = sum(counted(store, 0, 10**6).values())
        last_day = counted(store, 39 * 1_440, 40 * 1_440)
    with sqlite3.connect(path) as connection:
        for rows in (1_000, 300, 100, 1):
            counting.fold(connection, rows)
            if rows == 1_000:
                assert sum(one.records for one in counting.template_counts(connection, 0, 10**6 * MINUTE)) == before
                day = counting.template_counts(connection, 39 * 1_440 * MINUTE, 40 * 1_440 * MINUTE)
                assert {one.template: one.records for one in day} == last_day
        kept = connection.execute("SELECT template, sum(records) FROM template_counts GROUP BY template").fetchall()
    connection.close()
    assert kept == [("other", before)]


def test_times_that_never_were_are_counted(store: LogStore) -> None:
    store.add([event(0, time_unix_nano=2**64 - 1), event(0, time_unix_nano=0)])
    assert sum(one.records for one in store.template_counts(0, 2**63 - 1)) == 2


def test_a_template_gives_exactly_its_records_newest_first(store: LogStore) -> None:
    store.add([event(1, A), event(2, B), event(3, A), event(4, "c" * 16)])
    assert isinstance(store, Templated)
    assert [one.time_unix_nano // MINUTE for one in store.select([A])] == [3, 1]
    assert [one.time_unix_nano // MINUTE for one in store.select([B, A])] == [3, 2, 1]
    assert [one.time_unix_nano // MINUTE for one in store.select([])] == [4, 3, 2, 1]
    assert [one.template_id for one in store.select([A])] == [A, A]


@pytest.mark.parametrize(
    ("only", "found"),
    [
        (Selection(from_ns=2 * MINUTE, to_ns=4 * MINUTE), [3, 2]),
        (Selection(service="shop"), [5, 4, 3, 2, 1]),
        (Selection(service="cart"), []),
        (Selection(version="2"), [2]),
        (Selection(min_severity=17), [3]),
        (Selection(entity="ip_address"), [4]),
        (Selection(traceless=True), [5]),
    ],
)
def test_a_selection_is_exact(store: LogStore, only: Selection, found: list[int]) -> None:
    store.add(
        [
            event(1),
            event(2, resource={"service.name": "shop", "service.version": "2"}),
            event(3, severity_number=17),
            event(4, attributes={"sealog.entities": ["ip_address"]}),
            event(5, trace_id=""),
        ]
    )
    assert [one.time_unix_nano // MINUTE for one in store.select([A], only)] == found


def version_1(path: Path) -> None:
    """Make of a store one as version 1 of sealog's had it."""
    with LogStore(path) as store:
        store.add([event(1, uid="s-1", attributes={"sealog.template.id": None})])
    make_earlier(path, 1)


def test_a_store_of_version_1_is_read_as_it_is_and_raised_when_written(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    version_1(path)
    with LogStore(path, read_only=True) as store:
        assert [one.uid for one in store.recent()] == ["s-1"]
        with pytest.raises(StoreError, match="an earlier sealog wrote it, without templates"):
            list(store.template_counts(0, MINUTE))
        with pytest.raises(StoreError, match="an earlier sealog wrote it, without templates"):
            list(store.select([A]))
    with LogStore(path) as store:
        store.add([event(2, uid="s-2")])
        assert counted(store) == {A: 1}
        assert [one.uid for one in store.recent()] == ["s-2", "s-1"]
