"""The compiled half says of a keyword that nothing stands there only where its rules find nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from detect.test_fast_path import EXAMPLES, REAL, SECRETS
from detect.test_whole_values import ORDINARY
from sealog.detect.engine.keyword_search import build_words
from sealog.detect.engine.keyword_table import keyword_table
from sealog.detect.engine.scanner import Scanner
from sealog.detect.engine.vocabulary import Vocabulary
from sealog.detect.model.rule import KeywordRule
from sealog.detect.model.surroundings import begins_word
from sealog.detect.rules import KEYWORD_RULES
from sealog.detect.structured import NAME_RULES

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.skipif("native" not in ENGINES, reason="there is no compiled half")

RULES = (*KEYWORD_RULES, *NAME_RULES)
VOCABULARY = Vocabulary((), RULES)
WORDS = VOCABULARY.words[: VOCABULARY.first_context]
FIND = build_words(WORDS, "re2" if "re2" in ENGINES else "re")

LINES = [text for text in (*EXAMPLES, *SECRETS, *REAL, *ORDINARY) if text.isascii()]
COMMON = (
    *("password", "pass", "PWD", "token", "Secret", "api_key", "key", "login", "cookie", "authorization", "Bearer"),
    *("otp", "PIN", "csrf", "sid", "first_name", "address", "zip", "://", "curl", "password is ", "datadog", "github"),
    *("aws_secret", "parameters", "value:", "identified by", "hf_", "sk-"),
)
SIGNS = (
    *(
        "",
        " ",
        ".",
        "-",
        "=",
        ":",
        '"',
        "'",
        "`",
        "\\",
        '\\"',
        "\\n",
        ", ",
        ",",
        ";",
        "&",
        "|",
        "(",
        ")",
        "[",
        "]",
        "{",
    ),
    *(
        "}",
        "<",
        ">",
        "=>",
        ":=",
        "==",
        "%3D",
        "%22",
        "&quot;",
        "\x1e",
        "\n",
        "\t",
        "</",
        "&amp;",
        "${",
        "}}",
        "{{",
        "<%",
    ),
    *("%>", "$(", "...", "****", "xxxx", "#", "//", "@", "  ", "    ", "     ", "value=", "is ", "was ", " string "),
    *(
        "new ",
        "Some(",
        "Optional[",
        "get(",
        "u'",
        'b"',
        "--",
        "_",
        "X",
        "Ab1",
        "1",
        "2024",
        "Bearer ",
        "Basic ",
        "null",
    ),
    *("changeme", "s3cr3t", "?", "!", "%", "+", "~", "\r\n", "\x1f", "'''", '"""', "$'", "|-\n ", "=[@", "name: "),
)
_lines = st.sampled_from(LINES)
_pieces = st.one_of(
    st.sampled_from(COMMON),
    st.sampled_from(SIGNS),
    _lines.flatmap(
        lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
            lambda cut: text[min(cut) : max(cut)]
        )
    ),
    st.text("abXY019_.-=: \"'()[]{}<>,;&|%\\", max_size=40),
)
texts = st.lists(_pieces, min_size=2, max_size=12).map("".join)


@pytest.fixture(scope="module")
def compiled_rules() -> Any:
    from sealog.compiled import compiled  # noqa: PLC0415 - it may be missing

    return compiled.KeywordRules(*keyword_table(RULES, VOCABULARY))


def _finds(number: int, text: str, start: int, end: int) -> bool:
    rule = RULES[number]
    if isinstance(rule, KeywordRule):
        return (not rule.begins or begins_word(text, start)) and rule.find(text, start, end) is not None
    return any(True for _ in rule.read(text, start, end))


def _wrongly_nothing(compiled_rules: Any, text: str) -> list[tuple[str, str]]:
    return [
        (text, text[start:end])
        for word, start, end in FIND(text.encode())
        if compiled_rules.is_nothing(text, word, start, end)
        and any(_finds(number, text, start, end) for number in VOCABULARY.keyword_rules[word])
    ]


def test_on_the_examples_of_all_rules_and_on_real_lines(compiled_rules: Any) -> None:
    assert len(LINES) > 4000
    assert [wrong for text in LINES for wrong in _wrongly_nothing(compiled_rules, text)] == []


@given(texts)
@settings(max_examples=2000, deadline=None)
def test_on_texts_made_of_their_pieces(compiled_rules: Any, text: str) -> None:
    assert _wrongly_nothing(compiled_rules, text) == []


def test_it_reads_the_shapes_of_all_tokens_but_those_with_look_ahead(compiled_rules: Any) -> None:
    odd = [RULES[number] for number in compiled_rules.odd()]
    assert [rule.entity for rule in odd if rule.form is not None and isinstance(rule, KeywordRule)] == ["infracost_key"]


def test_it_settles_most_keywords_of_clean_lines(compiled_rules: Any) -> None:
    clean = [line for line in ORDINARY if line.isascii() and not Scanner(engine="re").scan(line)]
    settled = [
        compiled_rules.is_nothing(line, word, start, end) for line in clean for word, start, end in FIND(line.encode())
    ]
    assert len(settled) > 300
    assert sum(settled) > 0.9 * len(settled)


def test_a_table_that_lacks_a_shape_is_refused() -> None:
    from sealog.compiled import compiled  # noqa: PLC0415 - it may be missing

    rows, announced, words, shapes = keyword_table(RULES, VOCABULARY)
    with pytest.raises(ValueError, match="lacks mask"):
        compiled.KeywordRules(rows, announced, words, {name: shapes[name] for name in shapes if name != "mask"})
