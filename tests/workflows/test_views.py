"""The timeline and the HTML report of a run."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest

from sealog_exporters.workflows import Span, analyse
from sealog_exporters.workflows.views import Row, html_report, timeline

MS = 10**6


def spans(*given: tuple[str, str, int, int], failed: str = "") -> list[Span]:
    """Name, parent, start and end of each, in ms."""
    return [Span("ab" * 16, n, parent, n, start * MS, end * MS, n == failed) for n, parent, start, end in given]


RUN = (("run", "", 0, 100), ("slow", "run", 10, 90), ("quick", "run", 10, 20), ("in", "slow", 20, 60))


def test_rows_stand_below_their_parents_in_order_and_show_what_was_waited_for() -> None:
    found = timeline(spans(*RUN, failed="quick"), 10)
    assert found.rows == [
        Row("run", 0, 0, 100, failed=False, on_path=((0, 10), (90, 100))),
        Row("slow", 1, 10, 90, failed=False, on_path=((10, 20), (60, 90))),
        Row("in", 2, 20, 60, failed=False, on_path=((20, 60),)),
        Row("quick", 1, 10, 20, failed=True, on_path=()),
    ]
    assert (found.wall_ms, found.left_out) == (100, 0)


def test_of_many_spans_those_that_were_waited_for_are_shown() -> None:
    found = timeline(spans(*RUN), 3)
    assert ([row.name for row in found.rows], found.left_out) == (["run", "slow", "in"], 1)


def test_a_run_as_deep_as_it_has_spans_has_a_timeline() -> None:
    deep = spans(*((f"s{i}", f"s{i - 1}" if i else "", i, 20_000 - i) for i in range(5_000)))
    found = timeline(deep, 100)
    assert (len(found.rows), found.left_out) == (100, 4_900)
    assert ET.fromstring(_svg(html_report(analyse(deep), found))).tag == "svg"
    with pytest.raises(ValueError, match="one span at least"):
        timeline([], 1)


def _svg(page: str) -> str:
    return page[page.index('<svg role="img"') : page.index("</svg>\n") + 6]


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


HOSTILE = "</title></text></svg><script>alert(1)</script><img src=x onerror=alert(1)>\"' onload=x \u202e\x1b[31m&"


def test_markup_in_names_is_text() -> None:
    attributes = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": HOSTILE}
    attributes |= {"gen_ai.tool.call.arguments": '{"a": "b"}', "gen_ai.tool.call.result": '"a long result of a tool"'}
    calls = [
        Span("ab" * 16, f"s{i}", "r", HOSTILE, (10 + 20 * i) * MS, (25 + 20 * i) * MS, attributes=attributes)
        for i in range(2)
    ]
    run = [Span("ab" * 16, "r", "", HOSTILE, 0, 100 * MS), *calls]
    found = analyse(run)
    assert found.findings
    page = html_report(found, timeline(run, 10))
    seen = Seen()
    seen.feed(page)
    assert not seen.tags & {"script", "img", "iframe", "a", "link"}
    assert not {name for name in seen.attributes if name.startswith("on") or name in {"src", "href"}}
    assert ET.fromstring(_svg(page)).tag == "svg"
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    page = html_report(analyse(spans(*RUN)), timeline(spans(*RUN), 10))
    assert "default-src 'none'; style-src 'unsafe-inline'" in page
    assert not re.search(r"https?:|url\(|@import", page)


def test_bars_lie_where_their_spans_do() -> None:
    page = _svg(html_report(analyse(spans(*RUN)), timeline(spans(*RUN), 10)))
    rects = ET.fromstring(page).iter("rect")
    bars = [(one.get("class"), float(one.get("x", "")), float(one.get("width", ""))) for one in rects]
    assert bars[:3] == [(None, 320, 700), ("path", 320, 70), ("path", 950, 70)]


def test_a_run_without_length_has_a_report() -> None:
    run = spans(("run", "", 5, 5))
    assert 'width="1.0"' in html_report(analyse(run), timeline(run, 10))
