"""A look that takes more than it may breaks off, with every engine; one without an effort goes to its end."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from detect.engines import ENGINES
from sealog.detect.effort import SECONDS, VALUES, Effort, TooCostlyError
from sealog.detect.scanner import Scanner

if TYPE_CHECKING:
    from sealog.detect.regex import Engine

PIECES = {"candidate": "phone 020 7946 0958 ", "keyword": "password=hunter2 ", "disguise": "al\u200bice@example.com "}


def effort(step: float) -> Effort:
    """Give an effort whose clock goes on by `step` seconds each time it is read."""
    times = count()
    return Effort(lambda: next(times) * step)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
@pytest.mark.parametrize("engine", ENGINES)
def test_a_look_breaks_off_when_its_time_is_used_up(engine: Engine, piece: str) -> None:
    scanner = Scanner(engine=engine)
    assert len(scanner.scan(piece * 30)) == 30
    assert len(scanner.scan(piece * 30, effort(0.0))) == 30
    with pytest.raises(TooCostlyError):
        scanner.scan(piece * 30, effort(SECONDS / 8))


@pytest.mark.parametrize("engine", ENGINES)
def test_a_look_breaks_off_at_more_values_than_it_may_find(engine: Engine) -> None:
    scanner = Scanner(engine=engine)
    most = [f"user{n}@example.com" for n in range(VALUES)]
    assert len(scanner.scan_many(most, effort(0.0)) or ()) == VALUES
    with pytest.raises(TooCostlyError):
        scanner.scan_many([*most, "bob@example.com"], effort(0.0))
    assert len(scanner.scan_many([*most, "bob@example.com"]) or ()) == VALUES + 1
