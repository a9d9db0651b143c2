"""A warm record's way, counted in calls: what is added to every record shows here, on a busy machine too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from frames import record_to_wire
from sealog.compiled import compiled

if TYPE_CHECKING:
    from pathlib import Path

    from frames import Way

MOST = {"memory": (20, 8), "spool": (24, 13)}
"""Calls in who logs, and from there to the wire. Where one is spared, lower it."""


@pytest.mark.skipif(compiled is None, reason="without the compiled half Python does its work, in more calls")
@pytest.mark.parametrize("way", MOST)
def test_a_record_with_an_address_takes_no_more_calls_than_are_known(way: Way, tmp_path: Path) -> None:
    in_caller, to_wire = record_to_wire(way, lambda number: f"sign-up of mira{number}@quellwerk.example", tmp_path)
    assert len(in_caller) <= MOST[way][0], in_caller
    assert len(to_wire) <= MOST[way][1], to_wire
