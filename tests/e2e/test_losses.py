"""The table of losses, through a real collector: 0 lost, 0 doubled, 0 bytes in the clear, whatever happens.

`SEALOG_TEST_AWAY_SECONDS=600` makes the collector's absence ten minutes long; unset it is half a minute.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from backends import needed
from faults import FAULTS, MAIL, way_through

if TYPE_CHECKING:
    from pathlib import Path

    from applications import Keys, Sink
    from faults import Outcome

pytestmark = pytest.mark.backend

PATIENCE = 15.0
"""Ending takes 2 s at most on a machine that has nothing else to do."""

SENT_TWICE = {"sigkill"}
"""Killed between the collector's answer and noting it, a record is sent again under its id."""


def outcome_of(fault: str, folder: Path, sink: Sink, keys: Keys) -> Outcome:
    def outcome() -> Outcome:
        with way_through(folder, sink, keys) as way:
            return FAULTS[fault](way)

    return needed(outcome)


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_lost_or_in_the_clear(fault: str, keys: Keys, sink: Sink, tmp_path: Path) -> None:
    outcome = outcome_of(fault, tmp_path, sink, keys)
    assert outcome.lost == 0, outcome
    assert outcome.doubled == 0 or fault in SENT_TWICE, outcome
    assert outcome.seconds < PATIENCE, "plain OpenTelemetry takes 30 s to end with the endpoint down"
    assert MAIL not in outcome.wire
    assert MAIL not in outcome.spooled
