"""Places in a printed text: what a reader sees, and where that stands."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.console.escapes import shown


@pytest.mark.parametrize(
    ("printed", "seen"),
    [
        ("\x1b[35malice@example.com\x1b[0m!", "alice@example.com!"),
        ("al\x1b[1mice", "alice"),
        (r"a\nalice", "a\nalice"),
        (r"m\u00fcller", "müller"),
        (r"\x41", "A"),
        (r"a\\b", "a\\b"),
        ("\x1b[0m", ""),
    ],
)
def test_colours_are_left_out_and_escapes_resolved(printed: str, seen: str) -> None:
    found = shown(printed)
    assert found is not None
    assert found.text == seen


@pytest.mark.parametrize("text", ["", "plain", "a [31m b"])
def test_a_text_without_escapes_is_seen_as_it_is(text: str) -> None:
    assert shown(text) is None


@given(st.text(st.characters(exclude_characters="<")), st.text(min_size=1, alphabet="ab"), st.text())
def test_a_value_is_found_where_it_stands(before: str, value: str, after: str) -> None:
    """A JSON text between colours: the place of a part leads back to that part's own spelling."""
    left = json.dumps(before)[1:-1]
    printed = f"\x1b[35m{left}\x1b[0m<{value}>{json.dumps(after)}"
    found = shown(printed)
    assert found is not None
    start = found.text.index(f"<{value}>")
    assert printed[slice(*found.origin(start, start + len(value) + 2))] == f"<{value}>"
