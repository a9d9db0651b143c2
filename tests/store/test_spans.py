"""The spans of the embedded store."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from sealog.errors import StoreError
from sealog_exporters.event import OtlpSpan
from sealog_exporters.store import LogStore
from sealog_exporters.store.interface import Selection
from sealog_exporters.store.spans import table
from sealog_exporters.store.spans.document import operation_of
from store.earlier import make_earlier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TRACE = "5b8efff798038103d269b633813fc60c"
INDEX = "mfrggzdfmztwq"
TOKEN = f"seal1~email_address~{INDEX}~{'A' * 86}"
PLAIN = OtlpSpan(
    trace_id=TRACE,
    span_id="eee19b7ec3c1b174",
    parent_id="",
    name="GET /cart",
    kind=2,
    start_unix_nano=1_000,
    end_unix_nano=3_000,
    status_code=0,
    status_message="",
    attributes={},
    events=[],
    links=[],
    resource={"service.name": "shop", "service.version": "1"},
    scope="shop.cart",
)


def span(number: int = 1, **changes: Any) -> OtlpSpan:
    return PLAIN._replace(**{"span_id": f"{number:016x}", "start_unix_nano": number, **changes})


@pytest.fixture
def store() -> Iterator[LogStore]:
    with LogStore(":memory:") as opened:
        yield opened


def test_a_span_comes_back_as_it_was_added(store: LogStore) -> None:
    whole = PLAIN._replace(
        attributes={"n": [1, None, 0.5], "m": {"b": True}},
        events=[{"time_unix_nano": 2_000, "name": "exception", "attributes": {"exception.type": "KeyError"}}],
        links=[{"trace_id": "ab" * 16, "span_id": "cd" * 8, "attributes": {}}],
        status_code=2,
        status_message="no cart",
    )
    store.spans.add([whole])
    assert store.spans.trace(TRACE) == [whole]
    assert store.spans.span(1) == whole
    assert (whole.failed, whole.duration_ns, whole.service, whole.version) == (True, 2_000, "shop", "1")


def test_a_trace_has_its_spans_by_their_beginning_and_nothing_else(store: LogStore) -> None:
    store.spans.add([span(3), span(1), span(2, trace_id="ab" * 16), span(4, trace_id="")])
    assert [one.start_unix_nano for one in store.spans.trace(TRACE)] == [1, 3]
    assert [one.start_unix_nano for one in store.spans.trace(TRACE, limit=1)] == [1]
    assert store.spans.trace("") == store.spans.trace("cd" * 16) == []


def test_traces_come_once_each_the_one_with_the_newest_span_first(store: LogStore) -> None:
    store.spans.add([span(1), span(2, trace_id="ab" * 16), span(3), span(4, trace_id="")])
    assert list(store.spans.newest_traces()) == [TRACE, "ab" * 16]


def test_a_repeated_request_doubles_no_span_and_one_without_ids_is_kept(store: LogStore) -> None:
    assert store.spans.add([span(1), span(2)]) == 2
    assert store.spans.add([span(2), span(3)]) == 1
    assert store.spans.add([span(0, span_id=""), span(0, span_id="")]) == 2
    assert store.spans.count() == 5


@pytest.mark.parametrize("value", [math.nan, b"\xff", 2**64 - 1], ids=["NaN", "bytes", "2^64 - 1"])
def test_what_json_or_sqlite_does_not_have_is_kept(store: LogStore, value: Any) -> None:
    store.spans.add([span(1, attributes={"k": value}, start_unix_nano=2**64 - 1, end_unix_nano=2**64 - 1)])
    assert store.spans.trace(TRACE)[0].attributes.keys() == {"k"}


def test_text_that_is_no_unicode_is_told_without_it(store: LogStore) -> None:
    with pytest.raises(StoreError, match="no Unicode") as told:
        store.spans.add([span(1, resource={"service.name": "shop \ud800"})])
    assert "shop" not in str(told.value)
    assert store.spans.count() == 0


def test_spans_are_found_by_blind_index_as_records(store: LogStore) -> None:
    attributes = {"sealog.index": [INDEX], "sealog.key": "key1~AAAAAA~x", "to": TOKEN}
    events = [{"time_unix_nano": 1, "name": "sent", "attributes": {"to": TOKEN}}]
    store.spans.add([span(1, attributes=attributes), span(2, attributes=attributes, events=events), span(3)])
    newest, oldest = store.spans.find([INDEX])
    assert (newest.time_unix_nano, oldest.time_unix_nano, newest.body) == (2, 1, "GET /cart")
    assert newest.attributes["$event"] == events
    assert list(store.spans.find([INDEX], Selection(from_ns=2))) == [newest]
    assert not list(store.spans.find([INDEX], Selection(service="desk")))
    assert store.sealed_keys("AAAAAA") == ["key1~AAAAAA~x"]


def test_the_spans_that_came_first_go_first(store: LogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_SPANS", 10)
    monkeypatch.setattr(table, "_TRIM_AFTER", 5)
    sealed = {"sealog.index": [INDEX], "sealog.entities": ["email_address"]}
    for number in range(1, 31):
        keys = [f"key1~{number // 10:06}~x", "key1~always~x"]
        store.spans.add([span(number, attributes={**sealed, "sealog.key": keys})])
        assert store.spans.count() <= 10 + 5
    assert store.spans.trace(TRACE)[-1].start_unix_nano == 30
    assert len(list(store.spans.find([INDEX]))) == store.spans.count() >= 10
    assert [len(store.sealed_keys(key)) for key in ("000000", "000003", "always")] == [0, 1, 1]
    assert store._rows("SELECT min(span) FROM span_entities") == store._rows("SELECT min(id) FROM spans")


def test_spans_that_go_while_they_are_counted_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    with LogStore(path) as writer, LogStore(path, read_only=True) as reader:
        writer.spans.add([span(1), span(2)])

        def drop(statement: str) -> None:
            if "json_each" in statement:
                writer._connection.execute("DELETE FROM spans")
                writer._connection.commit()

        reader._connection.set_trace_callback(drop)
        found, _ = reader.spans.operations(0, 100, most=100)
        reader._connection.set_trace_callback(None)
        assert writer.spans.count() == 0
    assert [(one.name, one.now.spans) for one in found] == [("GET /cart", 2)]


def test_spans_of_an_earlier_version_are_counted_with_new_ones(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    with LogStore(path) as store:
        store.spans.add([span(1), span(2, status_code=2), span(3, name="GET /other")])
    make_earlier(path, 3)
    with LogStore(path) as store:
        store.spans.add([span(4)])
        found, _ = store.spans.operations(0, 100, most=100)
    assert sorted((one.name, one.now.spans, one.now.errors) for one in found) == [
        ("GET /cart", 3, 1),
        ("GET /other", 1, 0),
    ]


def test_spans_of_an_earlier_version_are_read_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    with LogStore(path) as store:
        store.spans.add([span(1, attributes={"sealog.index": [INDEX]}), span(2)])
    make_earlier(path, 3)
    with LogStore(path, read_only=True) as store:
        assert [one.start_unix_nano for one in store.spans.trace(TRACE)] == [1, 2]
        assert [one.time_unix_nano for one in store.spans.find([INDEX])] == [1]
        assert (store.spans.count(), list(store.spans.newest_traces())) == (2, [TRACE])
        assert store.spans.span(2) is not None
        assert (store.spans.operations(0, 100, most=100), store.spans.entity_counts(0, 100)) == (([], True), {})
        assert not store.sealed_keys("AAAAAA")


def test_names_with_sealed_values_are_one_operation() -> None:
    other = f"{TOKEN[:-2]}BA"
    assert operation_of(f"mail {TOKEN}") == operation_of(f"mail {other}") == "mail <email_address>"
    assert operation_of("mail [erased:email_address]") == "mail <email_address>"
    assert operation_of("GET /cart") == "GET /cart"


def test_a_store_without_spans_has_none_and_gets_them_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    LogStore(path).close()
    make_earlier(path, 2)
    with LogStore(path, read_only=True) as store:
        assert (store.spans.trace(TRACE), store.spans.span(1), store.spans.count()) == ([], None, 0)
        assert not list(store.spans.find([INDEX]))
    with LogStore(path) as store:
        assert store.spans.add([span(1)]) == 1


def test_a_document_of_another_shape_is_told_as_damage(store: LogStore) -> None:
    store.spans.add([span(1)])
    for document in (
        "{}",
        "[]",
        '{"trace_id":1}',
        store._rows("SELECT document FROM spans")[0][0].replace('"kind":2', '"kind":"2"'),
    ):
        store._connection.execute("UPDATE spans SET document = ?", (document,))
        with pytest.raises(StoreError, match="damaged"):
            store.spans.span(1)
