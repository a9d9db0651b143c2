"""Structure is respected: what could be parsed still can be, and every value in it is found, however deep it lies."""

from __future__ import annotations

import ast
import json
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detect.engines import ENGINES
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.structured.tree import documents
from sealog.processor.values.replace import Replacer

if TYPE_CHECKING:
    from sealog.detect.regex import Engine

CARD, IBAN, EMAIL, ADDRESS = "4111111111111111", "DE89370400440532013000", "mira@quellwerk.example", "203.0.113.77"
PLANTED = (CARD, IBAN, EMAIL, ADDRESS)
SCANNER = default_scanner()


@cache
def scanner_of(engine: Engine) -> Scanner:
    """Give the scanner of an engine."""
    return Scanner(engine=engine)


def sealed(text: str, scanner: Scanner = SCANNER) -> str:
    """Give the text with its findings masked, as every way out does."""
    return Replacer(scanner, None).replace(text, scanner.scan(text), "$")


def found(text: str, scanner: Scanner = SCANNER) -> list[str]:
    return [text[finding.start : finding.end] for finding in scanner.scan(text)]


_WORDS = st.sampled_from(
    ["ok", "a b", "x\n", "\t", 'say "hi"', "back\\slash", "é", "\u6f22", "{", "]", "", "it's", "%", "😀"]
)
_PLANT = st.sampled_from(PLANTED)
_BEFORE = st.sampled_from(["", "x\n", "\t", "to: ", 'a "', "\\"])
_BEHIND = st.sampled_from(["", "\nnext", "\t", ' b"', " .", "\\ "])
_HOLDING = st.builds(lambda left, value, right: f"{left}{value}{right}", _BEFORE, _PLANT, _BEHIND)
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


VALUES = [
    ('{"lat":53.5511,"lng":9.9937}', ["53.5511", "9.9937"]),
    ('{"ssn":536228712}', ["536228712"]),
    ('{"ssn": [536228712, 536228713]}', ["536228712", "536228713"]),
    ('{"ids":[4111111111111111],"n":-12}', ["4111111111111111"]),
    (r'{"a":"{\"ssn\":536228712}"}', ["536228712"]),
    (r'{"a":"{\"b\":\"{\\\"ssn\\\": 536228712}\"}"}', ["536228712"]),
    (r'level=info body="{\"ssn\":536228712,\"ok\":true}"', ["536228712"]),
    ('2026-12-01T12:00:00Z INFO payload={"user":{"name":"mira"},"n":7} done', ["mira"]),
    ('{"username":"mira"}\n{"username":"enver"}\n', ["mira", "enver"]),
    ("{'username': 'mira', 'n': 1, 'x': None}", ["mira"]),
    ('{"card":{"number":"4111 1111","brand":"visa"}}', ["4111 1111"]),
    ('{"cvv":123,"zip_code":20095,"x":12}', ["123", "20095"]),
    ('{"phones":["local 4711",{"n":"local 4712"}]}', ["local 4711", "local 4712"]),
    ('{"password":{"value":"zq8","kind":"z9"}}', ["zq8", "z9"]),
    (r'{"m":"x\n203.0.113.77"}', ["203.0.113.77"]),
    (r'{"m":"x\nmira@quellwerk.example\ty"}', ["mira@quellwerk.example"]),
    (r'{"m":"\u006dira@quellwerk.example\ud83d\ude00"}', [r"\u006dira@quellwerk.example"]),
    (r'{"api_key":"zq81-xk","m":"{\"api_key\":\"zq81-xk\"}"}', ["zq81-xk", "zq81-xk"]),
    ('{"mira@quellwerk.example":1}', ["mira@quellwerk.example"]),
    ("{4111111111111111: 'x'}", ["4111111111111111"]),
    ('{"a":{"username":"mira", "b', ["mira"]),
    ('{"a":1,"username":"mira', ["mira"]),
    ('{"username":"mira","username":"enver"}', ["mira", "enver"]),
    ('{"n":NaN,"m":-Infinity,"username":"mira"}', ["mira"]),
    ('{"n":' + "9" * 400 + ',"username":"mira"}', ["mira"]),
    ("User(id=7, username='mira', phone='local 4711')", ["mira", "local 4711"]),
    ("{ username: 'mira', id: 7 }", ["mira"]),
    ("{username=mira osei, id=7}", ["mira osei"]),
    (r'{"error":"no user {\'username\': \'mira\'}"}', ["mira"]),
    ("[{'role': 'tool', 'content': 'IBAN:\\nDE89370400440532013000'}]", ["DE89370400440532013000"]),
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("text", "values"), VALUES)
def test_a_value_is_found_whole_where_structure_names_or_holds_it(text: str, values: list[str], engine: Engine) -> None:
    scanner = scanner_of(engine)
    assert found(text, scanner) == values


CLEAN = [
    '{"ts":"2026-12-01T12:00:00Z","level":"info","name":"request done","status":200,"dur_ms":12.5}',
    '{"password":null,"username":"","phone":"[REDACTED]","token":true}',
    '{"password":"[REDACTED]","username":"***","first_name":12}',
    "missing fields: ['password', 'username'], [\"email\", \"plan\"]",
    '{"fields":["password","phone"],"n":[1,2,3]}',
    "x (see \"foo\", 'bar') [INFO] [main] [1, 2] {} [] ()",
    '{"key":"value","name":"colour","value":"red"}',
    "called get_user(id=7, retries=3) -> [200]",
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", CLEAN)
def test_what_names_no_value_is_left(text: str, engine: Engine) -> None:
    assert found(text, scanner_of(engine)) == []


def test_what_takes_the_place_of_a_number_is_a_string() -> None:
    assert sealed('{"ssn":536228712}') == '{"ssn":"[masked:us_ssn]"}'
    assert sealed(r'{"a":"{\"ssn\":536228712}"}') == r'{"a":"{\"ssn\":\"[masked:us_ssn]\"}"}'
    assert sealed(r'"{\"ssn\":536228712}"') == r'"{\"ssn\":\"[masked:us_ssn]\"}"'
    assert sealed("SSN 536-22-8712, [4111111111111111]") == "SSN [masked:us_ssn], [[masked:credit_card]]"


def test_nesting_beyond_the_limit_is_read_as_plain_text() -> None:
    deep = '{"a":' * 100 + '"mira@quellwerk.example"' + "}" * 100
    assert found(deep) == ["mira@quellwerk.example"]
    string = "mira@quellwerk.example"
    for _ in range(10):
        string = json.dumps({"a": string})
    assert "mira@" not in sealed(string)
    assert json.loads(sealed(string))


def test_a_finding_in_a_document_ends_where_its_string_ends() -> None:
    """Whatever a rule takes for one value, each piece of it is sealed apart."""
    text = '{"a":"x","coordinates":[9.9937, 53.5511],"b":"y"}'
    assert json.loads(sealed(text)) == {
        "a": "x",
        "coordinates": ["[masked:geo_coordinates]", "[masked:geo_coordinates]"],
        "b": "y",
    }


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("text", "left"),
    [
        ('{"lat":53.55,"lng":10.00}', '{"lat":"X","lng":"X"}'),
        ("lat=53.55 lon=10.00", "lat=X lon=X"),
        ("GET /near?lon=10.001&lat=53.551&r=5", "GET /near?lon=X&lat=X&r=5"),
        ("Place(lat='53.551', lng='10.001')", "Place(lat='X', lng='X')"),
        ("place:\n  latitude: 53.551\n  longitude: 10.001\n", "place:\n  latitude: X\n  longitude: X\n"),
        ("X-Lat: 53.551\r\nX-Lon: 10.001", "X-Lat: X\r\nX-Lon: X"),
        (r'{"m":"lat=53.551\nlon=10.001"}', r'{"m":"lat=X\nlon=X"}'),
        ('<wpt lat="53.551" lon="10.001"/>', '<wpt lat="X" lon="X"/>'),
    ],
)
def test_the_names_of_coordinates_stay(text: str, left: str, engine: Engine) -> None:
    assert sealed(text, scanner_of(engine)).replace("[masked:geo_coordinates]", "X") == left


def test_no_character_is_read_by_more_than_two_documents() -> None:
    """What breaks off is begun anew at most once, so that a hostile text takes a time that its length bounds."""
    for piece in ('{"a":', "[", "('a',", '{"a":["', '{"a":"\\\\', '[{\\"', "{a=", "{'", "[x", '(("'):
        text = piece * 400
        assert sum(document.root.end - document.root.start for document in documents(text)) <= 2 * len(text)
