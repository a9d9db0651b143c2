"""The embedded log store."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sealog.errors import StoreError
from sealog_exporters.event import Event
from sealog_exporters.store import LogStore
from sealog_exporters.store.interface import Selection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INDEX = "mfrggzdfmztwq"
TRACE = "5b8efff798038103d269b633813fc60c"
PLAIN = Event(
    time_unix_nano=1,
    observed_unix_nano=2,
    severity_number=9,
    severity_text="INFO",
    body="hello",
    attributes={},
    resource={"service.name": "shop"},
    scope="shop.cart",
    event_name="",
    trace_id="",
    span_id="",
)


def event(uid: str = "", *, at: int = 1, **changes: object) -> Event:
    attributes = {"sealog.uid": uid} if uid else {}
    attributes.update(changes.pop("attributes", {}))  # type: ignore[call-overload] # a mapping
    return PLAIN._replace(time_unix_nano=at, attributes=attributes, **changes)  # type: ignore[arg-type] # its fields


@pytest.fixture
def store() -> Iterator[LogStore]:
    with LogStore(":memory:") as opened:
        yield opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "logs ü?.db"


def test_a_record_comes_back_as_it_was_added(store: LogStore) -> None:
    attributes = {"n": [1, None, 0.5], "m": {"b": True}, "sealog.entities": ["email_address"]}
    store.add(
        [event("s-1", at=5, attributes=attributes, trace_id=TRACE, span_id="eee19b7ec3c1b174", event_name="paid")]
    )
    (record,) = store.recent()
    assert (record.uid, record.time_unix_nano, record.body, record.service) == ("s-1", 5, "hello", "shop")
    assert (record.trace_id, record.span_id, record.event_name) == (TRACE, "eee19b7ec3c1b174", "paid")
    assert (record.severity_number, record.severity_text, record.scope) == (9, "INFO", "shop.cart")
    assert record.attributes == {"sealog.uid": "s-1", **attributes}
    assert record.resource == {"service.name": "shop"}
    assert record.entities == ["email_address"]


@pytest.mark.parametrize(
    ("body", "stored", "text"),
    [
        (None, None, ""),
        ({"a": ["ü"]}, {"a": ["ü"]}, '{"a": ["ü"]}'),
        (b"\xff", "/w==", "/w=="),
        (float("nan"), "nan", "nan"),
        ("a\x00b\nc", "a\x00b\nc", "a\x00b\nc"),
        (2**63, 2**63, str(2**63)),
    ],
)
def test_every_kind_of_body_is_kept(store: LogStore, body: object, stored: object, text: str) -> None:
    store.add([event(body=body)])
    (record,) = store.recent()
    assert (record.body, record.body_text) == (stored, text)


def test_what_an_application_wrote_stays_out_of_the_repr(store: LogStore) -> None:
    store.add([event(body="jane", attributes={"a": "jane"}, resource={"a": "jane"}, event_name="jane")])
    assert "jane" not in repr(store.recent())


def test_a_uid_is_kept_once(store: LogStore) -> None:
    assert store.add([event("s-1"), event("s-2")]) == 2
    assert store.add([event("s-2"), event("s-3")]) == 1
    assert store.count() == 3


def test_records_without_a_uid_are_all_kept(store: LogStore) -> None:
    assert store.add([event(), event()]) == 2


def test_the_newest_come_first(store: LogStore) -> None:
    store.add([event("a", at=2), event("b", at=3), event("c", at=1), event("d", at=3)])
    assert [record.uid for record in store.recent()] == ["d", "b", "a", "c"]
    assert [record.uid for record in store.recent(2)] == ["d", "b"]


def test_a_time_beyond_sqlites_integers_is_kept(store: LogStore) -> None:
    store.add([event(at=2**64 - 1)])
    assert store.recent()[0].time_unix_nano == 2**64 - 1


def test_records_are_found_by_blind_index(store: LogStore) -> None:
    hit = {"sealog.index": [INDEX, INDEX, "aaaaaaaaaaaaa"]}
    store.add([event("a", at=1, attributes=hit), event("b", at=2, attributes=hit), event("c")])
    assert [record.uid for record in store.search_index(INDEX)] == ["b", "a"]
    assert [record.uid for record in store.search_index(INDEX, 1)] == ["b"]
    assert store.search_index("bbbbbbbbbbbbb") == []


def test_all_records_of_several_blind_indexes_are_found_by_time_service_and_trace(store: LogStore) -> None:
    both = {"sealog.index": [INDEX, "aaaaaaaaaaaaa"]}
    other = {"sealog.index": ["aaaaaaaaaaaaa"]}
    events = [event(f"u-{at}", at=at, attributes=both if at % 2 else other) for at in range(1, 301)]
    store.add([*events, event("x", at=301, attributes=both, trace_id=TRACE, resource={"service.name": "Shop"})])
    indexes = [INDEX, "aaaaaaaaaaaaa"]
    assert [record.time_unix_nano for record in store.find(indexes)] == list(range(301, 0, -1))
    assert [record.time_unix_nano for record in store.find([INDEX], Selection(10, 14))] == [13, 11]
    assert [record.uid for record in store.find(indexes, Selection(service="Shop"))] == ["x"]
    assert [record.uid for record in store.find(indexes, Selection(trace_id=TRACE))] == ["x"]
    assert list(store.find(indexes, Selection(service="none"))) == []


def test_a_search_by_blind_index_does_not_read_every_record(store: LogStore) -> None:
    from sealog_exporters.store.sqlite import _BY_INDEX  # noqa: PLC0415 -- the one statement this is about

    plan = [row[3] for row in store._connection.execute(f"EXPLAIN QUERY PLAN {_BY_INDEX}", (INDEX, 5))]
    assert plan[:2] == [
        "SEARCH blind_indexes USING PRIMARY KEY (blind_index=?)",
        "SEARCH records USING INTEGER PRIMARY KEY (rowid=?)",
    ]


def test_records_are_found_by_entity(store: LogStore) -> None:
    store.add([event("a", attributes={"sealog.entities": ["email_address"]}), event("b")])
    assert [record.uid for record in store.by_entity("email_address")] == ["a"]


def test_records_are_found_by_trace(store: LogStore) -> None:
    store.add([event("a", trace_id=TRACE), event("b")])
    assert [record.uid for record in store.by_trace(TRACE)] == ["a"]
    assert store.by_trace("") == []


def test_a_body_is_searched_as_plain_text(store: LogStore) -> None:
    store.add([event("a", body="50% of A_b"), event("b", body={"k": "50% of A_b"}), event("c", body="50 of Axb")])
    assert {record.uid for record in store.search_body("50% of A_b")} == {"a", "b"}
    assert store.search_body("a_B") == []


def test_sealed_keys_are_found_by_data_key_id(store: LogStore) -> None:
    first, second, third = "key1~ab-_9Z~AAA", "key1~ab-_9Z~BBB", "key1~ab-_9z~CCC"
    store.add([event("a", attributes={"sealog.key": first}), event("b", attributes={"sealog.key": first})])
    store.add([event("c", attributes={"sealog.key": [third, second]})])
    assert store.sealed_keys("ab-_9Z") == [first, second]
    assert store.sealed_keys("ab-_9z") == [third]
    assert store.sealed_keys("ab-_9") == []


def test_a_batch_is_added_whole_or_not_at_all(store: LogStore) -> None:
    with pytest.raises(StoreError, match="no Unicode") as refused:
        store.add([event("a"), event("b", body="jane\ud800")])
    assert store.count() == 0
    assert "jane" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_records_outlive_the_store(path: Path) -> None:
    with LogStore(path) as first:
        first.add([event("a")])
    with LogStore(path) as second:
        assert second.add([event("a")]) == 0


def test_the_files_are_the_owners_only(path: Path) -> None:
    before = os.umask(0)
    try:
        with LogStore(path) as store:
            store.add([event()])
            modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
            assert len(list(path.parent.iterdir())) == 3  # with -wal and -shm
    finally:
        os.umask(before)
    assert modes == {0o600}


def test_a_reader_sees_what_was_added_and_can_not_write(path: Path) -> None:
    with LogStore(path) as writer, LogStore(path, read_only=True) as reader:
        writer.add([event("a")])
        assert reader.count() == 1
        with pytest.raises(StoreError, match="readonly"):
            reader.add([event("b")])


def test_a_reader_opens_a_store_that_nobody_has_open(path: Path) -> None:
    LogStore(path).close()
    with LogStore(path, read_only=True) as reader:
        assert reader.count() == 0


def test_a_reader_never_waits_for_a_writing_transaction(path: Path) -> None:
    with LogStore(path) as writer, LogStore(path, read_only=True) as reader:
        writer.add([event("a")])
        writer._connection.execute("BEGIN IMMEDIATE")
        assert reader.count() == 1
        writer._connection.execute("ROLLBACK")


@pytest.mark.process
def test_another_process_reads_while_this_one_writes(path: Path) -> None:
    code = (
        "import pathlib, sys; from sealog_exporters.store import LogStore;"
        "print(LogStore(pathlib.Path(sys.argv[1]), read_only=True).count())"
    )
    with LogStore(path) as writer:
        writer.add([event("a"), event("b")])
        done = subprocess.run([sys.executable, "-c", code, path], capture_output=True, text=True, check=True)
        writer.add([event("c")])
    assert done.stdout == "2\n"


def test_a_missing_file_is_not_made_by_a_reader(path: Path) -> None:
    with pytest.raises(StoreError, match="logs ü"):
        LogStore(path, read_only=True)
    assert not path.exists()


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"absent/logs\.db"):
        LogStore(tmp_path / "absent" / "logs.db")


def test_a_file_that_is_no_database_is_refused_and_kept(path: Path) -> None:
    path.write_text("some notes, long enough to be taken for a header " * 20)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a database"):
        LogStore(path)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused_and_kept(path: Path) -> None:
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE notes (text)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a sealog log store"):
        LogStore(path)
    assert path.read_bytes() == before


def test_a_store_of_a_newer_sealog_is_refused(path: Path) -> None:
    with LogStore(path) as store:
        store._connection.execute("PRAGMA user_version = 7")
    with pytest.raises(StoreError, match="version 7; this sealog knows versions 1 to 6"):
        LogStore(path)


def test_a_damaged_file_is_told_with_its_path(path: Path) -> None:
    with LogStore(path) as store:
        store.add([event(str(number), body="x" * 3000) for number in range(50)])
    with path.open("r+b") as file:
        file.seek(4096 * 40)
        file.write(b"\xaa" * 4096 * 40)
    with LogStore(path) as store, pytest.raises(StoreError, match="logs ü"):
        store.recent()


def test_a_closed_store_is_told(store: LogStore) -> None:
    store.close()
    with pytest.raises(StoreError, match=":memory:"):
        store.count()


def test_every_minted_id_is_given_once(store: LogStore) -> None:
    store.add([event("s-1"), event("s-2"), event("s-1"), event()])
    assert sorted(store.uids()) == ["s-1", "s-2"]
