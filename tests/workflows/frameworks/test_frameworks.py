"""Real frameworks of agents against a scripted model: what is found in their runs, sealed, and what leaves them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass

import pytest

from applications import ROOT, clean_environ
from backends import needed
from sealog.coordinator import Plan, PlannedCalls
from sealog.keys.bundle import save_bundle
from sealog.records import tool_call
from sealog_exporters.workflows import Analysis, Span, analyse, load
from sealog_exporters.workflows.plans import make_plan
from sealog_exporters.workflows.plans.observed import observe
from support import keyring
from venvs import AGENTS, environment
from workflows.agents import kinds
from workflows.frameworks.server import SECRETS, TOKENS, TURNS, serving

pytestmark = pytest.mark.process

PROGRAMS = ROOT / "tests/workflows/frameworks/programs"
REPEATED = {("duplicate_call", "likely"), ("loop", "certain")}
SERIAL = {("serial_independent_calls", "likely")}
FRAMEWORKS = {
    "pydantic-ai": (["on_pydantic_ai.py"], REPEATED | SERIAL),
    "LangGraph, OpenInference": (["on_langgraph.py", "openinference"], REPEATED | SERIAL),
    "LangGraph, Traceloop": (["on_langgraph.py", "traceloop"], REPEATED | SERIAL),
    "openai-agents": (["on_openai_agents.py"], REPEATED),  # it starts the calls of a turn at once
}
"""The program of each with its arguments, and what is to be found in its run."""


@dataclass(frozen=True)
class Run:
    """One run as it was, and the same run with sealing."""

    open: list[Span]
    sealed: list[Span]
    written: bytes
    expected: set[tuple[str, str]]


@pytest.fixture(scope="module", params=list(FRAMEWORKS))
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    python = needed(lambda: environment(*AGENTS))
    (program, *more), expected = FRAMEWORKS[request.param]
    folder = tmp_path_factory.mktemp("run")
    save_bundle(keyring().bundle(), folder / "bundle.json")
    own = clean_environ("http://127.0.0.1:1", "http/protobuf") | {"PYTHONPATH": str(ROOT / "sdk")}
    own |= {"SEALOG_BUNDLE": str(folder / "bundle.json")}
    written = {}
    with serving() as url:
        for mode in ("off", "seal"):
            file = folder / f"{mode}.jsonl"
            command = [python, PROGRAMS / program, url, file, *more]
            variables = own | ({"SEALOG_MODE": "off"} if mode == "off" else {})
            done = subprocess.run(command, env=variables, capture_output=True, text=True, timeout=120, check=False)
            assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
            written[mode] = file.read_bytes()
    return Run(load(written["off"], "off"), load(written["seal"], "seal"), written["seal"], expected)


def test_a_run_s_findings_and_tokens_are_right_open_and_sealed(run: Run) -> None:
    for spans in (run.open, run.sealed):
        found: Analysis = analyse(spans)
        assert set(kinds(found)) == run.expected
        assert len(found.findings) == len(run.expected)
        assert (found.tokens, found.model_calls, found.tool_calls) == (TOKENS, len(TURNS) + 1, sum(map(len, TURNS)))


def test_no_exported_byte_is_personal_and_json_stays_json(run: Run) -> None:
    assert b"seal1~email_address" in run.written
    for secret in SECRETS:
        assert secret in str([span.attributes for span in run.open])
        assert secret.encode() not in run.written
    assert in_json(run.sealed) == in_json(run.open)


def in_json(spans: list[Span]) -> Counter[tuple[str, str]]:
    """Count the attributes whose text is a list or a mapping in JSON."""
    return Counter(
        (span.name, key)
        for span in spans
        for key, value in span.attributes.items()
        if isinstance(value, str) and isinstance(tool_call.parsed(value), (dict, list))
    )


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
