"""Floors under each family of lines; `make quality` measures more of them, and a seed that nobody has seen."""

from __future__ import annotations

import pytest

from quality import by_family
from quality.families import FAMILIES
from quality.source import Source
from sealog.detect.engine.scanner import default_scanner

F1 = 0.97
FALSE_IN_1000_WORDS = 3
SEED = 41


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_holds_its_floor(family: str) -> None:
    lines = [by_family.alike(line) for line in FAMILIES[family](Source(SEED), 150)]
    one = by_family.score.score(lines, by_family.findings(lines))[""]
    assert one.f1 >= F1, (one.precision, one.recall)


def test_clean_lines_raise_few_false_alarms() -> None:
    assert by_family.false_alarms(SEED, 2_000) <= FALSE_IN_1000_WORDS


def test_gold_lies_where_the_value_was_put() -> None:
    known = set(default_scanner().entities)
    for make in FAMILIES.values():
        for line in make(Source(SEED), 20):
            assert line.gold
            assert all(0 <= one.start < one.end <= len(line.text) for one in line.gold)
            assert {one.entity for one in line.gold} <= known
