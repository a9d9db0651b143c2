"""Patterns that compile at their first use."""

from __future__ import annotations

import re

import pytest

from sealog.pattern import pattern


def test_it_finds_what_the_compiled_one_finds() -> None:
    lazy, plain = pattern("(?P<digits>[0-9]+)x", re.ASCII), re.compile("(?P<digits>[0-9]+)x", re.ASCII)
    for text in ("", "12x", "a 12x b 3x"):
        assert [match.span("digits") for match in lazy.finditer(text)] == [m.span(1) for m in plain.finditer(text)]
        assert lazy.sub("-", text) == plain.sub("-", text)
        assert bool(lazy.fullmatch(text)) == bool(plain.fullmatch(text))
    assert lazy.groupindex == plain.groupindex
    assert (lazy.pattern, lazy.flags) == (plain.pattern, plain.flags)


def test_it_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lazy = pattern("a+b")
    assert lazy.search("xaab")
    monkeypatch.setattr(re, "compile", lambda *_: pytest.fail("compiled again"))
    assert lazy.search("ab")
    assert lazy.match("b") is None


def test_nothing_is_compiled_before() -> None:
    lazy = pattern("(")
    with pytest.raises(re.error):
        lazy.search("x")
