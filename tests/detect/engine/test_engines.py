"""The regular expression engines, and what happens where one is missing."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.rule import Anchor, Rule
from sealog.detect.regex import _first_in, compile_shape, without_surrogates

if TYPE_CHECKING:
    from sealog.detect.model.rule import Span
    from sealog.detect.regex import Engine

TEXTS = ["", "ab12cd34", "é12漢3😀456", "\ud80012", "12é" * 50]


class PublicOnly:
    """A compiled RE2 shape without the native core that `_first_in` prefers."""

    def __init__(self, shape: str) -> None:
        self.search = re2.compile(shape).search


def _spans(engine: Engine, shape: str, text: str) -> list[Span]:
    return compile_shape(shape, engine).confirm(without_surrogates(text), lambda _text, start, end: (start, end))


@pytest.mark.parametrize("text", TEXTS)
def test_all_engines_give_the_same_offsets(text: str) -> None:
    spans = [_spans(engine, "[0-9]+", text) for engine in ENGINES]
    assert spans == [spans[0]] * len(ENGINES)


@pytest.mark.parametrize(
    "shape",
    [
        r"\d+\w|\s\S",
        r"[\d\-]+[^\w\s]",
        r"\bcat\B|\D\bcat\b",
        r"[]x]+|[^]x]y",
        r"[x&y~z\[]+",
        r"\<a\>|\W\d\W",
        r"(?i)cat+",
        r"t[ä-ö]|[^ -é]",
        r"(?:^|[^a])b{2,3}",
        r"\.\-\/\'\"",
    ],
)
@given(text=st.text("a1_- .cat]x[y&~z<>KkäÖöbß/'\"\n\té漢\u0663", max_size=24))
@settings(max_examples=200, deadline=None)
def test_all_engines_read_a_shape_alike(shape: str, text: str) -> None:
    """Also what one of them would take for a class beyond ASCII, an operation on classes or the edge of a word."""
    spans = [_spans(engine, shape, text) for engine in ENGINES]
    assert spans == [spans[0]] * len(ENGINES)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("head", ["", "é"])
def test_the_search_goes_on_behind_a_narrowed_span(engine: Engine, head: str) -> None:
    """A validator that takes two of five digits is asked about the other three."""
    shape = compile_shape("[0-9]+", engine)
    found = shape.confirm(f"{head}12345", lambda _text, start, end: (start, min(start + 2, end)))
    offset = len(head)
    assert found == [(offset, offset + 2), (offset + 2, offset + 4), (offset + 4, offset + 5)]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_search_goes_on_behind_a_refused_candidate(engine: Engine) -> None:
    shape = compile_shape("[0-9]+", engine)
    found = shape.confirm("é12 345", lambda _text, start, end: (start, end) if end - start > 2 else None)
    assert found == [(4, 7)]


@pytest.mark.parametrize("text", TEXTS)
def test_re2_without_its_native_core_gives_the_same(text: str) -> None:
    data = without_surrogates(text).encode()
    size = len(data)
    native, public = _first_in(re2.compile("[0-9]+")), _first_in(PublicOnly("[0-9]+"))
    assert [native(data, at, size)[0] for at in (0, size)] == [public(data, at, size)[0] for at in (0, size)]


@pytest.mark.parametrize("shape", ["[ab.]{1,3}@[ab]+", "[ab.\x80-\U0010ffff]{1,3}@[^ .\u0100-\u0200]+"])
@given(text=st.text("ab@. é", max_size=30), judged=st.integers(0, 3))
@settings(max_examples=500, deadline=None)
def test_a_search_that_begins_at_the_sign_gives_what_a_search_from_the_left_gives(
    shape: str, text: str, judged: int
) -> None:
    """Whether candidates are taken, refused, or narrowed at their end."""
    anchor = Anchor("@", "ab.", 3)

    def validate(_text: str, start: int, end: int) -> Span | None:
        return [(start, end), None, (start, max(start + 1, end - 1)), (start, end) if start % 2 else None][judged]

    for engine in ENGINES:
        from_left = compile_shape(shape, engine).confirm(text, validate)
        assert compile_shape(shape, engine, anchor).confirm(text, validate) == from_left


def test_a_shape_that_no_engine_can_read_fails_at_once() -> None:
    """It is refused when the scanner is built, not when a record comes."""
    rule = Rule("x", "person", "[", "[", lambda _t, s, e: (s, e), str, indexed=False, hits=(), misses=())
    for engine in ENGINES:
        with pytest.raises(Exception, match=r"missing|unterminated|parse error"):
            Scanner([rule], engine=engine)


@pytest.mark.process
def test_without_re2_the_standard_library_finds_the_same() -> None:
    program = """
import sys
sys.modules["sealog._native"] = sys.modules["re2"] = None  # what an import finds where no wheel is installed
from sealog.detect.engine.scanner import Scanner
from sealog.errors import SettingError
try:
    Scanner(engine="re2")
except SettingError as error:
    print("google-re2" in str(error))
print(Scanner().scan("é alice@example.com 192.0.2.1"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["True", str(Scanner().scan("é alice@example.com 192.0.2.1"))]
