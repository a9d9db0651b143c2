"""What a printed line may cost: of one that takes too long, its ends or a note are printed, never the plaintext."""

from __future__ import annotations

import pytest

from sealog.console.line import LineSealer
from sealog.detect.effort import BASE, PER_KIB, Effort
from sealog.detect.scanner import default_scanner

LINES = ("api_key:", "token=", "authorization:", "zip=")


class Counting(Effort):
    """An effort that is remembered."""

    made: list[Counting] = []  # noqa: RUF012  # one list for all

    def __init__(self, characters: int, share: float = 1.0, base: float = BASE) -> None:
        super().__init__(characters, share, base)
        self.made.append(self)


@pytest.mark.parametrize("piece", LINES)
def test_a_line_that_takes_too_long_is_cut(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sealog.console.line.Effort", Counting)
    monkeypatch.setattr("sealog.processor.bounds.Effort", Counting)
    Counting.made.clear()
    text = f"{piece * 4000} phone 020 7946 0958\n"
    printed = LineSealer(default_scanner(), None).text(text)
    assert "more characters]" in printed
    assert printed.endswith("\n")
    assert "7946" not in printed
    assert sum(effort.spent for effort in Counting.made) < 2 * (BASE + PER_KIB * len(text) / 1024)


def test_an_ordinary_long_line_is_whole() -> None:
    text = "order shipped to the shop " * 4000
    assert LineSealer(default_scanner(), None).text(text) == text
