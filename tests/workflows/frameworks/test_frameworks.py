"""Real frameworks of agents against a scripted model: what is found in their runs, sealed, and what leaves them."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest

from backends import needed
from sealog.coordinator import Plan, PlannedCalls
from sealog_exporters.workflows.plans import make_plan
from sealog_exporters.workflows.plans.observed import observe
from venvs import AGENTS, environment
from workflows.frameworks.running import REPEATED, SERIAL, Run, check_what_is_found, check_what_leaves, run_both

pytestmark = pytest.mark.process

FRAMEWORKS = {
    "pydantic-ai": (["on_pydantic_ai.py"], REPEATED | SERIAL),
    "LangGraph, OpenInference": (["on_langgraph.py", "openinference"], REPEATED | SERIAL),
    "LangGraph, Traceloop": (["on_langgraph.py", "traceloop"], REPEATED | SERIAL),
    "openai-agents": (["on_openai_agents.py"], REPEATED),  # it starts the calls of a turn at once
}
"""The program of each with its arguments, and what is to be found in its run."""


@pytest.fixture(scope="module", params=list(FRAMEWORKS))
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    python = needed(lambda: environment(*AGENTS))
    (program, *more), expected = FRAMEWORKS[request.param]
    return Run.of(run_both(python, program, more, tmp_path_factory.mktemp("run")), expected)


def test_a_run_s_findings_and_tokens_are_right_open_and_sealed(run: Run) -> None:
    check_what_is_found(run)


def test_no_exported_byte_is_personal_and_json_stays_json(run: Run) -> None:
    check_what_leaves(run)


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the coordinator needs Python 3.11")
def test_the_plan_of_a_sealed_run_keeps_what_was_asked_twice(run: Run) -> None:
    plan = json.loads(json.dumps(make_plan([observe(run.sealed)])))
    calls, made = PlannedCalls(Plan.from_json(plan)), []

    async def get_weather(city: str) -> str:
        made.append(city)
        return "clear"

    async def ask_twice() -> list[str]:
        weather = calls.wrap("get_weather", get_weather)
        return [await weather("Oslo"), await weather("Oslo"), await weather("Rome")]

    assert asyncio.run(ask_twice()) == ["clear"] * 3
    assert made == ["Oslo", "Rome"]
