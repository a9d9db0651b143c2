"""What a printed line may cost: of one that takes too long, its ends or a note are printed, never the plaintext."""

from __future__ import annotations

import pytest

from sealog.console.line import LineSealer
from sealog.detect.engine.scanner import default_scanner
from sealog.detect.model.scan_budget import BASE, MOST, PER_KIB, ScanBudget, bounded

LINES = ("curl ", "mysql ")


@pytest.mark.parametrize("piece", LINES)
def test_a_line_that_takes_too_long_is_cut(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[ScanBudget] = []

    def counting(characters: int, share: float = 1.0) -> ScanBudget:
        made.append(bounded(characters, share))
        return made[-1]

    monkeypatch.setattr("sealog.console.line.bounded", counting)
    text = f"{piece * 4000} phone 020 7946 0958\n"
    printed = LineSealer(default_scanner(), None).text(text)
    assert "more characters]" in printed
    assert printed.endswith("\n")
    assert "7946" not in printed
    allowed = min(MOST, BASE + PER_KIB * len(text) / 1024)
    assert allowed < sum(budget.spent for budget in made) < 1.6 * allowed


def test_an_ordinary_long_line_is_whole() -> None:
    text = "order shipped to the shop " * 4000
    assert LineSealer(default_scanner(), None).text(text) == text
