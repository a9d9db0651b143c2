"""Every cell of the tables of entities in docs/detection.md says what the rules are and do."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from detect.marks import unmark
from sealog.detect import keyword_rules as structure
from sealog.detect import rules, secrets
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.model.rule import KeyRule, KeywordRule, Rule
from sealog.detect.rules import KEY_RULES, RULES
from sealog.detect.rules.national_ids import license_plate
from sealog.detect.rules.phone import national as national_phone
from sealog.detect.secrets import makers

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = (Path(__file__).parents[2] / "docs" / "detection.md").read_text(encoding="utf-8")
_NAME = re.compile(r"`([a-z][a-z0-9_]+)`")
_SHOWN = re.compile(r"`([^`]+)`")
_REFERENCE = re.compile(r"[\w/.-]*[0-9]{2}[\w/.-]*")
NEUTRAL = "got {} today"


class Row(NamedTuple):
    """One line of a table: its cells by the names of their columns."""

    columns: tuple[str, ...]
    cells: tuple[str, ...]

    def __getitem__(self, column: object) -> str:  # type: ignore[override]  # cells are read by column only
        return self.cells[self.columns.index(str(column))]


def _tables() -> Iterator[list[Row]]:
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    for line in [*PAGE.splitlines(), ""]:
        if not line.startswith("|"):
            if rows:
                yield rows
            columns, rows = (), []
        elif not columns:
            columns = _cells(line)
        elif not line.startswith("|---"):
            rows.append(Row(columns, _cells(line)))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split(" | "))


TABLES = {table[0].columns: table for table in _tables()}
IN_TEXT = TABLES["Entity", "Group", "Standard", "Found", "Not found", "Indexed"]
NUMBERS = TABLES["Entities", "Standard", "Alone", "Beside a word"]
FAMILIES = TABLES["Family", "Entities"]
NAMED = TABLES["Entity", "Group", "Found", "Not found"]
KEYS = TABLES["Entity", "Group", "Keys", "Not"]


def _modules() -> dict[str, list[str]]:
    """Give, for each entity, the docstrings of the files that hold its rules."""
    found: dict[str, list[str]] = {}
    for package in (rules, structure):
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            if info.ispkg:
                continue
            for value in vars(module).values():
                for rule in value if isinstance(value, tuple) else (value,):
                    if isinstance(rule, (Rule, KeywordRule, KeyRule)):
                        found.setdefault(rule.entity, []).append(module.__doc__ or "")
    return found


MODULES = _modules()
BY_ENTITY: dict[str, list[Rule | KeywordRule]] = {}
for _rule in (*RULES, *license_plate.RULES):
    BY_ENTITY.setdefault(_rule.entity, []).append(_rule)


def _names(cell: str) -> list[str]:
    return [name for name in _NAME.findall(cell) if name in default_scanner().entities]


def _ids(row: Row) -> str:
    return row.cells[0]


def test_each_rule_in_text_stands_in_exactly_the_tables_that_say_how_it_is_found() -> None:
    documented = {name for row in (*IN_TEXT, *NUMBERS) for name in _names(row.cells[0])}
    assert documented == set(BY_ENTITY)
    assert {name for row in NAMED for name in _names(row["Entity"])} == {rule.entity for rule in structure.RULES}
    assert {name for row in KEYS for name in _names(row["Entity"])} < {rule.entity for rule in KEY_RULES}


@pytest.mark.parametrize("row", IN_TEXT, ids=_ids)
def test_group_and_index_are_as_the_table_says(row: Row) -> None:
    (entity,) = _names(row["Entity"])
    assert {rule.group for rule in BY_ENTITY[entity]} == {row["Group"]}
    assert {isinstance(rule, Rule) and rule.indexed for rule in BY_ENTITY[entity]} == {row["Indexed"] == "yes"}
    assert row["Indexed"] in {"yes", "no"}


def test_none_of_the_numbers_of_states_accounts_and_devices_is_indexed() -> None:
    assert "None of them is indexed" in PAGE
    for row in NUMBERS:
        for entity in _names(row["Entities"]):
            assert not any(isinstance(rule, Rule) and rule.indexed for rule in BY_ENTITY[entity]), entity


@pytest.mark.parametrize("row", [*IN_TEXT, *NUMBERS], ids=_ids)
def test_each_standard_in_the_table_is_the_one_that_a_rules_file_names(row: Row) -> None:
    entities = _names(row.cells[0])
    told = " ".join(" ".join(doc for entity in entities for doc in MODULES[entity]).split())
    for standard in row["Standard"].replace("`", "").partition(":")[0].split(", "):
        # Of what has a number, the number is compared: files say `Act 68 of 1997` as well.
        for part in _REFERENCE.findall(standard) or [standard]:
            for piece in part.split("/"):
                assert piece in told, f"{standard} of {entities}"


@pytest.mark.parametrize("row", NUMBERS, ids=_ids)
def test_what_the_table_calls_alone_needs_no_word_and_all_else_does(row: Row) -> None:
    scanner = default_scanner()
    entities = _names(row["Entities"])
    values = [
        (entity, text[start:end])
        for entity in entities
        for rule in BY_ENTITY[entity]
        for text, spans in map(unmark, rule.hits)
        for start, end in spans
    ]
    alone = {(e, v) for e, v in values if e in {f.entity for f in scanner.scan(NEUTRAL.format(v))}}
    assert bool(alone) == (row["Alone"] != "–"), alone
    assert (len(alone) == len(set(values))) == (row["Beside a word"] == "–"), set(values) - alone


@pytest.mark.parametrize("row", [*IN_TEXT, *NUMBERS], ids=_ids)
def test_each_value_in_the_table_is_found_where_the_table_says(row: Row) -> None:
    scanner = default_scanner()
    (entity, *_) = _names(row.cells[0])
    for column, cell in zip(row.columns[2:], row.cells[2:], strict=True):
        for value in _SHOWN.findall(cell):
            if sum(map(str.isdigit, value)) < 6:
                continue
            is_alone = (0, len(value)) in [(f.start, f.end) for f in scanner.scan(value) if f.entity == entity]
            assert is_alone == (column in {"Found", "Alone"}), (column, value)
            if column == "Beside a word":
                assert entity in {f.entity for f in scanner.scan(f"phone {value}")}, value


def test_the_countries_of_national_phone_numbers_are_those_of_the_table() -> None:
    (row,) = [row for row in NUMBERS if row["Entities"].startswith("`phone_number`")]
    assert set(row["Standard"].partition(": ")[2].split(", ")) == {*national_phone.REGIONS, "CA"}


@pytest.mark.parametrize("row", NAMED, ids=_ids)
def test_group_and_examples_of_what_the_text_names_are_as_the_table_says(row: Row) -> None:
    (entity,) = _names(row["Entity"])
    assert {rule.group for rule in structure.RULES if rule.entity == entity} == {row["Group"]}
    for written in _SHOWN.findall(row["Found"]):
        if "…" in written and "=" in written:
            text = written.replace("…", "t7Rk2LwQ9xVb4NcZ8mPj")
            assert entity in {f.entity for f in default_scanner().scan(text)}, written
    for written in _SHOWN.findall(row["Not found"]):
        if re.fullmatch(r"[\w.-]+", written):
            text = f"{written}=t7Rk2LwQ9xVb4NcZ8mPj"
            assert entity not in {f.entity for f in default_scanner().scan(text)}, written


@pytest.mark.parametrize("row", KEYS, ids=_ids)
def test_keys_are_known_or_left_as_the_table_says(row: Row) -> None:
    (entity,) = _names(row["Entity"])
    scanner = Scanner()
    assert {rule.group for rule in KEY_RULES if rule.entity == entity} == {row["Group"]}
    for key in _SHOWN.findall(row["Keys"]):
        rule = scanner.entity_of_key(key)
        assert rule is not None, key
        assert rule.entity == entity, key
    for key in _SHOWN.findall(row["Not"]):
        rule = scanner.entity_of_key(key)
        assert rule is None or rule.entity != entity, key


def test_each_family_of_secrets_has_the_entities_of_its_file() -> None:
    documented = [set(_names(row["Entities"])) for row in FAMILIES]
    files = [
        {rule.entity for rule in module.ROWS}
        for module in (importlib.import_module(f"{makers.__name__}.{name}") for name in _files_of_secrets())
    ]
    elsewhere = {name for row in IN_TEXT for name in _names(row["Entity"])} - {"aws_access_key"}
    assert sorted(map(sorted, documented)) == sorted(sorted(entities - elsewhere) for entities in files)


def _files_of_secrets() -> list[str]:
    names = [info.name for info in pkgutil.iter_modules(makers.__path__)]
    return [name for name in names if hasattr(importlib.import_module(f"{makers.__name__}.{name}"), "ROWS")]


def test_the_page_counts_the_makers_secrets() -> None:
    entities = {rule.entity for rule in secrets.RULES}
    assert f"{len(secrets.RULES)} forms of {len(entities)} entities, all in the group `secret`" in PAGE
    assert {rule.group for rule in secrets.RULES} == {"secret"}
