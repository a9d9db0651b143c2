"""`sealog verify` as a user runs it, on a store that a receiver wrote."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sealog.metrics.status import write_status
from sealog_exporters.event import Event
from sealog_exporters.store import LogStore

pytestmark = pytest.mark.process

STREAM = "mfrggzdfmztwq"
PLAIN = Event(
    time_unix_nano=1,
    observed_unix_nano=2,
    severity_number=9,
    severity_text="INFO",
    body="hello",
    attributes={},
    resource={},
    scope="",
    event_name="",
    trace_id="",
    span_id="",
)


def store_with(path: Path, *numbers: int) -> Path:
    with LogStore(path) as store:
        store.add([PLAIN._replace(attributes={"sealog.uid": f"{STREAM}-{number}"}) for number in numbers])
    return path


def verify(*arguments: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    environ = {**os.environ, **environ}
    return subprocess.run(
        [program, "verify", *arguments], capture_output=True, text=True, timeout=60, check=False, env=environ
    )


def test_a_whole_store_is_said_to_be_whole(tmp_path: Path) -> None:
    done = verify("--store", store_with(tmp_path / "logs.sqlite", *range(1, 301)))
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        f"{STREAM}  first 1  last 300  missing 0  doubled 0",
        "1 stream(s), 300 record(s), 0 missing, 0 doubled",
    ]


def test_a_gap_is_named_and_the_exit_code_is_1(tmp_path: Path) -> None:
    done = verify("--store", store_with(tmp_path / "logs.sqlite", 1, 2, 5, 7))
    assert done.returncode == 1
    assert "missing 3 (3-4, 6)" in done.stdout


def test_json_has_every_range(tmp_path: Path) -> None:
    done = verify("--store", store_with(tmp_path / "logs.sqlite", *range(3, 60, 2)), "--json", "--from-first")
    (stream,) = json.loads(done.stdout)["streams"]
    assert stream["missing"] == [[number, number] for number in range(4, 59, 2)]
    assert (stream["lost"], done.returncode) == (28, 1)


def test_an_empty_store_proves_nothing(tmp_path: Path) -> None:
    done = verify("--store", store_with(tmp_path / "logs.sqlite"))
    assert (done.returncode, "no record" in done.stderr) == (1, True)


def test_a_file_that_is_no_store_is_wrong_use(tmp_path: Path) -> None:
    done = verify("--store", tmp_path / "none.sqlite")
    assert (done.returncode, "none.sqlite" in done.stderr) == (2, True)


@pytest.mark.parametrize("name", ["none.sqlite", "."])
def test_what_is_not_there_is_said_with_what_writes_it(tmp_path: Path, name: str) -> None:
    done = verify("--store", tmp_path / name)
    assert (done.returncode, "is not a file: `sealog up` writes one" in done.stderr) == (2, True), done.stderr


def with_process(folder: Path, records: int, waiting: int) -> dict[str, str]:
    """A process that has numbered so many records, of which some wait."""
    delivery = [{"kind": "queue", "waiting": waiting, "limit": 2048}]
    write_status(folder, 4711, {"sealog_status": 1, "stream": STREAM, "records": records, "delivery": delivery})
    return {"SEALOG_STATUS_DIR": str(folder)}


@pytest.mark.parametrize(
    ("records", "waiting", "says", "status"),
    [
        (300, 0, "300 record(s) numbered in mfrggzdfmztwq, 0 after the last here, 0 of them wait in the process", 0),
        (310, 10, "310 record(s) numbered in mfrggzdfmztwq, 10 after the last here, 10 of them wait in the process", 0),
        (310, 4, "10 after the last here, 4 of them wait in the process, 6 do not", 1),
        (250, 0, "250 record(s) numbered in mfrggzdfmztwq, 0 after the last here", 0),
    ],
)
def test_a_running_process_tells_what_was_lost_after_the_last(
    tmp_path: Path, records: int, waiting: int, says: str, status: int
) -> None:
    store = store_with(tmp_path / "logs.sqlite", *range(1, 301))
    environ = with_process(tmp_path / "status", records, waiting)
    done = verify("--store", store, "--pid", "4711", **environ)
    assert (done.returncode, says in done.stdout) == (status, True), done.stdout
    told = json.loads(verify("--store", store, "--pid", "4711", "--json", **environ).stdout)["process"]
    assert told["unaccounted"] == max(0, records - 300 - waiting)


def test_a_process_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    store = store_with(tmp_path / "logs.sqlite", 1)
    done = verify("--store", store, "--pid", "4711", SEALOG_STATUS_DIR=str(tmp_path))
    assert (done.returncode, "process 4711 has ended" in done.stderr) == (2, True)
