"""`sealog verify` as a user runs it, on a store that a receiver wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

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
        store.add([replace(PLAIN, attributes={"sealog.uid": f"{STREAM}-{number}"}) for number in numbers])
    return path


def verify(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    return subprocess.run([program, "verify", *arguments], capture_output=True, text=True, timeout=60, check=False)


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
