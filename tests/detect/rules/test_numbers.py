"""Issued numbers: the compiled half judges them as their rules do, by check digits and the words beside them."""

from __future__ import annotations

import random
import re
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sealog.compiled import compiled
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.regex import JudgedShape, compile_shape
from sealog.detect.rules import RULES

if TYPE_CHECKING:
    from sealog.detect.model.rule import Rule

pytestmark = pytest.mark.skipif(
    compiled is None, reason="sealog's compiled half is not built here: it needs Rust when sealog is installed"
)
JUDGED = tuple(rule for rule in RULES if rule.twin and hasattr(rule.twin(compiled), "judged")) if compiled else ()
HITS = tuple(re.sub("[«»]", "", hit) for rule in RULES if rule.group in {"national_id", "payment"} for hit in rule.hits)
VALUES = tuple(value for rule in RULES for hit in rule.hits for value in re.findall("«([^»]*)»", hit))
BESIDE = (
    *("", " ", "-", ".", "_", ":", "=", '"', "'", "(", ")", "/", "+", "#", "\n", "\t", "\x1e", "a", "7", "é", "~", "%"),
    *("ssn ", "SSN: ", "cpr=", "phone ", "iban ", "account is ", "personnummer ", "NHS number ", "[masked:x] ", " fax"),
    *("is 12 ", "iban: ", "birthNumber=", " (SIN)", "tax id was "),
)
BEYOND_ASCII = (
    *(
        "año ",
        "José",
        "numéro ",
        "Tél\u00a0: ",
        "Größe ",
        "Straße",
        "ção ",
        "Ż",
        "Şık ",
        "İ",
        "ı",
        "Điện ",
        "điện thoại ",
    ),
    *("телефон ", "Ёлка ", "ё", "її ", "Αριθμός ", "ς ", "電話番号", "携帯は", "手机号是", "卡号：", "번호 ", "전화: "),
    *(
        "رقم ",
        "٣",
        "मोबाइल ",
        "३",
        "โทร ",
        "מס' ",
        "、",
        "。",
        "「",
        "」",
        "（",
        "）",
        "：",
        "ー",
        "々",
        "\u3000",
        "．",
        "３",
    ),
    *(
        "€",
        "£",
        "²",
        "½",
        "×",
        "ª",
        "№ ",
        "«",
        "“",
        "–",
        "\u2011",
        "\u202f",
        "\u00a0",
        "e\u0301",
        "\u0301",
        "ſ",
        "\u212a",
        "ǅ",
        "Ǝ",
    ),
    *("😀", "\u3099", "ﾃﾞ", "tel：", "phone – ", "card № ", "tarjeta ñ ", "ssn é"),
)
"""Words and signs of many languages, some of which the compiled half knows."""


@cache
def shape_of(rule: Rule) -> JudgedShape:
    """What a rule has in the compiled half, as a shape."""
    assert rule.twin is not None
    shape = compile_shape(rule.shape, "native", None, rule.twin(compiled))
    assert isinstance(shape, JudgedShape)
    return shape


def with_other_digits(value: str, chance: random.Random) -> str:
    """Some of the digits of a value are others: of ten that look right one is."""
    many = chance.choice((0, 0, 1, 1, 2, 9))
    for _ in range(many):
        place = chance.randrange(len(value))
        if value[place].isdigit():
            value = value[:place] + chance.choice("0123456789") + value[place + 1 :]
    return value


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.entity)
def test_a_rule_has_the_same_values_with_its_validator_alone(rule: Rule) -> None:
    chance, shape = random.Random(rule.entity), shape_of(rule)
    plain = compile_shape(rule.shape, "re")
    own = [value for hit in rule.hits for value in re.findall("«([^»]*)»", hit)]
    words = [f"{word} " for word in rule.context[:12]] or [""]
    for _ in range(400):
        values = [with_other_digits(chance.choice(own), chance) for _ in range(chance.randrange(1, 4))]
        text = "".join(
            part
            for value in values
            for part in (chance.choice(BESIDE), chance.choice((*words, "")), value, chance.choice(BESIDE))
        )
        assert shape.confirm(text, rule.validate) == plain.confirm(text, rule.validate), repr(text)


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.entity)
def test_a_rule_has_the_same_values_beyond_ascii(rule: Rule) -> None:
    chance, shape = random.Random(rule.entity), shape_of(rule)
    plain = compile_shape(rule.shape, "re")
    own = [value for hit in rule.hits for value in re.findall("«([^»]*)»", hit)]
    words = [spelled for word in rule.context for spelled in (f"{word} ", f"{word}: ", word.capitalize(), word)] or [""]
    for _ in range(400):
        text = "".join(
            "".join(chance.choices((*BESIDE, *BEYOND_ASCII), k=chance.randrange(3)))
            + chance.choice((*chance.choices(words, k=6), chance.choice(BEYOND_ASCII), ""))
            + "".join(chance.choices((*BESIDE[:10], *BEYOND_ASCII, ""), k=chance.randrange(2)))
            + with_other_digits(chance.choice(own), chance)
            + "".join(chance.choices((*BESIDE, *BEYOND_ASCII), k=chance.randrange(3)))
            for _ in range(chance.randrange(1, 4))
        )
        assert shape.confirm(text, rule.validate) == plain.confirm(text, rule.validate), repr(text)


@pytest.mark.parametrize("rule", JUDGED, ids=lambda rule: rule.entity)
def test_numbers_of_random_digits_have_the_same_verdict(rule: Rule) -> None:
    # With the separators of the rule's own values, and a word before them: of a thousand, some pass their check.
    chance, shape, plain = random.Random(rule.entity), shape_of(rule), compile_shape(rule.shape, "re")
    own = [value for hit in rule.hits for value in re.findall("«([^»]*)»", hit)]
    word = rule.context[0] if rule.context else ""
    for _ in range(600):
        value = re.sub("[0-9]", lambda _: chance.choice("0123456789"), chance.choice(own))
        text = f"{word} {value}"
        assert shape.confirm(text, rule.validate) == plain.confirm(text, rule.validate), repr(text)


@given(st.lists(st.sampled_from((*VALUES, *BESIDE, *BEYOND_ASCII, *HITS)), max_size=8))
def test_texts_of_their_pieces_have_the_same_findings_with_every_engine(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert default_scanner().scan(text) == without_compiled_half().scan(text)


@cache
def without_compiled_half() -> Scanner:
    """The scanner whose rules judge in Python."""
    return Scanner(engine="re")


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("SSN 536904399 was checked", ["us_ssn"]),
        ("got 536-90-4399 today", ["us_ssn"]),
        ("paid to DE89 3704004405 3201 3000 today", ["iban_code"]),
        ("BSN 111222333 was checked", ["nl_bsn"]),
        ("Aadhaar 2382 3749 9270", ["in_aadhaar"]),
        ("order 2382 3749 9270 was sent", []),
        ("José, Aadhaar 2382 3749 9270, città", ["in_aadhaar"]),
        ("номер карты: 4111 1111 1111 1111, Ёлка", ["credit_card"]),
        ("卡号 4111 1111 1111 1111 已付款", ["credit_card"]),
        ("card 4111 1111 1111 1111 from 2001:db8::1", ["credit_card", "ip_address"]),
    ],
)
def test_plain_numbers_need_no_python(text: str, values: list[str]) -> None:
    native = default_scanner().native
    assert native is not None
    found = native.find(text) or []
    assert isinstance(found, list)
    assert [entity for entity, *_ in found] == values


def test_an_issued_number_needs_python_once_a_country() -> None:
    native = default_scanner().native
    assert native is not None
    default_scanner().scan("call +49 30 1234567 now")
    assert native.find("call +49 151 12345678 now") == [("phone_number", "contact", 5, 21)]


@given(
    st.lists(
        st.sampled_from((*"0123456789abcdefF:%. [", "::", "ffff", "127.0.0.1", "2001:db8", "eth0", "::1")), max_size=14
    )
)
def test_addresses_of_their_pieces_are_the_same_with_every_engine(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert default_scanner().scan(text) == without_compiled_half().scan(text)


def test_steps_of_joined_texts_are_those_of_each_alone() -> None:
    rule = next(rule for rule in RULES if rule.entity == "dk_cpr")
    judged = shape_of(rule)._judged
    texts = ["cpr 320785-9788 " * many for many in (1, 3, 5, 40)]
    for one, other in product(texts, texts):
        alone = [*judged(one, 0, 0)[1], *(place + len(one) + 1 for place in judged(other, 0, 0)[1])]
        assert judged(f"{one}\x1e{other}", 0, 0)[1] == alone
