"""Self-metrics of a real process: readable while the endpoint is dead, gone with the process, right in a child."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from applications import clean_environ
from backends import eventually

if TYPE_CHECKING:
    from collections.abc import Iterator

    from applications import Keys, Sink

pytestmark = pytest.mark.process

APP = Path(__file__).with_name("app.py")
DEAD = "http://127.0.0.1:9"


@contextmanager
def running(folder: Path, *arguments: str, endpoint: str = DEAD, **environ: str) -> Iterator[subprocess.Popen[str]]:
    """Run the application under `opentelemetry-instrument` until the block ends."""
    program = Path(sys.executable).with_name("opentelemetry-instrument")
    process = subprocess.Popen(
        [program, sys.executable, APP, *arguments],
        env=clean_environ(endpoint, "http/protobuf") | {"SEALOG_STATUS_DIR": str(folder)} | environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def doctor(folder: Path, pid: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    environ = {"SEALOG_STATUS_DIR": str(folder), "PATH": os.environ["PATH"], "HOME": "/nonexistent"}
    command = [program, "doctor", "--pid", str(pid), *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)


def status(folder: Path, pid: int, records: int) -> dict[str, Any]:
    """Give a process's status once it has logged that much."""
    path = folder / f"{pid}.json"

    def look() -> dict[str, Any]:
        return json.loads(path.read_text()) if path.exists() else {"records": -1}

    return eventually(look, lambda seen: seen["records"] >= records, 20)


def test_a_process_with_a_dead_endpoint_can_be_looked_at(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    with running(folder, **keys.environ) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        seen = status(folder, process.pid, 100)
        assert {"entity": "email_address", "outcome": "sealed", "count": 100} in seen["values"]
        assert seen["detection"]["samples"] > 0
        assert seen["chain"][0] == "SealingProcessor"
        assert stat.S_IMODE((folder / f"{process.pid}.json").stat().st_mode) == 0o600
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        done = doctor(folder, process.pid)
    assert done.returncode == 1, "two handlers print in the clear"
    for line in (
        "100 email_address sealed",
        "StreamHandler of logger root prints in the clear",
        "StreamHandler of logger apart prints in the clear",
    ):
        assert line in done.stdout, done.stdout
    assert "has propagate=False" not in done.stdout, "its records are exported all the same"
    assert "alice" not in done.stdout + json.dumps(seen)


def test_a_logger_whose_records_are_not_exported_is_named(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    with running(folder, SEALOG_CAPTURE="off", **keys.environ) as process:
        status(folder, process.pid, 100)
        done = doctor(folder, process.pid)
    assert done.returncode == 1
    assert "apart has propagate=False: its records are not exported" in done.stdout, done.stdout


def test_the_status_goes_with_the_process_and_a_killed_ones_with_the_next(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    with running(folder, **keys.environ) as killed:
        status(folder, killed.pid, 100)
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert (folder / f"{killed.pid}.json").exists()
    with running(folder, OTEL_LOGS_EXPORTER="none", **keys.environ) as process:
        status(folder, process.pid, 100)
        assert not (folder / f"{killed.pid}.json").exists()
        process.communicate("end\n", timeout=30)
    assert list(folder.iterdir()) == []
    done = doctor(folder, process.pid)
    assert (done.returncode, "does not exist" in done.stderr) == (2, True)


def test_a_forked_child_counts_for_itself(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "status"
    with running(folder, "fork", OTEL_LOGS_EXPORTER="none", **keys.environ) as process:
        assert process.stdout is not None
        pids = {int(process.stdout.readline()) for _ in range(2)}
        (child,) = pids - {process.pid}
        of_child, of_parent = status(folder, child, 1), status(folder, process.pid, 100)
        process.communicate("end\nend\n", timeout=30)
        assert (of_child["records"], of_child["values"]) == (1, [])
        assert of_child["stream"] != of_parent["stream"]


def test_a_folder_that_others_can_read_gets_no_status(keys: Keys, tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir()
    folder.chmod(0o755)
    with running(folder, OTEL_LOGS_EXPORTER="none", **keys.environ) as process:
        process.communicate("end\n", timeout=30)
    assert (process.returncode, list(folder.iterdir())) == (0, [])


def test_they_are_exported_as_opentelemetry_metrics(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    environ = keys.environ | {"OTEL_METRICS_EXPORTER": "otlp", "OTEL_METRIC_EXPORT_INTERVAL": "500"}
    with running(tmp_path / "status", endpoint=sink.endpoint, **environ) as process:
        metrics = eventually(lambda: b"".join(body for path, body in sink.requests if path == "/v1/metrics"), bool)
        process.communicate("end\n", timeout=30)
        metrics = b"".join(body for path, body in sink.requests if path == "/v1/metrics")
    for name in (b"sealog.records", b"sealog.values", b"sealog.exports", b"sealog.detection.time", b"email_address"):
        assert name in metrics
    assert b"alice" not in metrics
