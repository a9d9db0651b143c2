"""Whole passwords, tokens and codes are found, however they are written; ordinary lines hold none of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from detect.engines import ENGINES
from detect.marks import unmark
from sealog.detect.engine.scanner import Scanner, default_scanner

HERE = Path(__file__).parent


def _lines(name: str) -> list[str]:
    written = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.replace("⏎", "\n") for line in written if line and not line.startswith(("# ", "## "))]


WHOLE = _lines("whole_values.txt")
ORDINARY = _lines("ordinary_lines.txt")


@pytest.mark.parametrize("line", WHOLE)
def test_what_is_marked_is_found_from_its_first_character_to_its_last(line: str) -> None:
    text, spans = unmark(line)
    assert [(f.start, f.end) for f in default_scanner().scan(text)] == spans


@pytest.mark.parametrize("line", WHOLE)
def test_what_is_marked_is_found_among_other_texts_of_a_record_too(line: str) -> None:
    text, spans = unmark(line)
    found = default_scanner().scan_many(["note", text, text])
    assert found is not None
    assert [[(f.start, f.end) for f in each] for each in found] == [[], spans, spans]


@pytest.mark.parametrize("line", ORDINARY)
def test_an_ordinary_line_holds_nothing(line: str) -> None:
    assert [(f.entity, line[f.start : f.end]) for f in default_scanner().scan(line)] == []


def test_all_engines_agree_on_all_lines() -> None:
    texts = [unmark(line)[0] for line in (*WHOLE, *ORDINARY)]
    found = [[scanner.scan(text) for text in texts] for scanner in (Scanner(engine=engine) for engine in ENGINES)]
    assert found == [found[0]] * len(ENGINES)
