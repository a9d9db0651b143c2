"""Lines as real systems write them: found is what is marked in `real_lines.txt`, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from detect.engines import ENGINES
from detect.marks import unmark
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.detect.rules import KEYWORD_RULES, RULES

if TYPE_CHECKING:
    from sealog.detect.model.rule import KeywordRule, Rule
    from sealog.detect.regex import Engine

IN_TEXT: tuple[Rule | KeywordRule, ...] = (*RULES, *KEYWORD_RULES)
LINES = [
    line
    for line in (Path(__file__).parent / "real_lines.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("# ")
]


@pytest.mark.parametrize("line", LINES)
def test_a_real_line_holds_what_is_marked_and_nothing_else(line: str) -> None:
    text, spans = unmark(line)
    found = [(text[f.start : f.end], f.entity) for f in default_scanner().scan(text)]
    assert [value for value, _ in found] == [text[start:end] for start, end in spans], found


@pytest.mark.thorough
def test_all_engines_agree_on_all_lines_and_the_examples_of_all_rules() -> None:
    texts = [unmark(line)[0] for line in (*LINES, *(e for rule in IN_TEXT for e in (*rule.hits, *rule.misses)))]
    found = [[scanner.scan(text) for text in texts] for scanner in map(_scanner, ENGINES)]
    assert found == [found[0]] * len(ENGINES)


def _scanner(engine: Engine) -> Scanner:
    return Scanner(engine=engine)


def test_there_are_enough_lines() -> None:
    assert len(set(LINES)) >= 120
    assert sum("«" not in line for line in LINES) >= 90
