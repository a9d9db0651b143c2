"""Programs are started, awaited, crashed, restarted and stopped; what fails leaves nothing running."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import pytest

from local import ports
from local.command import main
from local.errors import LocalError, PortTaken
from local.processes import launch
from local.processes.running import Running
from local.program import Program, accepts

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.process


def web(run_dir: Path, at: ports.Ports) -> Program:
    """A real server that takes the health port: Python's own."""
    command = (sys.executable, "-m", "http.server", str(at.health), "--bind", "127.0.0.1")
    ready = partial(accepts, at.health)
    return Program("collector", command, run_dir, ("health",), ready, env=dict(os.environ), within_s=20)


@pytest.fixture
def at() -> ports.Ports:
    return ports.free()


def test_a_started_program_is_ready_and_found_by_its_folder(tmp_path: Path, at: ports.Ports) -> None:
    with Running(tmp_path, at, (web(tmp_path, at),)) as running:
        running.start_one("collector")
        assert accepts(at.health)
        assert launch.status(tmp_path)["collector"] == running.children["collector"].pid
    assert not accepts(at.health)
    assert launch.status(tmp_path)["collector"] is None


def test_stop_in_another_call_ends_it(tmp_path: Path, at: ports.Ports) -> None:
    with Running(tmp_path, at, (web(tmp_path, at),)) as running:
        running.start_one("collector")
        assert launch.stop(tmp_path) == ("collector",)
        assert not accepts(at.health)
        assert launch.stop(tmp_path) == ()


def test_a_killed_program_can_be_started_again(tmp_path: Path, at: ports.Ports) -> None:
    with Running(tmp_path, at, (web(tmp_path, at),)) as running:
        running.start_one("collector")
        running.kill("collector")
        assert not accepts(at.health)
        running.start_one("collector")
        assert accepts(at.health)


def test_a_running_program_is_not_started_twice(tmp_path: Path, at: ports.Ports) -> None:
    with Running(tmp_path, at, (web(tmp_path, at),)) as running:
        running.start_one("collector")
        with pytest.raises(LocalError, match="runs already"):
            running.start_one("collector")
        assert accepts(at.health)


def test_a_taken_port_is_told_before_anything_starts(tmp_path: Path, at: ports.Ports) -> None:
    with Running(tmp_path / "a", at, (web(tmp_path, at),)) as first:
        (tmp_path / "a").mkdir()
        first.start_one("collector")
        second = Running(tmp_path, at, (web(tmp_path, at),))
        with pytest.raises(PortTaken, match="--health-port"):
            second.start_one("collector")
        assert second.children == {}


def test_a_program_that_ends_at_once_shows_its_log(tmp_path: Path, at: ports.Ports) -> None:
    command = (sys.executable, "-c", "print('the reason'); raise SystemExit(4)")
    broken = Program("collector", command, tmp_path, (), lambda: False, env=dict(os.environ))
    running = Running(tmp_path, at, (broken,))
    with pytest.raises(LocalError, match=r"ended with code 4 \(.*collector.log\):\s+the reason"):
        running.start_one("collector")
    assert launch.status(tmp_path)["collector"] is None


def test_a_program_that_is_never_ready_is_ended(tmp_path: Path, at: ports.Ports) -> None:
    slow = Program("collector", ("sleep", "60"), tmp_path, (), lambda: False, env=dict(os.environ), within_s=0.3)
    running = Running(tmp_path, at, (slow,))
    with pytest.raises(LocalError, match="not ready after 0 s"):
        running.start_one("collector")
    assert running.children == {}
    assert launch.status(tmp_path)["collector"] is None


def test_a_fault_can_be_set_and_healed(tmp_path: Path, at: ports.Ports) -> None:
    running = Running(tmp_path, at, ())
    running.fault("503")
    assert (tmp_path / "fault").read_text() == "503"
    running.heal()
    running.heal()
    assert not (tmp_path / "fault").exists()


def test_stop_with_nothing_running_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stop", "--dir", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "nothing was running\n"


def test_status_with_nothing_running_is_code_1(tmp_path: Path) -> None:
    assert main(["status", "--dir", str(tmp_path)]) == 1


def test_an_unknown_back_end_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["start", "--only", "kibana", "--dir", str(tmp_path)]) == 1
    assert "not kibana" in capsys.readouterr().err


def test_a_missing_tool_is_code_3(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "java").write_text("")
    (tmp_path / "release").write_text('JAVA_VERSION="21"\n')
    monkeypatch.setenv("SEALOG_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["get", "--only", "elasticsearch"]) == 3
    assert capsys.readouterr().err.startswith("skipped: Maven (mvn) is not on PATH")
