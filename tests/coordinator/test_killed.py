"""A run on LangGraph whose process is killed goes on from its checkpoints in SQLite."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from applications import ROOT
from backends import needed
from venvs import CHECKPOINTS, environment

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process

PROGRAM = ROOT / "tests/coordinator/programs/on_sqlite.py"
ENVIRON = {"PYTHONPATH": str(ROOT / "sdk")}


def test_a_killed_run_goes_on_without_its_finished_steps(tmp_path: Path) -> None:
    command = [needed(lambda: environment(*CHECKPOINTS)), PROGRAM, tmp_path]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, env=ENVIRON)
    try:
        wait_until_stored(tmp_path, killed)
    finally:
        killed.kill()
        killed.wait()
    before = made(tmp_path)
    assert (before[0], sorted(before[1:])) == ("first", ["quick", "slow"])
    (tmp_path / "made").unlink()
    (tmp_path / "go").touch()
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=ENVIRON)
    assert (done.returncode, done.stderr) == (0, "")
    assert made(tmp_path) == ["slow", "last"]
    assert json.loads(done.stdout) == {"city": "Oslo", **dict.fromkeys(("first", "quick", "slow", "last"), "done")}


def wait_until_stored(folder: Path, running: subprocess.Popen[bytes]) -> None:
    """Wait until `slow` has begun and what `quick` gave stands in the file of checkpoints: a minute at most."""
    limit = time.monotonic() + 60
    while "slow" not in made(folder) or not is_stored(folder / "run.sqlite", "quick"):
        assert running.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.02)


def is_stored(file: Path, text: str) -> bool:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True, timeout=10)) as checkpoints:
        found = checkpoints.execute("SELECT count(*) FROM writes WHERE instr(value, ?)", [text.encode()])
        return bool(found.fetchone()[0])


def made(folder: Path) -> list[str]:
    file = folder / "made"
    return file.read_text().split() if file.exists() else []
