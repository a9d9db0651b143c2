"""One sentence a line in Markdown sources: `make fmt` reflows them, and changes nothing that a reader sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from one_sentence import ROOT, pages, reflow, split

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_each_page_has_one_sentence_a_line(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert reflow(text) == text, "run `make fmt`"


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("It says: That is one sentence.", ["It says: That is one sentence."]),
        ("See `a. B` and [c. D](e.md). F.", ["See `a. B` and [c. D](e.md).", "F."]),
        ("**It is bold.** So what.", ["**It is bold.**", "So what."]),
        ("(It is in brackets.) So what.", ["(It is in brackets.)", "So what."]),
        ("Python 3.12 and e.g. CPython, No. 5.", ["Python 3.12 and e.g. CPython, No. 5."]),
        ("It ends. `sealog` begins.", ["It ends.", "`sealog` begins."]),
        ("It is a.b.c. uvicorn is a name.", ["It is a.b.c.", "uvicorn is a name."]),
        ("Exit code 1. It ends.", ["Exit code 1.", "It ends."]),
        ("How? it says. No.", ["How? it says.", "No."]),
    ],
)
def test_a_paragraph_is_divided_into_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_what_is_no_paragraph_stays() -> None:
    page = "# A. Head\n\n| a. B | c |\n|---|---|\n\n```\nX. Y.\n  Z\n```\n\n<!-- A. B. -->\n\n    code. Code.\n"
    assert reflow(page) == page


def test_items_keep_their_indent() -> None:
    page = "- One. Two\n  goes on.\n  - Inner. More.\n1. First. Second.\n"
    assert reflow(page) == "- One.\n  Two goes on.\n  - Inner.\n    More.\n1. First.\n   Second.\n"


@given(st.lists(st.sampled_from(["A b.", "c `D. E`", "- F. G", "  h. I", "", "| j. K |", "1. L. M", "(N.) O"])))
def test_it_is_done_once_and_shows_the_same(lines: list[str]) -> None:
    page = "\n".join(lines)
    flowed = reflow(page)
    assert reflow(flowed) == flowed
    show = MarkdownIt("commonmark").enable("table").render
    assert show(flowed).split() == show(page).split()
