"""Values behind escapes and look-alike characters are found, and where they stand in the text as it was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from detect.marks import unmark
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.unescape.readings import decoder, may_hold_escape, reader, readings, undone

if TYPE_CHECKING:
    from sealog.detect.regex import Engine

FOUND = {
    "JSON escape": r'{"mail":"«alice\u0040example.com»"}',
    "JSON escapes beyond ASCII": r"user «j\u00fcrgen@m\u00fcller.example» logged in",
    "percent-encoding": "GET /u?email=«alice%40example.com»&x=1",
    "percent-encoding of all": "next=%2Fu%3Femail%3D«alice%40example.com»%26x%3D1",
    "Python escape": r"b'«alice\x40example.com»'",
    "HTML, decimal": "<a>«alice&#64;example.com»</a>",
    "HTML, hexadecimal": "<a>«alice&#x40;example.com»</a>",
    "HTML, by name": "<a>«alice&commat;example.com»</a>",
    "full-width at": "mail «alice＠example.com» now",
    "full-width digits": "card «４１１１ １１１１ １１１１ １１１１» ok",
    "zero-width space": "mail «al\u200bice@exam\u200bple.com» now",
    "soft hyphen": "card «4111\u00ad1111\u00ad1111\u00ad1111» ok",
    "full-width colon": "password：«hunter2» x",
    "beyond ASCII before it": "漢字 é 😀 email=«alice%40example.com»",
}
LEFT = [
    "100%40 of 200 and %3D alone",
    r"path C:\u00e9\x and \u0041\u0042",
    "＠ alone, １２３ and ：：",
    "a%40b and version%3D1.2.3.4",
    r"\ud83d\ude00 \u0000 \u0022",
    "\u200b\u200b\u200b",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("marked", FOUND.values(), ids=FOUND)
def test_a_disguised_value_is_found_as_it_was_written(marked: str, engine: Engine) -> None:
    scanner = Scanner(engine=engine)
    text, spans = unmark(marked)
    assert [(f.start, f.end) for f in scanner.scan(text)] == spans


@pytest.mark.parametrize("text", LEFT)
def test_what_holds_no_value_stays_clean(text: str) -> None:
    assert default_scanner().scan(text) == []


@pytest.mark.parametrize("text", [*LEFT, *FOUND.values()])
def test_every_character_of_a_reading_has_its_place(text: str) -> None:
    for reading in readings(text):
        assert len(reading.places) == len(reading.text) + 1
        assert len(reading.ends) == len(reading.text)
        assert list(reading.places) == sorted(reading.places)
        assert reading.places[-1] == len(text)


def test_a_quote_that_is_escaped_stays_escaped() -> None:
    r"""Undoing `\u0022` would end a string that goes on."""
    assert [reading.text for reading in readings(r"a\u0022b%22c\u005cd")] == [r"a\"b\"c\\d"]


def test_many_texts_are_read_a_second_time_each_for_itself() -> None:
    scanner = default_scanner()
    texts = ["alice%40", "example.com", "bob%40example.com", "x"]
    assert scanner.scan_many(texts) == [scanner.scan(text) for text in texts]


_WRITTEN = [
    *(
        "\\",
        "\\\\",
        r"\n",
        r"\u0040",
        r"\x40",
        r"\xc3\xbc",
        r"\xfc",
        r"\ud83d\ude00",
        r"\ud83d",
        r"\U0001F600",
        r"\u{40}",
    ),
    *(
        r"\033[0m",
        r"\0",
        r"\053",
        r"\101",
        r"\e[1m",
        r"\"",
        r"\\\\\"",
        r"\/",
        r"\u0027",
        r"\u001e",
        "%",
        "%40",
        "%2540",
    ),
    *(
        "%C3%BC",
        "%e2%80%8b",
        "%2B",
        "%27",
        "%5C",
        "%1e",
        "%FF%FE",
        "%u0040",
        "&",
        "&#64;",
        "&#x40;",
        "&commat;",
        "&amp;",
    ),
    *(
        "&nosuch;",
        "&#39;",
        "#012",
        "#033[31m",
        "\x1b",
        "\x1b[31m",
        "\x9b1m",
        "\x1b]8;;",
        "\x07",
        "^[[1m",
        "^[",
        "[",
        "]",
    ),
    *(
        "\x1b(B",
        "\x1bM",
        "\u241b[2K",
        "\uff20",
        "\uff14",
        "\u200b",
        "\xad",
        "\ufb01",
        "\u2014",
        "\xa0",
        "\u2028",
        "\u0663",
    ),
    *(
        "é",
        "漢",
        "😀",
        '"',
        "'",
        "=",
        "+",
        "a=b+c",
        "=+4+5",
        "&x=",
        "a",
        "o",
        "1",
        "7",
        " ",
        "\n",
        "m",
        "n",
        "x",
        "u",
        "0",
    ),
]


@pytest.mark.thorough
@pytest.mark.skipif("native" not in ENGINES, reason="there is no compiled half here")
@given(st.lists(st.sampled_from(_WRITTEN), max_size=14).map("".join))
@example("\x1b%5Ca")  # the backslash of `%5C` is spelled by two, and a colour takes one of them
@example("&\\u0040+")  # a form has an `=`
@settings(max_examples=2000, deadline=None)
def test_the_compiled_half_reads_as_python_does(text: str) -> None:
    given_here = [(each.text, list(each.places), list(each.ends)) for each in readings(text)]
    assert [(each.text, list(each.places), list(each.ends)) for each in reader("native")(text)] == given_here
    assert decoder().may_hold(text) == may_hold_escape(text)
    first = undone(text)
    assert decoder().plain(text) == (None if first is None else first.text)


@given(st.lists(st.sampled_from(_WRITTEN), max_size=14).map("".join))
@example("\x1b%5Ca")  # the backslash of `%5C` is spelled by two, and a colour takes one of them
@example("&\\u0040+")  # a form has an `=`
@settings(max_examples=500, deadline=None)
def test_no_span_of_a_reading_cuts_an_escape(text: str) -> None:
    for reading in readings(text):
        for at in range(len(reading.text)):
            start, end = reading.span(at, at + 1)
            assert 0 <= start < end <= len(text)
            assert reading.widened(start, end) == (start, end)
        assert "\x1e" not in reading.text


def test_what_is_encoded_too_often_is_left() -> None:
    """The work is bounded: six rounds."""
    assert readings("a%" + "25" * 5 + "40b")[0].text == "a@b"
    assert readings("a%" + "25" * 6 + "40b")[0].text == "a%40b"
