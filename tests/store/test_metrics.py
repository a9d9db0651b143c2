"""The metrics of the embedded store."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from sealog.errors import StoreError
from sealog_exporters.event import Exemplar, MetricPoint, OtlpMetric
from sealog_exporters.store import LogStore
from sealog_exporters.store.metrics import table
from store.earlier import make_earlier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sealog_exporters.store.metrics.reading import Found, Series

MINUTE = 60 * 10**9
FIRST = 1_000
TRACE = "ab" * 16
TOKEN = f"seal1~email_address~mfrggzdfmztwq~{'A' * 86}"


def point(minute: float, value: float | None, **more: Any) -> MetricPoint:
    """Make a point of the test's service, so many minutes after the first; it began with the first."""
    made = MetricPoint({}, FIRST * MINUTE, FIRST * MINUTE + int(minute * MINUTE), value)
    return made._replace(**more)


def metric(*points: MetricPoint, kind: Any = "counter", **more: Any) -> OtlpMetric:
    made = OtlpMetric("orders", "taken", "{order}", kind, False, points, {"service.name": "shop"}, "")
    return made._replace(**more)


def found(store: LogStore, minutes: int = 10, **asked: Any) -> Found:
    start = FIRST * MINUTE
    return store.metrics.found(start, start + minutes * MINUTE, 30, asked.get("service", ""), asked.get("most", 100))


def only(store: LogStore, minutes: int = 10) -> Series:
    (one,) = found(store, minutes).metrics
    return one.found


@pytest.fixture
def store() -> Iterator[LogStore]:
    with LogStore(":memory:") as opened:
        yield opened


def test_a_cumulative_counter_adds_what_came_since_the_last_point(store: LogStore) -> None:
    store.metrics.add([metric(point(1, 5))])
    store.metrics.add([metric(point(2, 9))])
    store.metrics.add([metric(point(2.5, 10))])
    assert only(store).now.value == 10
    assert only(store).plot[:4] == [None, 5, 5, None]


def test_a_delta_counter_adds_each_point(store: LogStore) -> None:
    store.metrics.add([metric(point(1, 5), point(1.5, 4), point(2, 1), is_delta=True)])
    assert (only(store).now.value, only(store).plot[1:3]) == (10, [9, 1])


def test_what_a_counter_had_before_the_store_saw_it_is_no_increase(store: LogStore) -> None:
    store.metrics.add([metric(point(20, 5_000)), metric(point(20, 70, start_unix_nano=0), name="unknown start")])
    store.metrics.add([metric(point(21, 5_002)), metric(point(21, 71, start_unix_nano=0), name="unknown start")])
    assert [one.found.now.value for one in found(store, 30).metrics] == [2, 1]


@pytest.mark.parametrize("start", [FIRST * MINUTE, FIRST * MINUTE + 150 * 10**9], ids=["same start", "new start"])
def test_a_counter_that_starts_anew_counts_whole(store: LogStore, start: int) -> None:
    store.metrics.add([metric(point(1, 5)), metric(point(2, 6))])
    store.metrics.add([metric(point(3, 4, start_unix_nano=start))])
    assert only(store).now.value == 10


def test_a_repeated_request_counts_once(store: LogStore) -> None:
    for kind in ("counter", "updown", "histogram"):
        request = [metric(point(1, 5, number=2), kind=kind, name=kind, is_delta=True)]
        assert (store.metrics.add(request), store.metrics.add(request)) == (1, 0)
    assert [one.found.now.value for one in found(store).metrics] == [5, 5, 5]


def test_a_gauge_has_its_last_value_and_is_the_mean_of_its_series(store: LogStore) -> None:
    rooms = [point(1, 20.0), point(2, 21.0), point(1, 30.0, attributes={"room": "b"})]
    store.metrics.add([metric(*rooms, kind="gauge")])
    now = only(store).now
    assert (now.value, now.lowest, now.highest, only(store).series) == (25.5, 21, 30, 2)
    assert only(store).plot[1:3] == [25, 21]


def test_differences_of_an_up_and_down_counter_are_summed(store: LogStore) -> None:
    store.metrics.add([metric(point(1, 5), point(2, -2), kind="updown", is_delta=True)])
    assert (only(store).now.value, only(store).plot[1:3]) == (3, [5, 3])


def test_a_histogram_has_mean_and_the_bounds_of_its_percentiles(store: LogStore) -> None:
    buckets = {0.1: 90, 0.5: 8, math.inf: 2}
    store.metrics.add([metric(point(1, 20.0, number=100, buckets=buckets), kind="histogram")])
    more = {0.1: 90, 0.5: 108, math.inf: 2}
    store.metrics.add([metric(point(2, 50.0, number=200, buckets=more), kind="histogram")])
    now = only(store).now
    assert (now.number, now.mean, now.buckets) == (200, 0.25, more)
    assert (now.at_most(45), now.at_most(46), now.at_most(100)) == (0.1, 0.5, math.inf)
    assert only(store).plot[1:3] == [0.2, 0.3]


def test_buckets_of_a_coarser_histogram_count_what_came(store: LogStore) -> None:
    store.metrics.add([metric(point(1, 3.0, number=3, buckets={1.0: 1, 2.0: 1, 4.0: 1}), kind="histogram")])
    store.metrics.add([metric(point(2, 9.0, number=5, buckets={2.0: 3, 4.0: 2}), kind="histogram")])
    assert only(store).now.buckets == {1.0: 1, 2.0: 2, 4.0: 2}


def test_buckets_with_other_bounds_give_no_percentile_and_the_count_stays(store: LogStore) -> None:
    store.metrics.add([metric(point(1, 3.0, number=3, buckets={1.0: 3}), kind="histogram")])
    store.metrics.add([metric(point(2, 9.0, number=5, buckets={0.5: 4, 0.7: 1}), kind="histogram")])
    assert (only(store).now.number, only(store).now.at_most(50), only(store).now.mean) == (5, None, 1.8)


def test_a_histogram_without_a_sum_has_no_mean(store: LogStore) -> None:
    store.metrics.add([metric(point(1, None, number=3), point(2, None, number=4), kind="histogram")])
    assert (only(store).now.number, only(store).now.mean, only(store).plot[1:3]) == (4, None, [3, 1])


def test_points_that_read_the_same_once_they_are_masked_are_one_series(store: LogStore) -> None:
    masked = [point(minute, 5, attributes={"to": "[masked:email_address]"}) for minute in (1, 1, 2, 2)]
    store.metrics.add([metric(*masked[:2])])
    store.metrics.add([metric(*masked[2:])])
    assert (only(store).now.value, only(store).series) == (10, 1)


def test_no_sealed_value_is_kept(store: LogStore) -> None:
    whole = metric(
        point(1, 5, attributes={"to": TOKEN, TOKEN: [TOKEN]}),
        name=f"mail {TOKEN}",
        unit=TOKEN,
        description=TOKEN,
        scope=TOKEN,
        resource={"service.name": TOKEN, "service.version": TOKEN, "owner": TOKEN},
    )
    store.metrics.add([whole])
    dump = "\n".join(store._connection.iterdump())
    assert "seal1" not in dump
    assert "mfrggzdfmztwq" not in dump
    assert found(store).metrics[0].name.service == "<email_address>"


def test_resources_and_attributes_tell_series_apart(store: LogStore) -> None:
    store.metrics.add([metric(point(1, 1), resource={"service.name": "shop", "host": host}) for host in "ab"])
    store.metrics.add([metric(point(1, 1, attributes={"a": 1}), point(1, 1, attributes={"a": "1"}))])
    store.metrics.add([metric(point(1, 1), resource={"service.name": "desk"})])
    desk, shop = found(store).metrics
    assert (desk.found.series, shop.found.series, shop.found.now.value) == (1, 4, 4)
    series, hidden = store.metrics.series(shop.name, FIRST * MINUTE, (FIRST + 10) * MINUTE, 30, 3)
    assert ([one.attributes for one in series], hidden) == (['{"a":"1"}', '{"a":1}', "{}"], 1)
    assert [one.origin for one in series] == ["{}", "{}", '{"host":"a"}']
    assert [one.name.service for one in found(store, service="desk").metrics] == ["desk"]
    assert found(store, most=1).hidden == 1


def test_a_time_is_compared_with_the_time_before(store: LogStore) -> None:
    store.metrics.add([metric(point(minute, 5), is_delta=True) for minute in (-12, -3, -1, 4)])
    one = only(store)
    assert one.before is not None
    assert (one.now.value, one.before.value) == (5, 10)
    assert not found(store, minutes=2).metrics


def test_the_greatest_exemplar_leads_to_its_trace_and_back(store: LogStore) -> None:
    exemplars = [Exemplar(0.2, "cd" * 16, ""), Exemplar(0.9, TRACE, "ef" * 8)]
    store.metrics.add([metric(point(1, 1, exemplars=exemplars), point(2, 3, exemplars=[Exemplar(0.5, "12" * 16, "")]))])
    assert only(store).exemplar == (0.9, TRACE, "ef" * 8)
    assert store.metrics.measured_in(TRACE, 10) == [("shop", "orders")]
    assert not store.metrics.measured_in("", 10)


def test_series_that_are_too_many_are_counted_and_idle_ones_make_room(
    store: LogStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MAX_SERIES_OF_METRIC", 3)
    monkeypatch.setattr(table, "MAX_SERIES", 5)
    many = [point(1, 1, attributes={"n": number}) for number in range(10)]
    assert store.metrics.add([metric(*many)]) == 3
    assert store.metrics.add([metric(*many, name="carts")]) == 2
    assert [one.left_out for one in found(store).metrics] == [8, 7]
    later = [point(17, 1, attributes={"n": number}) for number in (20, 21)]
    assert store.metrics.add([metric(*later, name="mails", is_delta=True)]) == 2
    assert store.metrics.count() == (5, 5)


def test_names_that_are_left_out_are_bounded(store: LogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_SERIES", 0)
    monkeypatch.setattr(table, "_MAX_LEFT_OUT", 2)
    store.metrics.add([metric(point(1, 1), name=f"m{number}") for number in range(9)])
    assert found(store).left_out == 9
    assert len(store._rows("SELECT * FROM metrics_left_out")) <= 3


def test_the_oldest_minutes_go_first_and_their_series_with_them(
    store: LogStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "MAX_MINUTES", 20)
    monkeypatch.setattr(table, "_TRIM_AFTER", 5)
    store.metrics.add([metric(point(0, 1), name="old")])
    for minute in range(1, 60):
        store.metrics.add([metric(point(minute, minute, attributes={"side": side})) for side in "ab"])
        assert store.metrics.count()[1] <= 20 + 5
    assert [one.name.name for one in found(store, 60).metrics] == ["orders"]
    assert only(store, 60).plot[-2:] == [4, 4]  # two series, two minutes each


def test_numbers_that_sqlite_does_not_have_are_kept_or_bounded(store: LogStore) -> None:
    end = 2**64 - 1
    huge = MetricPoint({"x": math.nan, "y": b"\xff"}, end, end, 1e308, number=end, buckets={math.inf: 1})
    store.metrics.add([metric(huge, huge._replace(time_unix_nano=end - 1), kind="histogram", is_delta=True)])
    assert store.metrics.count()[0] == 1


def test_a_reading_looks_at_so_many_minutes_and_says_so(store: LogStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog_exporters.store.metrics.reading.LOOKED_AT", 4)
    store.metrics.add([metric(*(point(minute, 1) for minute in range(10)), is_delta=True)])
    assert (found(store).is_whole, only(store).now.value) == (False, 4)


def test_text_that_is_no_unicode_is_told_without_it(store: LogStore) -> None:
    with pytest.raises(StoreError) as told:
        store.metrics.add([metric(point(1, 1), name="orders \ud800")])
    assert "orders" not in str(told.value)
    assert store.metrics.count() == (0, 0)


def test_a_damaged_row_is_told_as_damage(store: LogStore) -> None:
    store.metrics.add([metric(point(1, 1.0, number=1, buckets={1.0: 1}), kind="histogram")])
    for buckets in ("[]", '{"x":1}', '{"nan":1}', '{"1":"2"}'):
        store._connection.execute("UPDATE metric_points SET buckets = ?", (buckets,))
        with pytest.raises(StoreError, match="damaged"):
            found(store)


def test_a_store_of_an_earlier_version_has_none_and_gets_them_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    LogStore(path).close()
    make_earlier(path, 4)
    with LogStore(path, read_only=True) as store:
        assert not found(store).metrics
        assert store.metrics.series(("shop", "orders", "", "gauge"), 0, MINUTE, 30, 5) == ((), 0)  # type: ignore[arg-type]
        assert (store.metrics.measured_in(TRACE, 5), store.metrics.count()) == ((), (0, 0))
    with LogStore(path) as store:
        assert store.metrics.add([metric(point(1, 1))]) == 1
