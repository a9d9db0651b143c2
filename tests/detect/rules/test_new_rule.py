"""A detection rule is one file: put into the folder and given to a scanner, its values are found, sealed and opened."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detect.engines import ENGINES
from detect.marks import unmark
from sealog.crypto.spelling import find_sealed_values, parse_sealed_value
from sealog.detect import rules
from sealog.detect.engine.scanner import Scanner
from sealog.keys.sealer import Sealer
from sealog.processor.sealing import Sealing
from support import keyring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sealog.detect.model.rule import Rule

TOYS = Path(__file__).parents[1] / "toys/rules"
KEYS = keyring()


@pytest.fixture
def rule(monkeypatch: pytest.MonkeyPatch) -> Iterator[Rule]:
    """Let the folder of rules have the toy's file too."""
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(TOYS)])
    name = f"{rules.__name__}.loyalty_card"
    yield importlib.import_module(name).RULE
    sys.modules.pop(name, None)


@pytest.mark.parametrize("engine", ENGINES)
def test_its_hits_are_found_and_its_misses_left(rule: Rule, engine: str) -> None:
    scanner = Scanner((*rules.RULES, rule), engine=engine)  # type: ignore[arg-type]  # one of its engines
    for hit in rule.hits:
        text, spans = unmark(hit)
        assert [(found.start, found.end) for found in scanner.scan(text) if found.entity == rule.entity] == spans
    assert not [miss for miss in rule.misses if rule.entity in {found.entity for found in scanner.scan(miss)}]
    assert scanner.entities[rule.entity] == "payment"


def test_its_values_are_sealed_with_a_blind_index(rule: Rule) -> None:
    sealing = Sealing(Scanner((*rules.RULES, rule)), Sealer(KEYS.bundle()))
    sealed = [sealing.value(f"paid with {card}", "$") for card in ("LC-12345678", "LC-12345678", "LC-10000001")]
    assert not [text for text in sealed if "LC-" in text]
    first, same, other = [
        parse_sealed_value(text[start:end]).index for text in sealed for start, end in find_sealed_values(text)
    ]
    assert first == same != other


def test_without_the_file_they_stay() -> None:
    assert Scanner().scan("paid with LC-12345678 today") == []
