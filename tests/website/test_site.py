"""The documentation site: its navigation, its links, and what it may fetch. `make site` builds it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

import site_build
from link_check import problems
from navigation import SECTIONS, navigation
from reference.pages import DOCS

if TYPE_CHECKING:
    from pathlib import Path

PAGES = [page.relative_to(DOCS).as_posix() for page in DOCS.rglob("*.md")]


def test_each_page_is_in_the_navigation_once() -> None:
    placed = [page for pages in navigation([*PAGES, "decisions/index.md"]).values() for page in pages]
    assert sorted(placed) == sorted([*PAGES, "decisions/index.md"])


def test_a_new_page_comes_last_in_its_folders_section() -> None:
    found = navigation([*PAGES, "decisions/index.md", "alerting/zzz.md", "zzz.md"])
    assert found["Alerting"][-1] == "alerting/zzz.md"
    assert "zzz.md" in found["Project"]


def test_a_page_that_is_named_and_not_there_is_told() -> None:
    with pytest.raises(ValueError, match=r"first-hour\.md"):
        navigation([page for page in PAGES if page != "first-hour.md"])
    assert "first-hour.md" in SECTIONS["Start"]


def test_links_that_leave_the_docs_lead_to_the_repository(tmp_path: Path) -> None:
    pages = site_build.copy_pages(tmp_path / "docs")
    assert sorted(pages) == sorted([*PAGES, "decisions/index.md"])
    page = (tmp_path / "docs/python.md").read_text()
    assert "](https://github.com/sealog/sealog/blob/main/examples/ten_lines.py)" in page
    assert "](policy.md)" in page


@pytest.mark.parametrize("page", PAGES)
def test_no_page_asks_for_what_only_another_host_has(page: str) -> None:
    """Diagrams of Mermaid are drawn by a program that the theme fetches from elsewhere."""
    text = (DOCS / page).read_text(encoding="utf-8")
    assert "```mermaid" not in text
    assert re.findall(r"!\[[^]]*\]\(https?:", text) == []
    assert "<script" not in text


def test_the_link_check_finds_each_kind_of_fault(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text('<h1 id="here">x</h1><a href="#here">x</a><a href="https://example.com">x</a>')
    (tmp_path / "bad.html").write_text(
        '<a href="none.html">x</a><a href="good.html#there">x</a><a href="good.html#here">x</a>'
        '<script src="https://cdn.example/x.js"></script><link rel="stylesheet" href="//fonts.example/f.css">'
        '<img src="none.png"><img src="data:image/png;base64,AA">'
        '<a data-md-component="source" href="https://host.example/repo">x</a>'
    )
    assert problems(tmp_path) == [
        "bad.html: fetches https://cdn.example/x.js",
        "bad.html: fetches //fonts.example/f.css",
        "bad.html: none.png is not there",
        "bad.html: fetches https://host.example/repo",
        "bad.html: none.html leads nowhere",
        "bad.html: good.html#there has no such anchor",
    ]


def test_the_places_to_change_something_are_there() -> None:
    page = (DOCS / "architecture.md").read_text(encoding="utf-8")
    rows = page.partition("## Where to change what")[2].partition("\n[")[0]
    places = re.findall(r"`([\w/.]+)`", rows)
    assert len(places) > 15
    assert [place for place in places if "/" in place and not (DOCS.parent / place).exists()] == []
