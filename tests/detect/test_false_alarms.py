"""Lines as real systems write them: found is what is marked in `real_lines.txt`, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from detect.marks import unmark
from sealog.detect.scanner import Scanner, default_scanner

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


def test_both_engines_agree_on_all_lines() -> None:
    texts = [unmark(line)[0] for line in LINES]
    assert Scanner(engine="re2").scan_many(texts) == Scanner(engine="re").scan_many(texts)


def test_there_are_enough_lines() -> None:
    assert len(set(LINES)) >= 120
    assert sum("«" not in line for line in LINES) >= 90
