"""What the page shows of metrics."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest

from sealog_exporters.event import Exemplar, MetricPoint, OtlpMetric
from sealog_exporters.store import LogStore
from sealog_exporters.web.figures import quantity, scaled, unit_of
from web.pages import MINUTE, NOW, Visitor, span, store_of

if TYPE_CHECKING:
    from pathlib import Path

TRACE = "ab" * 16
KINDS = "service=shop&name=orders&unit=%7Border%7D&kind=counter"


def point(value: float | None, *, age: float = 2, **more: Any) -> MetricPoint:
    """Make a point, so many minutes old, of what began a day ago."""
    made = MetricPoint({}, NOW - 1_440 * MINUTE, NOW - int(age * MINUTE), value)
    return made._replace(**more)


def metric(*points: MetricPoint, kind: Any = "counter", **more: Any) -> OtlpMetric:
    resource = {"service.name": "shop", "host.name": "h1"}
    made = OtlpMetric("orders", "orders taken", "{order}", kind, True, points, resource, "")
    return made._replace(**more)


def visitor(path: Path, *metrics: OtlpMetric) -> Visitor:
    store = store_of(path, spans=[span(1)])
    with LogStore(store) as logs:
        logs.metrics.add(metrics)
    return Visitor(store)


def words(text: str) -> str:
    return " ".join(text.split())


def test_a_metric_stands_with_what_it_was_before_and_leads_to_a_trace_and_back(tmp_path: Path) -> None:
    exemplars = [Exemplar(3.0, TRACE, "")]
    page = visitor(tmp_path, metric(point(70, age=90), point(30, age=9), point(12, exemplars=exemplars)))
    text = words(page.get("/metrics").text)
    assert 'orders</bdi></a> <span class="quiet">counter</span> <p class="quiet">orders taken</p>' in text
    assert '<td data-label="Now">42 order </td>' in text
    assert "Before: </span>70 order </td>" in text
    assert f'<a href="/traces/{TRACE}">Trace of the greatest measurement</a>: 3 order' in text
    assert 'Measured here: <a href="/metrics?service=shop"><bdi>orders</bdi></a>' in words(
        page.get(f"/traces/{TRACE}").text
    )


def test_a_histogram_says_its_mean_and_the_bound_of_its_percentile(tmp_path: Path) -> None:
    quick = point(2.5, number=10, buckets={0.5: 9, 1.0: 1, math.inf: 0})
    page = visitor(tmp_path, metric(quick, kind="histogram", unit="s"))
    assert "10 measured, mean 0.25 s, p95 at most 1 s" in words(page.get("/metrics").text)
    slow = point(2.5, number=1, buckets={0.5: 0, math.inf: 1})
    page = visitor(tmp_path, metric(slow, kind="histogram", unit="s", name="slow"))
    assert "1 measured, mean 2.5 s, p95 above all bounds" in words(page.get("/metrics").text)


def test_a_level_of_several_series_says_from_where_to_where(tmp_path: Path) -> None:
    rooms = [point(20.0), point(25.0, attributes={"room": "b"})]
    page = visitor(tmp_path, metric(*rooms, kind="gauge", unit="Cel"))
    assert '22.5 Cel <span class="quiet">mean of 20 to 25</span>' in words(page.get("/metrics").text)


def test_a_metric_has_a_page_of_its_series(tmp_path: Path) -> None:
    ways = [point(5, attributes={"way": "<b>mail"}), point(7, attributes={"way": "web", "n": [1, 2]})]
    page = visitor(tmp_path, metric(*ways))
    link = page.get("/metrics").text.partition('<a href="/metric?')[2].partition('"')[0].replace("&amp;", "&")
    text = words(page.get(f"/metric?{link}").text)
    assert link.startswith(KINDS)
    assert text.index("<code>way=web</code>") < text.index("<code>way=&lt;b&gt;mail</code>")
    assert "host.name=h1" in text


def test_only_one_service_is_shown_where_it_is_asked_for(tmp_path: Path) -> None:
    page = visitor(tmp_path, metric(point(5)), metric(point(5), name="tickets", resource={"service.name": "desk"}))
    text = page.get("/metrics?service=desk").text
    assert ("name=tickets" in text, "name=orders" in text) == (True, False)


def test_metrics_of_sealog_stand_behind_those_of_the_application(tmp_path: Path) -> None:
    page = visitor(tmp_path, metric(point(5), name="sealog.records"), metric(point(5), name="tickets"))
    text = page.get("/metrics").text
    assert text.index("name=tickets") < text.index("name=sealog.records")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    page = visitor(tmp_path)
    assert "No metric in this time" in page.get("/metrics").text
    assert page.get(f"/metric?{KINDS}").status_code == 404
    assert page.get("/metric?kind=other").status_code == 400
    assert page.get("/metrics?span=2h").status_code == 400


def test_points_that_were_left_out_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog_exporters.store.metrics.table.MAX_SERIES_OF_METRIC", 2)
    page = visitor(tmp_path, metric(*(point(1, attributes={"n": number}) for number in range(5))))
    assert "3 points are not kept" in page.get("/metrics").text


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, "-"), (0, "0"), (12.0, "12"), (0.25, "0.25"), (1e9, "1e+09"), (-3.5, "-3.5"), (0.00001, "1e-05")],
)
def test_numbers_are_written_in_few_digits(value: float | None, written: str) -> None:
    assert quantity(value) == written


def test_units_are_those_of_a_reader() -> None:
    assert [unit_of(unit) for unit in ("1", "By", "{request}", "{request}/s")] == ["", "By", "request", "request/s"]


@pytest.mark.parametrize(
    ("plot", "drawn"),
    [
        ([], []),
        ([None, None], [0, 0]),
        ([0.0, None], [1, 0]),
        ([1.0, 2.0, None], [500, 1000, 0]),
        ([-1.0, 1.0], [1, 1000]),
        ([1e308, -1e308], [1000, 1]),
    ],
)
def test_plots_are_scaled(plot: list[float | None], drawn: list[int]) -> None:
    assert scaled(plot) == drawn
