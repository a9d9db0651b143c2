"""A started process is found again and ended by its id and start time, and no other is."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from local.errors import LocalError
from local.processes import process

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.process


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    child = process.spawn(("sleep", "60"), env=dict(os.environ), log=tmp_path / "sleep.log", cwd=tmp_path)
    yield child
    child.kill()
    child.wait()


def test_a_remembered_process_is_recalled(sleeper: subprocess.Popen[bytes], tmp_path: Path) -> None:
    process.remember(tmp_path / "sleep.pid", sleeper.pid)
    found = process.recall(tmp_path / "sleep.pid")
    assert found is not None
    assert found.pid == sleeper.pid


def test_a_process_with_the_same_id_but_another_start_is_not_ours(
    sleeper: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    (tmp_path / "sleep.pid").write_text(json.dumps({"pid": sleeper.pid, "started": "1"}))
    assert process.recall(tmp_path / "sleep.pid") is None
    process.stop(process.Process(sleeper.pid, "1"), patience_s=0.1)
    assert sleeper.poll() is None


@pytest.mark.parametrize("text", ["", "7", "[]", "{", '{"pid": "x", "started": "1"}'])
def test_a_file_with_nonsense_names_no_process(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.pid").write_text(text)
    assert process.recall(tmp_path / "x.pid") is None


def test_a_missing_file_names_no_process(tmp_path: Path) -> None:
    assert process.recall(tmp_path / "x.pid") is None


def test_stopping_asks_first(sleeper: subprocess.Popen[bytes]) -> None:
    started = process.start_time(sleeper.pid)
    assert started is not None
    assert process.stop(process.Process(sleeper.pid, started), patience_s=60)
    assert sleeper.wait() == -signal.SIGTERM


def test_an_ended_process_is_not_alive_before_it_is_reaped(sleeper: subprocess.Popen[bytes]) -> None:
    started = process.start_time(sleeper.pid)
    os.kill(sleeper.pid, signal.SIGKILL)
    deadline = time.monotonic() + 60
    while process.start_time(sleeper.pid) is not None:
        assert time.monotonic() < deadline
    assert started is not None
    assert not process.Process(sleeper.pid, started).alive


def test_what_does_not_obey_is_ended_with_its_children(tmp_path: Path) -> None:
    stubborn = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "print(subprocess.Popen(['sleep', '60']).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    log = tmp_path / "stubborn.log"
    command = (sys.executable, "-c", stubborn)
    child = process.spawn(command, env=dict(os.environ), log=log, cwd=tmp_path)
    deadline = time.monotonic() + 60
    while not log.read_text().endswith("\n"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    started = process.start_time(child.pid)
    assert started is not None
    assert not process.stop(process.Process(child.pid, started), patience_s=0.2)
    assert child.wait() == -signal.SIGKILL
    grandchild = int(log.read_text())
    while process.start_time(grandchild) is not None:
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="no-such-program"):
        process.spawn(("no-such-program",), env={"PATH": ""}, log=tmp_path / "x.log", cwd=tmp_path)
