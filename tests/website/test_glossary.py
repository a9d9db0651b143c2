"""The glossary has each word once, in alphabetical order, with whose word it is."""

from __future__ import annotations

import re

from reference.pages import DOCS

ROWS = re.findall(r"^\| (.+?) \| (.+) \| (.+) \|$", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
TERMS = [term for term, _, _ in ROWS[2:]]


def test_each_term_is_there_once_in_alphabetical_order() -> None:
    assert len(TERMS) > 50
    assert sorted(TERMS, key=str.lower) == TERMS
    assert len(set(TERMS)) == len(TERMS)


def test_each_term_has_a_meaning_and_a_source() -> None:
    assert all(len(meaning) > 10 and source for _, meaning, source in ROWS[2:])


def test_the_words_of_the_first_screen_are_explained() -> None:
    assert {"sealed value", "blind index", "bundle", "keyring"} <= set(TERMS)
