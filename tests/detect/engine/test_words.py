"""Fixed words are found in any case, wherever they stand, with the library and without it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from sealog.detect.engine.keyword_search import build_words, in_code_points
from sealog.detect.engine.prefilter import NOTHING, build_look
from sealog.detect.engine.vocabulary import Vocabulary
from sealog.detect.model.rule import KeywordRule, Rule
from sealog.detect.regex import compile_shape, without_surrogates
from sealog.detect.structured.suspicion import Suspicion

if TYPE_CHECKING:
    from sealog.detect.engine.prefilter import Look
    from sealog.detect.regex import Engine

WORDS = ["token", "to", "api_token", "ken", "ghp_", "://", "token", "größe"]
FAST = build_words(WORDS, "re2")
PLAIN = build_words(WORDS, "re")


def test_words_are_found_in_any_case_and_over_each_other() -> None:
    assert list(FAST(b"API_Token")) == [(1, 4, 6), (2, 0, 9), (0, 4, 9), (6, 4, 9), (3, 6, 9)]


def test_places_can_be_counted_in_code_points() -> None:
    data = "é漢😀 ghp_ é ://".encode()
    assert in_code_points(FAST(data), data) == [(4, 4, 8), (5, 11, 14)]


@pytest.mark.thorough
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=8).map("".join))
@settings(max_examples=300, deadline=None)
def test_with_and_without_the_library_the_places_are_the_same(text: str) -> None:
    data = without_surrogates(text).encode()
    assert list(FAST(data)) == list(PLAIN(data))


@pytest.mark.parametrize("engine", ["re2", "re"])
def test_no_words_are_nowhere(engine: Engine) -> None:
    assert list(build_words([], engine)(b"token")) == []


def _look(engine: Engine, context: tuple[str, ...], keywords: tuple[str, ...], gate: str = "") -> Look:
    rule = Rule(
        "x", "person", gate, "", lambda _t, s, e: (s, e), str, indexed=False, hits=(), misses=(), context=context
    )
    announced = [KeywordRule("y", "secret", keywords, lambda _t, s, e: (s, e))]
    vocabulary = Vocabulary([rule], announced)
    suspicion = Suspicion(lambda _: None, (), is_native=engine == "native")
    return build_look(vocabulary, [rule], announced, [compile_shape("", engine)], [None], engine, suspicion)[0]


def _seen(look: Look, text: str) -> tuple[list[int], list[tuple[int, int, int]], bool]:
    suspects, keywords, is_disguised, _, _ = look(text) or NOTHING
    return sorted(suspects), list(keywords), is_disguised


_LOOKS = [
    _look(engine, ("phone", "größe", "ab"), ("key", "k", "to", "token", "api_token"), "1[0-9]") for engine in ENGINES
]
_PIECES = [
    "phone",
    "Phones",
    "größe",
    "ab",
    "key",
    "TOKEN",
    "api_token",
    "%40",
    " ",
    "é",
    "漢",
    "1",
    "x",
    "S",
    "a",
    "_",
]


@pytest.mark.thorough
@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=2)), max_size=10).map("".join))
@settings(max_examples=500, deadline=None)
def test_all_engines_see_the_same(text: str) -> None:
    text = without_surrogates(text)
    seen = [_seen(look, text) for look in _LOOKS]
    assert seen == [seen[0]] * len(_LOOKS)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "is_whole"),
    [
        ("phone 1", True),
        ("phones 1", True),
        ("PHONE_NUMBER", True),
        ("customerPhone", True),
        ("phoneNumber", True),
        ("phonetic", False),
        ("saxophone", False),
        ("SAXOPHONE", False),
        ("phonesis", False),
    ],
)
def test_a_word_of_context_counts_where_it_is_whole(engine: Engine, text: str, is_whole: bool) -> None:
    assert _seen(_look(engine, ("phone",), ("key",)), text) == ([0] if is_whole else [], [], False)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_word_may_be_both_context_and_keyword(engine: Engine) -> None:
    assert _seen(_look(engine, ("phone",), ("phone",)), "phone") == ([0], [(0, 0, 5)], False)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sign_of_a_disguise_suspects_no_rule(engine: Engine) -> None:
    assert _seen(_look(engine, ("phone",), ("key",)), "a%40b") == ([], [], True)


@pytest.mark.process
def test_without_the_library_the_same_is_found() -> None:
    program = """
import sys
sys.modules["sealog._native"] = sys.modules["ahocorasick_rs"] = None  # what an import finds where no wheel is installed
from sealog.detect.engine.scanner import Scanner
print([(f.entity, f.start, f.end) for f in Scanner().scan("é password=hunter2 x")])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[('password', 11, 18)]"
