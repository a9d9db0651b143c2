"""Values in the rows of SQL's INSERT, known by their column: `INSERT INTO users (name, ssn) VALUES ('Bob', …)`.

A column means what an attribute of its name means. It leaves parameters (`?`, `$1`), NULL and expressions.
Source: ISO/IEC 9075-2, section 14.11 (insert statement). Misses: what `keyword_rules/text/insert.py` doesn't read.
"""

# ruff: noqa: S608 - the examples are what programs log; no database sees them
from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from sealog.detect.keyword_rules.text import insert
from sealog.detect.keyword_rules.text.placeholders import is_placeholder
from sealog.detect.model.rule import KeywordRule
from sealog.detect.rules.by_key import issued_numbers, password
from sealog.detect.rules.by_key import names as names_by_key
from sealog.detect.rules.by_key import secret as secret_by_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import Span
    from sealog.records.finding import Group

_KEY_RULES = (password.RULE, secret_by_key.RULE, *names_by_key.KEY_RULES, *issued_numbers.KEY_RULES)
_LONGEST_NAME = 64
_FEWEST_DIGITS = 4  # of a value without quotes; a shorter number is a flag or a count


@lru_cache(1024)
def _entity(column: str) -> str:
    """Give the entity of a column; empty if its name doesn't say it."""
    rule = next((rule for rule in _KEY_RULES if rule.matches(column) and rule.action is None), None)
    if rule is None:
        return ""
    # One rule for the numbers of all states: thirty would cost each INSERT more than all else does.
    return "identity_number" if rule.group == "national_id" and rule.entity not in _ENTITIES else rule.entity


def _announces(text: str, end: int) -> dict[str, list[Span]]:
    """Give the values of a statement by the entities of its columns."""
    found = insert.columns(text, end)
    if found is None:
        return {}
    names, at = found
    wanted = {
        number: entity
        for number, name in enumerate(names)
        if len(name) <= _LONGEST_NAME and (entity := _entity(name)) in _ENTITIES
    }
    values: dict[str, list[Span]] = {}
    for column, (start, stop), is_quoted in insert.values(text, at, wanted) if wanted else ():
        value = text[start:stop]
        if (is_quoted or (value.isdigit() and len(value) >= _FEWEST_DIGITS)) and not is_placeholder(value):
            values.setdefault(wanted[column], []).append((start, stop))
    return values


def _rule(entity: str, group: Group, column: str, value: str) -> KeywordRule:
    def find(text: str, _start: int, end: int) -> Span | None:
        return next(iter(_announces(text, end).get(entity, ())), None)

    def others(text: str, _start: int, end: int) -> Iterator[Span]:
        yield from _announces(text, end).get(entity, ())[1:]

    return KeywordRule(
        entity,
        group,
        insert.KEYWORDS,
        find,
        hits=_hits(column, value),
        misses=_misses(column, value),
        others=others,
        announces=_announces,
    )


def _hits(column: str, value: str) -> tuple[str, ...]:
    return (
        f"INSERT INTO users (id, {column}) VALUES (7, '«{value}»')",
        f"insert into shop.users({column},age) values('«{value}»',31);",
        f'INSERT INTO "users" ("id", "{column}") VALUES (1, \'«{value}»\'), (2, NULL), (3, \'«{value}»\')',
        f"REPLACE INTO `users` (`{column}`) VALUES (N'«{value}»') -- done",
        f'{{"sql":"INSERT INTO \\"users\\"\\n (\\"id\\", \\"{column}\\")\\nVALUES (1, \'«{value}»\')"}}',
        f"INSERT IGNORE INTO users (id, note, {column}) VALUES (7, 'it''s', '«{value}»') ON DUPLICATE KEY UPDATE id=7",
    )


def _misses(column: str, value: str) -> tuple[str, ...]:
    return (
        f"INSERT INTO users (id, {column}) VALUES (?, ?)",
        f"INSERT INTO users (id, {column}) VALUES ($1, $2), (%s, :{column})",
        f"INSERT INTO users (id, {column}) VALUES (7, NULL)",
        f"INSERT INTO users (id, {column}) VALUES (7, 12)",
        f"INSERT INTO users (id, {column}) VALUES (7, lower($1))",
        f"INSERT INTO users (id, {column}) SELECT id, x FROM old",
        f"INSERT INTO things (id, colour) VALUES (7, '{value[0]}')",
        f"INSERT INTO things (has_{column}, colour) VALUES ('t', 'red')",
        f"INSERT INTO users\x1e (id, {column}) VALUES (7, 'red')",
    )


RULES = (
    _rule("password", "secret", "password", "correct horse"),
    _rule("secret", "secret", "api_key", "zt7qm2lx9kc4vb8n"),
    _rule("person", "person", "first_name", "Zoë Example"),
    _rule("location", "contact", "street_address", "1 High Street"),
    _rule("date_of_birth", "person", "birth_date", "31 May 1980"),
    _rule("phone_number", "contact", "phone", "local 4711"),
    _rule("us_ssn", "national_id", "ssn", "987654320"),
    _rule("identity_number", "national_id", "identity_card_number", "L98168291"),
    _rule("passport", "national_id", "passport_number", "K2 4711"),
    _rule("credit_card", "payment", "card_number", "4111111111111112"),
    _rule("cvv", "payment", "cvv", "0471"),
)
"""What is found by its own shape (addresses, e-mail, IBAN) needs no column."""

_ENTITIES = frozenset(rule.entity for rule in RULES)
