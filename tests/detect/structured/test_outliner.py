"""The compiled half reads the structure of a text as the Python code does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from detect.test_fast_path import EXAMPLES, REAL
from detect.test_whole_values import ORDINARY
from sealog.detect.engine.scanner import Scanner
from sealog.detect.model.scan_budget import ScanBudget
from sealog.detect.rules import KEY_RULES
from sealog.detect.structured.outline import Outline, outline
from sealog.detect.structured.outliner import Outliner
from sealog.detect.structured.suspicion import Suspicion

if TYPE_CHECKING:
    from collections.abc import Sequence

pytestmark = pytest.mark.skipif("native" not in ENGINES, reason="there is no compiled half")

TEXTS = [text for text in (*EXAMPLES, *REAL, *ORDINARY) if any(sign in text for sign in "{[(\"'")]
WORDS = (
    *(
        "password",
        "user",
        "name",
        "value",
        "type",
        "key",
        "email",
        "lat",
        "card",
        "number",
        "token",
        "--password",
        "otp",
    ),
    *("x", "hunter2", "null", "***", "4111111111111111", "52.5200", "12", "0", "true", "Bearer abc123def456", "${X}"),
)
SIGNS = (
    *(
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ",",
        ":",
        "=",
        "=>",
        '"',
        "'",
        "\\",
        "\\\\",
        '\\"',
        "\n",
        " ",
        "  ",
        "\t",
        "u'",
        'b"',
    ),
    *("r'", "1", "12.5", "-", "None", "Foo", "\x1b[31m", "^[", "{{ .Values.x }}", "[sealog: 4 more]", "[masked:email]"),
    *("\\u0041", "\\u00e9", "\\x41", "\\n", "\x1f", "//", ";", "|", "é"),
    *("\\é", "\\u3000", "\\U0001F600", "😀", "パスワード"),
    *("größe", "größe:", "größe=", "--größe", "имя", "\xa0", "\u3000", "\u2028", "\x85", "７", "“", "\u0301", "×"),
    *("\u0130", "to\u212aen", "\u0660", "ü" * 130),
)
_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(0, 10**16), st.floats(-200, 200), st.sampled_from(WORDS)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(WORDS), inner, max_size=4), inner.map(json.dumps)
    ),
    max_leaves=12,
)
_documents = st.one_of(_values.map(json.dumps), _values.map(repr), st.sampled_from(TEXTS))
_pieces = st.one_of(_documents, st.sampled_from(WORDS), st.sampled_from(SIGNS), st.sampled_from(SIGNS))
texts = st.one_of(
    st.lists(_pieces, max_size=24).map("".join),
    st.tuples(_documents, st.integers(0, 200), st.sampled_from(SIGNS)).map(
        lambda parts: parts[0][: parts[1]] + parts[2] + parts[0][parts[1] :]
    ),
)


class _Counting:
    """The compiled half's scanner, which counts the texts that it reads."""

    def __init__(self, native: Any) -> None:
        self.native = native
        self.read = 0

    def outline(self, text: str, has_pieces: bool) -> Any:
        answer = self.native.outline(text, has_pieces)
        self.read += isinstance(answer, tuple)
        return answer


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(engine="native")


def _outliner(scanner: Scanner, native: Any) -> Outliner:
    suspicion = Suspicion(scanner.rule_of_key, KEY_RULES, is_native=True)
    suspicion.names = scanner.native.names
    return Outliner(scanner.rule_of_key, KEY_RULES, native, suspicion.teach)


def _parts(seen: Outline) -> tuple[Sequence[object], ...]:
    return seen.regions, seen.pieces, [(start, end, rule.entity) for start, end, rule in seen.named]


def test_on_examples_and_real_lines(scanner: Scanner) -> None:
    native = _Counting(scanner.native)
    outliner = _outliner(scanner, native)
    wrong = [text for text in TEXTS if _parts(outliner.outline(text)) != _parts(outline(text, scanner.rule_of_key))]
    assert wrong == []
    assert native.read > 0.8 * len(TEXTS)


BEYOND_ASCII = (
    "Kunde(first_name='José', last_name='Muñoz', age=31, city='Köln')",
    '{"level": "info", "message": "Anmeldung geglückt", "username": "mira", "größe": "XL"}',
    '{"名前": "山田", "password": "秘密の言葉", "attempts": [1, 2, 3]}',
    '{"имя": "Мира", "token": "\\u043f\\u0430\\u0440", "body": "{\\"password\\": \\"Gr\\u00fcn-7\\"}"}',
    "für Müller (geprüft) {'пароль': 'Зелёный', 'n': 3}",
    '登录成功 {"状态": "正常", "password": "密语"}',
    '\x1b[31m手机号13812345678,用户{"状态": "正常", "耗时": 3}',
)


@pytest.mark.parametrize("text", BEYOND_ASCII)
def test_a_document_with_letters_beyond_ascii_is_read_by_the_compiled_half(scanner: Scanner, text: str) -> None:
    native = _Counting(scanner.native)
    assert _parts(_outliner(scanner, native).outline(text)) == _parts(outline(text, scanner.rule_of_key))
    assert native.read == 1


@pytest.mark.thorough
@given(texts)
@settings(max_examples=1500, deadline=None)
def test_on_texts_made_of_documents_and_signs(scanner: Scanner, text: str) -> None:
    outliner = _outliner(scanner, scanner.native)
    assert _parts(outliner.outline(text)) == _parts(outline(text, scanner.rule_of_key))


def test_a_text_with_very_many_fresh_names_is_read_by_python(scanner: Scanner) -> None:
    native = _Counting(scanner.native)
    text = json.dumps({f"fresh{n}": n for n in range(1100)} | {"password": "hunter2"})
    assert len(_outliner(scanner, native).outline(text).named) == 1
    assert native.read == 0


def test_reading_counts_its_work(scanner: Scanner) -> None:
    text = json.dumps([{"password": f"hunter{n}"} for n in range(50)])
    few, many = ScanBudget(10**9), ScanBudget(10**9)
    with few:
        _outliner(scanner, scanner.native).outline(text[:100])
    with many:
        _outliner(scanner, scanner.native).outline(text)
    assert 0 < few.spent < many.spent
