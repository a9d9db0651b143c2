"""Frameworks that are too large to install in CI, by recorded runs of theirs: what is found, and what left them."""

from __future__ import annotations

import pytest

from workflows.frameworks.running import REPEATED, SERIAL, Run, check_what_is_found, check_what_leaves, recorded
from workflows.frameworks.server import TURNS

CALLS = sum(map(len, TURNS))
FRAMEWORKS = {
    "smolagents": (REPEATED | SERIAL, CALLS + 1),  # one more: it ends by a call of `final_answer`
    "crewai": (REPEATED, CALLS),  # it makes the calls of a turn at once
}
"""What is to be found in the run of each, and how many tool calls it has."""


@pytest.fixture(scope="module", params=list(FRAMEWORKS))
def named(request: pytest.FixtureRequest) -> tuple[Run, int]:
    expected, calls = FRAMEWORKS[request.param]
    return Run.of(recorded(request.param), expected), calls


def test_a_recorded_run_s_findings_and_tokens_are_right_open_and_sealed(named: tuple[Run, int]) -> None:
    check_what_is_found(*named)


def test_no_recorded_byte_is_personal_and_json_stays_json(named: tuple[Run, int]) -> None:
    check_what_leaves(named[0])
