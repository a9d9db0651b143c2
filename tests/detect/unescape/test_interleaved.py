"""Values with null characters between their letters are found, and the spans are those of the text as it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.detect.engine.scanner import default_scanner
from sealog.detect.unescape.interleaved import without_nulls

EMAIL = "alice@example.com"


@pytest.mark.parametrize("value", [EMAIL, "4111 1111 1111 1111", "203.0.113.77", "GB82WEST12345698765432"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_a_value_in_utf_16_that_was_read_as_latin_is_found(value: str, codec: str) -> None:
    text = f"got {value} today".encode(codec).decode("latin-1")
    (found,) = default_scanner().scan(text)
    assert text[found.start : found.end].replace("\0", "") == value


def test_what_stands_in_plain_letters_beside_it_is_found_too() -> None:
    text = f"a\0b\0c\0d\0e\0 {EMAIL}"
    assert [text[f.start : f.end] for f in default_scanner().scan(text)] == [EMAIL]


def test_each_text_of_a_record_keeps_its_own_findings() -> None:
    wide = "\0".join(EMAIL)
    found = default_scanner().scan_many(["note", wide, EMAIL])
    assert found is not None
    assert [[(f.start, f.end) for f in each] for each in found] == [[], [(0, len(wide))], [(0, len(EMAIL))]]


def test_fields_that_null_characters_separate_stay_apart() -> None:
    assert without_nulls("HOME=/root\0PATH=/bin\0A=1\0") is None


@given(st.text(st.sampled_from("ab\0\x1e1"), max_size=40))
def test_every_character_is_where_its_place_says(text: str) -> None:
    plain = without_nulls(text)
    if plain is not None:
        assert [text[place] for place in plain.places] == list(plain.text)
