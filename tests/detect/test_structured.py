"""Structure is respected: what could be parsed still can be, and every value in it is found, however deep it lies."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from sealog.detect.scanner import Scanner, default_scanner
from sealog.processor.replace import Replacer

CARD, IBAN, EMAIL, ADDRESS = "4111111111111111", "DE89370400440532013000", "mira@quellwerk.example", "203.0.113.77"
PLANTED = (CARD, IBAN, EMAIL, ADDRESS)
SCANNER = default_scanner()


def sealed(text: str, scanner: Scanner = SCANNER) -> str:
    """Give the text with its findings masked, as every way out does."""
    return Replacer(scanner, None).replace(text, scanner.scan(text), "$")


def found(text: str, scanner: Scanner = SCANNER) -> list[str]:
    return [text[finding.start : finding.end] for finding in scanner.scan(text)]


_WORDS = st.sampled_from(
    ["ok", "a b", "x\n", "\t", 'say "hi"', "back\\slash", "é", "\u6f22", "{", "]", "", "it's", "%", "😀"]
)
_PLANT = st.sampled_from(PLANTED)
_HOLDING = st.builds(lambda left, value, right: f"{left}{value}{right}", st.sampled_from(["", "x\n", "\t", "to: ", 'a "', "\\"]), _PLANT, st.sampled_from(["", "\nnext", "\t", ' b"', " .", "\\ "]))  # fmt: skip
_LEAF = st.one_of(_WORDS, _HOLDING, st.integers(-1000, 1000), st.booleans(), st.none(), st.just(int(CARD)))
_KEY = st.sampled_from(["a", "b\n", "c d", "n", 'q"', "ö", EMAIL])


def _nested(dump: Any) -> Any:
    def wrapped(value: Any) -> Any:
        text = dump(value)
        return f"got {text} " if text[0] in "{[(" else text

    return lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(_KEY, inner, max_size=4),
        st.builds(dump, inner),
        st.builds(wrapped, inner),
    )


def _same(before: Any, after: Any, parse: Any) -> None:
    """Compare two values: the same structure, nothing planted left, and all else as it was."""
    if isinstance(before, str) and isinstance(after, str):
        try:
            inner = parse(before.strip())
        except (ValueError, SyntaxError):
            inner = None
        if not isinstance(inner, (dict, list, tuple, str)):
            assert not any(value in after for value in PLANTED)
            if not any(value in before for value in PLANTED):
                assert after == before
            return
        _same(inner, parse(after.strip()), parse)
    elif isinstance(before, dict):
        assert isinstance(after, dict)
        assert len(after) == len(before)
        for (old_key, old), (new_key, new) in zip(before.items(), after.items(), strict=True):
            _same(old_key, new_key, parse)
            _same(old, new, parse)
    elif isinstance(before, (list, tuple)):
        assert type(after) is type(before)
        assert len(after) == len(before)
        for old, new in zip(before, after, strict=True):
            _same(old, new, parse)
    elif before == int(CARD) and not isinstance(before, str):
        assert isinstance(after, str)
        assert CARD not in after
    else:
        assert after == before


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.recursive(_LEAF, _nested(json.dumps), max_leaves=12).map(lambda value: {"v": value, "w": value}), st.booleans()
)
def test_json_stays_json_and_loses_what_was_planted(value: Any, ascii_only: bool) -> None:
    """Whatever is planted into random JSON, at any depth and behind any escape, is gone; all else is as it was."""
    text = json.dumps(value, ensure_ascii=ascii_only)
    _same(value, json.loads(sealed(text)), json.loads)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.recursive(_LEAF, _nested(repr), max_leaves=12).map(lambda value: {"v": value, "w": (value, 1)}))
def test_a_repr_stays_a_literal_and_loses_what_was_planted(value: Any) -> None:
    """The same for the repr of Python's dictionaries."""
    _same(value, ast.literal_eval(sealed(repr(value))), ast.literal_eval)
