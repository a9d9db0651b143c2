"""`sealog insights` as a user runs it, on a store that a receiver wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sealog_exporters.event import Event
from sealog_exporters.store import LogStore

pytestmark = pytest.mark.process

MINUTE = 60 * 10**9


def event(minute: int, body: str, version: str = "1", severity: int = 9) -> Event:
    return Event(
        time_unix_nano=minute * MINUTE,
        observed_unix_nano=minute * MINUTE,
        severity_number=severity,
        severity_text="",
        body=body,
        attributes={},
        resource={"service.name": "shop", "service.version": version},
        scope="",
        event_name="",
        trace_id="ab" * 16,
        span_id="cd" * 8,
    )


def insights(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    command = [program, "insights", "--store", store, "--until", str(120 * 60), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_deployment_that_brings_errors_is_told_with_its_window(tmp_path: Path) -> None:
    path = tmp_path / "logs.sqlite"
    with LogStore(path) as store:
        store.add([event(i, f"order {i} shipped to the customer") for i in range(120)])
        store.add([event(110, f"payment {i} was refused", "2", 17) for i in range(30)])
    done = insights(path, "--since", "1h", "--json")
    assert done.returncode == 0
    assert done.stderr == "90 records, 60 in the baseline\n"
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["kind"] for one in found] == ["new_in_version", "error_share", "new", "cost", "cost"]
    assert found[0]["template"] == "payment <*> was refused"
    assert found[0]["evidence"] == {"version": "2", "now": 30}
    assert found[0]["window"] == {"start_ns": 60 * MINUTE, "end_ns": 120 * MINUTE}
    assert found[0]["baseline"] == {"start_ns": 0, "end_ns": 60 * MINUTE}
    assert "new_in_version  shop" in insights(path, "--since", "1h").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [(("--since", "soon"), "--since: a number and"), (("--baseline", "never"), "--baseline: previous or week")],
)
def test_wrong_use_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, str], told: str) -> None:
    done = insights(tmp_path / "none.sqlite", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"sealog: {told}")
