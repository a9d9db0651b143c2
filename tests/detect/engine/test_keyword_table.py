"""The compiled half's verdict on a keyword is that of its rules, or it leaves the keyword to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from detect.test_fast_path import EXAMPLES, REAL, SECRETS
from detect.test_whole_values import ORDINARY
from sealog.detect.engine.keyword_search import build_words, in_code_points
from sealog.detect.engine.keyword_table import keyword_table
from sealog.detect.engine.scanner import Scanner
from sealog.detect.engine.vocabulary import Vocabulary
from sealog.detect.model.rule import KeywordRule
from sealog.detect.model.surroundings import begins_word
from sealog.detect.rules import KEYWORD_RULES
from sealog.detect.structured.names_beside import NAME_RULES

if TYPE_CHECKING:
    from typing import Any

pytestmark = pytest.mark.skipif("native" not in ENGINES, reason="there is no compiled half")

RULES = (*KEYWORD_RULES, *NAME_RULES)
VOCABULARY = Vocabulary((), RULES)
WORDS = VOCABULARY.words[: VOCABULARY.first_context]
FIND = build_words(WORDS, "re2" if "re2" in ENGINES else "re")

LINES = [*EXAMPLES, *SECRETS, *REAL, *ORDINARY]
COMMON = (
    *("password", "pass", "PWD", "token", "Secret", "api_key", "key", "login", "cookie", "authorization", "Bearer"),
    *("otp", "PIN", "csrf", "sid", "first_name", "address", "zip", "://", "curl", "password is ", "datadog", "github"),
    *("aws_secret", "parameters", "value:", "identified by", "hf_", "sk-"),
    *("пароль", "şifre=", "contraseña: ", "passwort", "clave=", "הסיסמה היא ", "密码", "nom=", "adresse: "),
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
BEYOND_ASCII = (
    *(
        "é",
        "ö ",
        "ı",
        "ſ",
        "\u212a",
        "\u0130",
        "\u00a0",
        "…",
        "“",
        "”",
        "«",
        "»",
        "：",
        "、",
        "ш",
        "José ",
        "für ",
        "—",
        "🙂",
    ),
    *("•", "\u0301", "हिन्दी ", "é" * 200, "falsch", "＂", "<é>", "${é}", "{{ é }}", "(é ", ";é=", "é:", "→", "\u3000"),
)
_lines = st.sampled_from(LINES)
_pieces = st.one_of(
    st.sampled_from(COMMON),
    st.sampled_from(SIGNS),
    st.sampled_from(BEYOND_ASCII),
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


def _found(number: int, text: str, start: int, end: int) -> list[tuple[int, ...]]:
    """Give the values of one rule at a keyword; of what reads names, that there is one."""
    rule = RULES[number]
    if not isinstance(rule, KeywordRule):
        return [(number,) for _ in rule.read(text, start, end)]
    if rule.begins and not begins_word(text, start):
        return []
    first = rule.find(text, start, end)
    if first is None:
        return []
    further = rule.others(text, start, end) if rule.others is not None else ()
    return [(number, *first), *((number, *span) for span in further)]


def _wrongly_told(compiled_rules: Any, text: str) -> list[tuple[str, str, object, object]]:
    """Give the keywords of which the compiled half says something else than their rules."""
    data = text.encode()
    wrong: list[tuple[str, str, object, object]] = []
    for hit, (_, start, end) in zip(found := FIND(data), in_code_points(found, data), strict=True):
        told = compiled_rules.values_at(text, *hit)
        if told is None:
            continue
        told = [(rule, len(data[:first].decode()), len(data[:last].decode())) for rule, first, last in told]
        values = [one for rule in VOCABULARY.keyword_rules[hit[0]] for one in _found(rule, text, start, end)]
        if told != values:
            wrong.append((text, text[start:end], told, values))
    return wrong


def test_on_the_examples_of_all_rules_and_on_real_lines(compiled_rules: Any) -> None:
    assert len(LINES) > 4000
    assert [wrong for text in LINES for wrong in _wrongly_told(compiled_rules, text)] == []


@pytest.mark.thorough
@given(texts)
@settings(max_examples=2000, deadline=None)
def test_on_texts_made_of_their_pieces(compiled_rules: Any, text: str) -> None:
    assert _wrongly_told(compiled_rules, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "login with password=hunter2 failed",
        "run --token Zt7Qm2Lx9Kc4Vb8N --verbose",
        '{"api_key":"zq81-xk"}',
        "token: ab12cd34ef56ab78cd90",
        "X-CSRF-Token: Qm27xKl4",
        "login=t7Rk2LwQ9xVb4NcZ8mPj",
        "acme_key=t7Rk2LwQ9xVb4NcZ8mPj",
        "Authorization: Bearer mF_9.B5f-4.1JqM",
        "Cookie: sid=31d4d96e407aad42; lang=en-US",
        "with API key 8c1d5f0e7b2a49d3a6f4e9b80c7d2e15 of tenant 7",
    ],
)
def test_a_plain_value_beside_its_name_needs_no_rule_of_python(text: str) -> None:
    scanner = Scanner(engine="native")
    scanner.scan(text)  # Python says once what its names mean
    found = scanner.native.find(text)
    assert isinstance(found, list), "what is left to Python is no list of values"
    assert len(found) == 1


def test_it_reads_the_shapes_of_all_tokens_but_those_with_look_ahead(compiled_rules: Any) -> None:
    odd = [RULES[number] for number in compiled_rules.odd()]
    assert [rule.entity for rule in odd if rule.form is not None and isinstance(rule, KeywordRule)] == ["infracost_key"]


def test_it_settles_most_keywords_of_clean_lines(compiled_rules: Any) -> None:
    clean = [line for line in ORDINARY if line.isascii() and not Scanner(engine="re").scan(line)]
    settled = [compiled_rules.values_at(line, *hit) == [] for line in clean for hit in FIND(line.encode())]
    assert len(settled) > 300
    assert sum(settled) > 0.9 * len(settled)


def test_a_table_that_lacks_a_shape_is_refused() -> None:
    from sealog.compiled import compiled  # noqa: PLC0415 - it may be missing

    rows, announced, words, shapes = keyword_table(RULES, VOCABULARY)
    with pytest.raises(ValueError, match="lacks mask"):
        compiled.KeywordRules(rows, announced, words, {name: shapes[name] for name in shapes if name != "mask"})
