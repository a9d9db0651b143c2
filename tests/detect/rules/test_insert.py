"""Rows of an INSERT: every value of a named column is found, in every row."""

from __future__ import annotations

from sealog.detect.engine.scanner import default_scanner
from sealog.detect.keyword_rules.text import insert

STATEMENT = (
    "INSERT INTO users (email, password, age, ssn) VALUES "
    "('a@example.com', 'correct horse', 31, '987654320'), ('b@example.com', 'it''s, (me)', 32, 987654321)"
)


def _found(text: str) -> list[tuple[str, str]]:
    return [(finding.entity, text[finding.start : finding.end]) for finding in default_scanner().scan(text)]


def test_each_column_is_found_in_each_row() -> None:
    assert _found(STATEMENT) == [
        ("email_address", "a@example.com"),
        ("password", "correct horse"),
        ("us_ssn", "987654320"),
        ("email_address", "b@example.com"),
        ("password", "it''s, (me)"),
        ("us_ssn", "987654321"),
    ]


def test_a_thousand_rows_are_read_to_the_last() -> None:
    rows = ", ".join(f"({number}, 'word {number}')" for number in range(1000))
    found = _found(f"INSERT INTO users (id, password) VALUES {rows}")
    assert found == [("password", f"word {number}") for number in range(1000)]


def test_a_statement_after_another_is_read_with_its_own_columns() -> None:
    text = "INSERT INTO a (id, password) VALUES (1, 'red fox'); INSERT INTO b (password, id) VALUES ('blue fox', 'x 2')"
    assert _found(text) == [("password", "red fox"), ("password", "blue fox")]


def test_values_of_columns_nobody_names_stay() -> None:
    assert _found("INSERT INTO stock (sku, colour, amount) VALUES ('a-1', 'red', 4711), ('a-2', 'blue', 4712)") == []


def test_an_expression_ends_the_reading() -> None:
    text = "INSERT INTO a (x, password) VALUES (now(), 'red fox')"
    names, at = insert.columns(text, len("INSERT INTO")) or ([], 0)
    assert names == ["x", "password"]
    assert list(insert.values(text, at, frozenset({0, 1}))) == []


def test_a_text_in_place_of_a_row_is_none() -> None:
    assert insert.columns("insert into the slot (a) of b", len("insert into")) is None
