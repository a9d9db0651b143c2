"""The keyword gate says where words stand, with the library and without it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealog.detect.keywords import build_keywords
from sealog.detect.regex import encode

WORDS = ["token", "to", "api_token", "ken", "ghp_", "://"]
FAST = build_keywords(WORDS, "re2")
PLAIN = build_keywords(WORDS, "re")


def test_words_are_found_in_any_case_and_over_each_other() -> None:
    assert list(FAST.hits(encode("API_Token"))) == [(1, 4, 6), (2, 0, 9), (0, 4, 9), (3, 6, 9)]


def test_places_count_code_points() -> None:
    assert list(FAST.hits(encode("é漢😀 ghp_ é ://"))) == [(4, 4, 8), (5, 11, 14)]


@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=3)), max_size=8).map("".join))
@settings(max_examples=300, deadline=None)
def test_with_and_without_the_library_the_hits_are_the_same(text: str) -> None:
    assert list(FAST.hits(encode(text))) == list(PLAIN.hits(encode(text)))


@pytest.mark.parametrize("engine", ["re2", "re"])
def test_no_words_have_no_hits(engine: str) -> None:
    assert list(build_keywords([], "re2" if engine == "re2" else "re").hits(encode("token"))) == []


@pytest.mark.process
def test_without_the_library_the_same_is_found() -> None:
    program = """
import sys
sys.modules["ahocorasick_rs"] = None  # what an import finds where no wheel is installed
from sealog.detect.scanner import Scanner
print([(f.entity, f.start, f.end) for f in Scanner().scan("é password=hunter2 x")])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[('password', 11, 18)]"
