"""The example of agents as its page shows it: run, plan, run again by the plan, compare."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from applications import ROOT

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.version_info < (3, 11), reason="the executor needs Python 3.11"),
]

TRIP = ROOT / "examples/agents/trip.py"
SEALOG = Path(sys.executable).with_name("sealog")
TRAVELLER = b"ada@lovelace"
AT_ONCE = {"look_at_weather", "look_for_events", "look_for_flights"}


def done(folder: Path, *command: Any) -> str:
    variables = os.environ | {"XDG_CONFIG_HOME": str(folder / "config")}
    found = subprocess.run(
        command, cwd=folder, env=variables, capture_output=True, text=True, timeout=120, check=False, input=""
    )
    assert found.returncode in {0, 1}, found.stderr
    return found.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trip")
    done(folder, SEALOG, "init")
    done(folder, sys.executable, TRIP, "--runs", "2", "--traces", "before.jsonl")
    done(folder, SEALOG, "workflows", "plan", "before.jsonl", "--out", "plan.json")
    done(folder, sys.executable, TRIP, "--runs", "2", "--traces", "after.jsonl", "--plan", "plan.json")
    return folder


def test_no_span_holds_the_traveller_s_address(folder: Path) -> None:
    for name in ("before.jsonl", "after.jsonl"):
        written = (folder / name).read_bytes()
        assert b"seal1~email_address" in written
        assert TRAVELLER not in written


def test_the_plan_is_learned_from_sealed_spans(folder: Path) -> None:
    plan = json.loads((folder / "plan.json").read_text())
    (group,) = plan["parallel_groups"]
    assert set(group["nodes"]) >= AT_ONCE
    assert [call["name"] for call in plan["calls"] if "cache" in call] == ["get_weather"]
    assert plan["token_budget"]["tokens"] > 0


def test_each_prediction_stands_beside_what_was_measured(folder: Path) -> None:
    command = ("workflows", "compare", "before.jsonl", "--", "after.jsonl", "--plan", "plan.json", "--json")
    found = json.loads(done(folder, SEALOG, *command))
    whole, group, cache = found["predictions"]
    assert (whole["item"], cache["item"]) == ("plan", "cache: get_weather")
    assert 0 < group["measured_ms"] < whole["measured_ms"]
    assert cache["withdrawn"] is False or whole["withdrawn"]
