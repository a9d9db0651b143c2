"""What the page shows of spans: the waterfall of a trace, one span, and how long operations take."""

from __future__ import annotations

import re
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest

from sealog_exporters.store.spans.document import as_record
from sealog_exporters.web import Holder
from sealog_exporters.web.waterfall import SCALE, path_of, waterfall
from web.pages import INDEX, NOW, TOKEN, Visitor, event, span, store_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sealog_exporters.store.interface import StoredRecord

MS = 10**6
BEGAN = 1_000 * MS


def at(number: int, after: int, took: int, parent: int = 0, **more: Any) -> tuple[int, Any]:
    """A span that began so many ms after the trace."""
    parent_id = f"{parent:016x}" if parent else ""
    start = BEGAN + after * MS
    made = span(number, start_unix_nano=start, end_unix_nano=start + took * MS, parent_id=parent_id, **more)
    return number, made


def said(number: int, after: int, span_number: int) -> tuple[int, Any]:
    """A record of a span."""
    return number, as_record(at(span_number, after, 0)[1]._replace(name=f"said {number}"))


def shape(spans: Sequence[Any], records: Sequence[Any] = ()) -> list[tuple[str, int]]:
    lines, _ = waterfall(spans, records)
    return [(f"{'span' if one.span else 'record'} {one.number}", one.depth) for one in lines]


def test_records_stand_between_the_spans_that_their_span_called() -> None:
    spans = [at(1, 0, 100), at(3, 60, 30, 1), at(2, 10, 20, 1), at(4, 15, 5, 2)]
    records = [said(1, 50, 1), said(2, 12, 2), said(3, 95, 1), said(4, 1, 9)]
    assert shape(spans, records) == [
        ("span 1", 0),
        ("span 2", 1),
        ("record 2", 2),
        ("span 4", 2),
        ("record 1", 1),
        ("span 3", 1),
        ("record 3", 1),
        ("record 4", 0),
    ]


def test_a_bar_has_the_place_and_width_of_its_span() -> None:
    lines, length = waterfall([at(1, 0, 100), at(2, 25, 50, 1), at(3, 100, 0, 1)], [])
    assert length == 100 * MS
    assert [(one.x, one.width) for one in lines] == [(0, SCALE), (SCALE // 4, SCALE // 2), (SCALE - 4, 4)]


def test_the_path_is_what_the_trace_waited_for() -> None:
    spans = [at(1, 0, 100), at(2, 10, 20, 1), at(3, 15, 45, 1), at(4, 70, 10, 3)]
    path = path_of(spans, [])
    assert path is not None
    assert path.wall_ns == 100 * MS
    assert path.waited_ns == {1: 45 * MS, 3: 45 * MS, 4: 10 * MS}
    assert path.stretches == {1: [(0, 150), (600, 100), (800, 200)], 3: [(150, 450)], 4: [(700, 100)]}


def test_the_path_stands_where_the_bars_stand_though_a_record_came_before_all_spans() -> None:
    path = path_of([at(1, 20, 30), at(2, 60, 40)], [said(1, 0, 1)])
    assert path is not None
    assert path.stretches == {1: [(200, 300)], 2: [(600, 400)]}
    assert (path.wall_ns, path.idle_ns) == (80 * MS, 10 * MS)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_trace_that_took_no_time_has_no_path(count: int) -> None:
    assert path_of([at(number, 0, 0) for number in range(1, count + 1)], [said(1, 5, 1)]) is None


def test_stretches_too_short_for_the_scale_are_seen_and_do_not_overlap() -> None:
    calls = [at(number, 2 * number, 1, 1) for number in range(2, 900)]
    path = path_of([at(1, 0, 9_000), *calls], [])
    assert path is not None
    assert sum(path.waited_ns.values()) == path.wall_ns
    for places in path.stretches.values():
        assert all(width >= 1 and 0 <= x <= SCALE - width for x, width in places)
        assert all(before[0] + before[1] < after[0] for before, after in pairwise(places))


@pytest.mark.parametrize(
    "spans",
    [
        [at(1, 0, 5, 2), at(2, 1, 5, 1), at(3, 2, 5, 2)],
        [at(1, 0, 5, 1)],
        [at(1, 0, 5, 77), at(2, 0, -3)],
        [at(1, 0, 0, span_id=""), at(2, 0, 0, span_id="")],
        [at(number, number, 1, number - 1) for number in range(1, 3_000)],
    ],
    ids=["ring", "itself", "no parent", "no ids", "deep"],
)
def test_every_span_has_one_line_whatever_its_parent(spans: Sequence[Any]) -> None:
    lines, _ = waterfall(spans, [])
    assert sorted(one.number for one in lines) == [number for number, _ in spans]
    assert all(one.x >= 0 and one.width > 0 and one.x + one.width <= SCALE for one in lines)
    path = path_of(spans, [])
    if path is not None:
        assert sum(path.waited_ns.values()) + path.idle_ns == path.wall_ns
        assert set(path.stretches) == set(path.waited_ns) <= {one.number for one in lines}


def test_a_trace_shows_spans_and_records_with_errors_marked(tmp_path: Path) -> None:
    spans = [
        span(1, ms=80),
        span(2, ms=30, parent_id=f"{1:016x}", name="charge", status_code=2, status_message="declined"),
    ]
    store = store_of(tmp_path, event("card declined", span_id=f"{2:016x}"), spans=spans)
    page = unescape(Visitor(store).get(f"/traces/{'ab' * 16}").text)
    assert page.index("GET /cart") < page.index("charge") < page.index("card declined")
    assert page.count('<span class="level error">error</span>') == 1
    for figure in ("<dt>Took</dt><dd>80 ms</dd>", "<dt>Spans</dt><dd>2</dd>", "<dt>Errors</dt><dd>1</dd>"):
        assert figure in page
    assert 'href="/spans/2"' in page
    assert "declined" in Visitor(store).get("/spans/2").text
    assert Visitor(store).get("/spans/3").status_code == 404


def test_a_span_opens_for_a_reason_as_a_record_does(tmp_path: Path) -> None:
    asked: list[tuple[StoredRecord, str]] = []

    def open_record(record: StoredRecord, reason: str, _: str) -> Sequence[tuple[str, str]]:
        asked.append((record, reason))
        return [("to", "alice@example.com")]

    sealed = span(1, name=f"mail {TOKEN}", attributes={"to": TOKEN, "sealog.index": [INDEX]})
    visitor = Visitor(store_of(tmp_path, spans=[sealed]), holder=Holder(list, lambda _entity, _value: [], open_record))
    page = visitor.get("/spans/1").text
    assert 'action="/spans/1/open"' in page
    assert TOKEN not in page
    opened = visitor.post("/spans/1/open", {"reason": "ticket 1"})
    assert "alice@example.com" in opened.text
    assert (opened.headers["refresh"], opened.headers["cache-control"]) == ("60; url=/spans/1", "no-store")
    assert [(record.body, reason) for record, reason in asked] == [(f"mail {TOKEN}", "ticket 1")]


def rows(store: Path) -> list[str]:
    page = unescape(Visitor(store).get("/operations").text)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", row)) for row in page.split("<tr>")[2:]]


def test_percentiles_are_by_nearest_rank_and_check_out_by_hand(tmp_path: Path) -> None:
    spans = [span(number, ms=number, status_code=2 * (number > 95)) for number in range(1, 101)]
    (row,) = rows(store_of(tmp_path, spans=spans))
    assert "GET /cart server shop 100 5 50 ms 95 ms - 5.05 s" in row


def test_what_became_slower_comes_first_with_what_it_was(tmp_path: Path) -> None:
    slow = [span(number, ms=900, name="report") for number in range(1, 31)]
    before = [span(number, ms=10, age=90) for number in range(101, 121)]
    now = [span(number, ms=45) for number in range(201, 221)]
    first, second = rows(store_of(tmp_path, spans=[*slow, *before, *now]))
    assert "\N{MULTIPLICATION SIGN}4.5 GET /cart" in first
    assert "p95 45 ms, it was 10 ms; errors 0 of 20, they were 0 of 20; compared with the time before" in first
    assert "New report" in second
    assert "no span of it before; compared with the time before" in second


def test_the_overview_says_what_is_slow_with_the_trace_of_the_slowest_span(tmp_path: Path) -> None:
    before = [span(number, ms=10, age=90) for number in range(101, 121)]
    now = [span(number, ms=number, trace_id=f"{number:032x}", name="GET /cart") for number in range(201, 221)]
    others = [span(1_000 + number, ms=1, name=f"other {number}") for number in range(9)]
    page = unescape(Visitor(store_of(tmp_path, spans=[*before, *now, *others])).get("/").text)
    assert page.index("\N{MULTIPLICATION SIGN}22</span>") < page.index("other 0")
    assert f'<a href="/traces/{220:032x}" title="the trace of its slowest span">' in page
    assert "other 4" not in page
    assert 'href="/operations?span=1h"' in page


def test_spans_with_a_sealed_value_are_found_by_index_and_entity_and_counted(tmp_path: Path) -> None:
    sealed = {"to": TOKEN, "sealog.index": [INDEX], "sealog.entities": ["email_address"]}
    spans = [
        span(1, age=80),
        span(2, attributes=sealed, name=f"mail {TOKEN}"),
        span(3, attributes=sealed, name="at the desk", resource={"service.name": "desk"}),
        span(4, name="without"),
    ]
    visitor = Visitor(store_of(tmp_path, spans=spans))
    for asked, found in (
        (f"index={INDEX}", {2, 3}),
        (f"index={INDEX}&index=zzzzzzzzzzzzz", {2, 3}),
        ("entity=email_address", {2, 3}),
        ("entity=email_address&service=desk", {3}),
        (f"index={INDEX}&text=mail", set()),
        ("entity=iban_code", set()),
        ("", set()),
    ):
        page = visitor.get(f"/logs?{asked}").text
        assert {int(number) for number in re.findall(r'href="/spans/(\d+)"', page)} == found, asked
        assert TOKEN not in page
    page = re.sub(r"\s+", " ", visitor.get("/privacy").text)
    assert page.count('<span class="badge">New</span> <a href="/logs?service=') == 2
    assert '/logs?service=desk&amp;entity=email_address&amp;live=off#spans">1</a>' in page


def test_versions_are_compared_on_a_young_store(tmp_path: Path) -> None:
    old = [span(number, ms=10, age=20, version="1") for number in range(1, 21)]
    new = [span(number, ms=10, age=5, version="2", status_code=2 * (number % 2)) for number in range(101, 121)]
    (row,) = rows(store_of(tmp_path, spans=[*old, *new]))
    assert "More errors" in row
    assert "errors 10 of 20, they were 0 of 20; since version 2, compared with other versions" in row


def test_a_version_that_was_rolled_back_hides_nothing(tmp_path: Path) -> None:
    spans = [
        span(1, age=100, version="1"),
        span(2, age=90, version="2"),
        *(span(number, version="1") for number in range(3, 13)),
    ]
    (row,) = rows(store_of(tmp_path, spans=spans))
    assert "GET /cart server shop 10 0" in row


def test_few_spans_and_small_changes_are_no_change(tmp_path: Path) -> None:
    before = [span(number, ms=10, age=90) for number in range(101, 121)]
    few = [span(number, ms=90, name="GET /cart") for number in range(1, 10)]
    (row,) = rows(store_of(tmp_path, spans=[*before, *few]))
    assert not any(word in row for word in ("\N{MULTIPLICATION SIGN}", "Faster", "New", "More"))


def test_spans_of_another_time_are_not_counted(tmp_path: Path) -> None:
    spans = [span(1, age=61), span(2, age=59), span(3, age=-5, start_unix_nano=NOW + 10**12)]
    (row,) = rows(store_of(tmp_path, spans=spans))
    assert "GET /cart server shop 1 0" in row


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "<b>{{ 7 * 7 }}"])
def test_markup_in_a_span_is_text(tmp_path: Path, text: str) -> None:
    hostile = span(
        1,
        name=text,
        status_message=text,
        attributes={text: text},
        events=[{"time_unix_nano": 1, "name": text, "attributes": {text: text}}],
        resource={"service.name": text, "service.version": text},
    )
    visitor = Visitor(store_of(tmp_path, spans=[hostile]))
    for path in (f"/traces/{'ab' * 16}", "/spans/1", "/operations"):
        page = visitor.get(path).text
        assert text not in page, path
        assert text in unescape(page), path


def test_a_trace_shows_its_critical_path_with_the_share_of_each_span(tmp_path: Path) -> None:
    spans = [span(1, ms=80), span(2, ms=20, parent_id=f"{1:016x}")]
    store = store_of(tmp_path, event("a line", span_id=f"{1:016x}"), spans=spans)
    page = Visitor(store).get(f"/traces/{'ab' * 16}").text
    assert "Critical path" in page
    assert re.findall(r'data-label="Waited for" class="number">([^<]*)<', page) == ["75.0 %", "25.0 %"]
    assert page.count('<rect class="path"') >= 3
    (head,) = re.findall(r"<thead>.*?</thead>", page, re.DOTALL)
    assert {row.count("<td") for row in page.split("<tr")[2:]} == {head.count("<th ")}


def test_a_page_of_a_trace_is_bounded_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog_exporters.web.traces._SPANS", 3)
    page = Visitor(store_of(tmp_path, spans=[span(number) for number in range(1, 6)])).get(f"/traces/{'ab' * 16}").text
    assert page.count("GET /cart") == 3
    assert "Critical path" not in page
    assert "Only its first spans" in page


def test_operations_are_of_the_newest_spans_and_the_page_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_of(tmp_path, spans=[span(1, age=9, name="oldest"), *(span(number) for number in range(2, 12))])
    assert "were looked at" not in Visitor(store).get("/operations").text
    monkeypatch.setattr("sealog_exporters.web.traces._LOOKED_AT", 10)
    page = Visitor(store).get("/operations").text
    assert "were looked at" in page
    assert "oldest" not in page
