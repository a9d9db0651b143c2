"""What the embedded store counts of attributes that hold sealed or masked values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from sealog_exporters.store import LogStore
from sealog_exporters.store.counts import attributes as counting
from sealog_exporters.store.counts.interface import AttributeCount, CountsAttributes
from sealog_exporters.store.entities import entities_in
from store.earlier import make_earlier
from store.test_template_counts import MINUTE, event

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TOKEN = f"seal1~email_address~{'a' * 13}~{'A' * 86}"


def sealed(minute: float, **attributes: Any) -> Any:
    return event(minute, attributes={**attributes, "sealog.entities": ["email_address"]})


def rows(store: LogStore, end: int = 10_000) -> list[AttributeCount]:
    return list(store.attribute_counts(0, end * MINUTE))


@pytest.fixture
def store() -> Iterator[LogStore]:
    with LogStore(":memory:") as opened:
        yield opened


def test_an_attribute_is_counted_once_a_record_by_what_it_holds(store: LogStore) -> None:
    assert isinstance(store, CountsAttributes)
    store.add([sealed(1, to=[TOKEN, TOKEN], cc={"a": "[masked:phone_number]"}, n=1), sealed(2, to=TOKEN)])
    store.add([event(3, attributes={"to": TOKEN})])
    assert rows(store) == [
        AttributeCount("shop", "cc", "phone_number", 1),
        AttributeCount("shop", "to", "email_address", 2),
    ]
    assert rows(store, end=2)[1].records == 1


def test_a_record_that_comes_again_is_not_counted_again(store: LogStore) -> None:
    for _ in range(2):
        store.add([sealed(1, to=TOKEN, **{"sealog.uid": "s-1"})])
    assert [one.records for one in rows(store)] == [1]


def test_no_sealed_value_is_kept(store: LogStore) -> None:
    store.add([sealed(1, **{f"of {TOKEN}": TOKEN, "sealog.index": [TOKEN]})])
    assert [one.attribute for one in rows(store)] == ["of <email_address>"]


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("plain ~ [x]", set()),
        (f"{TOKEN} and [masked:secret]", {"email_address", "secret"}),
        ({TOKEN: 1}, {"email_address"}),
        (b"seal1~", set()),
        (None, set()),
        (["[masked:a]", ("[masked:b]", 1.5)], {"a", "b"}),
    ],
)
def test_what_a_value_holds_is_told_by_its_spelling(value: Any, found: set[str]) -> None:
    assert entities_in(value) == found


def test_a_value_that_is_nested_without_end_is_left() -> None:
    value: Any = "[masked:a]"
    for _ in range(5_000):
        value = [value]
    assert entities_in(value) == set()


def test_of_one_minute_so_many_are_kept_apart(store: LogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MAX_CELLS", 3)
    for _ in range(2):
        store.add([sealed(1, **{f"a{number}": TOKEN}) for number in range(6)])
    assert {one.attribute: one.records for one in rows(store)} == {"a0": 2, "a1": 2, "a2": 2, "other": 6}


def test_old_minutes_become_hours_then_days_and_times_that_never_were_begin_anew(store: LogStore) -> None:
    store.add([sealed(minute, to=TOKEN) for minute in range(0, 40 * 1_440, 30)])
    for most, left in ((1_500, 1_920), (50, 1_920), (1, 0)):
        counting.fold_attributes(store._connection, most)
        assert sum(one.records for one in rows(store, 10**6)) == left
        assert store._rows("SELECT count(*) FROM attribute_counts")[0][0] <= most


def test_an_earlier_store_that_is_only_read_has_none(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    with LogStore(path) as store:
        store.add([sealed(1, to=TOKEN)])
    make_earlier(path, 5)
    with LogStore(path, read_only=True) as store:
        assert not rows(store)
    with LogStore(path) as store:
        store.add([sealed(2, to=TOKEN)])
        assert [one.records for one in rows(store)] == [1]
