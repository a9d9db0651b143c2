"""The same plan on LangGraph, in an environment that has it: order, time-outs, retries, cache, and a resumed run."""

from __future__ import annotations

import json
import subprocess
from typing import Any

import pytest

from applications import ROOT
from backends import needed
from sealog.coordinator import Plan, to_langgraph
from sealog.errors import SettingError
from venvs import LANGGRAPH, environment

PROGRAM = ROOT / "tests/coordinator/programs/on_langgraph.py"


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    python = needed(lambda: environment(*LANGGRAPH))
    variables = {"PYTHONPATH": str(ROOT / "sdk")}
    done = subprocess.run([python, PROGRAM], capture_output=True, text=True, timeout=120, check=False, env=variables)
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_without_langgraph_the_error_says_what_to_install() -> None:
    with pytest.raises(SettingError, match=r"pip install 'sealog\[langgraph\]'"):
        to_langgraph(Plan.sequence("a"), {"a": print})


@pytest.mark.process
@pytest.mark.parametrize(
    ("what", "result"),
    [
        ("parallel", {"city": "Oslo", "a": 1, "b": 2, "c": 3}),
        ("retried", [2, {"a": 2}]),
        ("timed_out", "NodeTimeoutError"),
        ("cached", 1),
        ("resumed", {"first": ["a", "b"], "second": ["b", "c"], "state": {"a": 1, "b": 2, "c": 3}}),
    ],
)
def test_langgraph_runs_the_plan(told: dict[str, Any], what: str, result: Any) -> None:
    assert told[what] == result
