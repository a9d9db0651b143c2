"""The scanner finds what the plain scanner finds, which takes no shortcut."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detect import plain
from detect.marks import unmark
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.rules import KEYWORD_RULES, RULES

if TYPE_CHECKING:
    from sealog.detect.model.rule import KeywordRule, Rule

SCANNER = default_scanner()
FOLDER = Path(__file__).parent

IN_TEXT: tuple[Rule | KeywordRule, ...] = (*RULES, *KEYWORD_RULES)
EXAMPLES = [unmark(example)[0] for rule in IN_TEXT for example in (*rule.hits, *rule.misses)]
SECRETS = [
    unmark(line[2:])[0]
    for path in sorted((FOLDER / "secrets").glob("*.txt"))
    for line in path.read_text(encoding="utf-8").splitlines()
    if line[:2] in {"+ ", "- "}
]
REAL = [unmark(line)[0] for line in (FOLDER / "real_lines.txt").read_text(encoding="utf-8").splitlines()]

_GLUE = [
    "",
    " ",
    ".",
    "-",
    "@",
    "/",
    "=",
    "+",
    "'",
    "_",
    "00",
    "\x1e",
    "\n",
    '"',
    "é",
    "漢",
    "😀",
    "\ud800",
    "%40",
    "＠",
]
_pieces = st.one_of(
    st.sampled_from([*EXAMPLES, *SECRETS]),
    st.sampled_from([*EXAMPLES, *SECRETS]).flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
            lambda cut: text[min(cut) : max(cut)]
        )
    ),
    st.sampled_from(_GLUE),
    st.text("ab1@.-_+' %:", max_size=24),
    st.text(max_size=4),
)
texts = st.lists(_pieces, max_size=6).map("".join)


def _differences(examples: list[str]) -> list[str]:
    return [text for text in examples if SCANNER.scan(text) != plain.scan(text)]


@pytest.mark.thorough
def test_on_the_examples_of_all_rules() -> None:
    assert _differences(EXAMPLES) == []


@pytest.mark.thorough
def test_on_the_examples_of_all_secrets() -> None:
    assert len(SECRETS) > 1000
    assert _differences(SECRETS) == []


def test_on_real_lines() -> None:
    assert _differences(REAL) == []


_LEFT = (
    *(
        "",
        " ",
        "from ",
        "ip=",
        "ip='",
        'ip: "',
        "(",
        "[",
        "<",
        ":",
        ";",
        "/",
        "a/",
        "node7/",
        "-",
        "_",
        "host_",
        "v",
        "v=",
    ),
    *(
        "version ",
        "Version: ",
        "serverVersion=",
        "-DVERSION=",
        '-DVERSION=\\"',
        "tag:",
        "image x/y:",
        "x.jar:",
        "x.jar!/:",
    ),
    *("==", ">=", "~", "^", "= ", "~ ", "1.2.3.4 to ", "version 1.2.3.4 and ", "build #", "oid ", "Chrome/", "http://"),
    *(
        "https://u:p@",
        "ssh ",
        "ssh -p 22 ",
        "scp a ",
        "message-id: <",
        "Message-ID=",
        "in-reply-to : '",
        "email_to=",
        "'",
        "u'",
    ),
    *("a", "1", ".", "é ", "\x1e", "ssh\x1e", "git@", "x\t", "\x1c", "cc: ", "{'mail': '", "HTTP/", "@", "%40"),
)
_VALUES = (
    *(
        "192.0.2.17",
        "1.2.3.4",
        "8.8.8.8",
        "10.0.0.256",
        "127.0.0.1",
        "01.2.3.4",
        "1234.5.6.7.8",
        "1.2.3.4.5",
        "3.0.0.0",
        ":0::.0",
        "1::2.3",
        "fe80::1.2.3.4%1",
        "::ffff:1.2.3.4",
    ),
    *(
        "ann@example.com",
        "Ann.B+c@mail.example.co.uk",
        "git@example.com",
        "x@face1.com",
        "a@v1.example.com",
        "o'b@x.io",
    ),
    *(
        "app@db.cluster.local",
        "a@com.example.app",
        "icon@2x.png",
        "a@3.py",
        "a..b@x.com",
        "a@b",
        "a@b-c.org",
        "a@x.zip",
    ),
)
_RIGHT = (
    "",
    " ",
    ".",
    ". Next",
    ".Next",
    ".service",
    ":",
    ":22",
    ":/var",
    ":~",
    ": x",
    ",",
    "-1a",
    "-x",
    "+x",
    "_x",
    "/24",
    "'",
)


@pytest.mark.thorough
@pytest.mark.parametrize("left", _LEFT)
def test_on_addresses_in_all_surroundings(left: str) -> None:
    """What the compiled half takes for plain, and what only looks so."""
    assert _differences([f"{left}{value}{right}" for value in _VALUES for right in _RIGHT]) == []


@pytest.mark.thorough
@given(texts)
@settings(max_examples=500, deadline=None)
def test_on_texts_made_of_their_pieces(text: str) -> None:
    assert SCANNER.scan(text) == plain.scan(text)


@pytest.mark.thorough
@given(st.text("ab1@.-_+' ", max_size=40))
@settings(max_examples=500, deadline=None)
def test_on_texts_around_the_sign_at_which_a_search_begins(text: str) -> None:
    text += ".com"
    assert SCANNER.scan(text) == plain.scan(text)
