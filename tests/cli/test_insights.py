"""`sealog insights` as a user runs it, on a store that a receiver wrote."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from sealog_exporters.event import Event
from sealog_exporters.store import LogStore
from sealog_exporters.templates.stamper import Stamper

pytestmark = pytest.mark.process

MINUTE = 60 * 10**9


def event(minute: int, body: str, version: str = "1", severity: int = 9, **attributes: str) -> Event:
    return Event(
        time_unix_nano=minute * MINUTE,
        observed_unix_nano=minute * MINUTE,
        severity_number=severity,
        severity_text="",
        body=body,
        attributes=attributes,
        resource={"service.name": "shop", "service.version": version},
        scope="",
        event_name="",
        trace_id="ab" * 16,
        span_id="cd" * 8,
    )


@pytest.fixture(params=["stamped", "unstamped"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A store with a deployment in its last minutes, whose records have their templates' ids or not."""
    events = [event(i, f"order {i} shipped to the customer") for i in range(120)]
    events += [event(110, f"payment {i} was refused", "2", 17) for i in range(30)]
    path = tmp_path / "logs.sqlite"
    with LogStore(path) as store, closing(Stamper(tmp_path / "logs.sqlite.templates.json")) as stamper:
        store.add(stamper.stamped(events) if request.param == "stamped" else events)
    return path


def insights(store: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    command = [program, "insights", "--store", store, "--until", str(120 * 60), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_a_deployment_that_brings_errors_is_told_with_its_window(path: Path) -> None:
    done = insights(path, "--since", "1h", "--json")
    assert (done.returncode, done.stderr) == (0, "90 records, 60 in the baseline\n")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["kind"] for one in found] == ["new_in_version", "error_share", "new", "cost", "cost"]
    assert found[0]["template"] == "payment <*> was refused"
    assert found[0]["evidence"] == {"version": "2", "now": 30}
    assert found[0]["window"] == {"start_ns": 60 * MINUTE, "end_ns": 120 * MINUTE}
    assert found[0]["baseline"] == {"start_ns": 0, "end_ns": 60 * MINUTE}
    assert found[0]["exemplar"].startswith("payment ")
    assert "new_in_version  shop" in insights(path, "--since", "1h").stdout


def test_the_command_of_each_insight_gives_exactly_its_records(path: Path, request: pytest.FixtureRequest) -> None:
    if "unstamped" in request.node.name:
        return
    found = [json.loads(line) for line in insights(path, "--since", "1h", "--json").stdout.splitlines()]
    counts = []
    for one in found:
        program, *words = shlex.split(one["command"])
        assert program == "sealog"
        command = [Path(sys.executable).with_name("sealog"), *words, "--json"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
        counts.append(len(done.stdout.splitlines()))
    assert counts == [30, 30, 30, 60, 30]


def test_personal_data_that_is_new_in_an_attribute_is_told_with_its_records(tmp_path: Path) -> None:
    path, masked = tmp_path / "logs.sqlite", "[masked:email_address]"
    entities = {"sealog.entities": "email_address"}
    events = [event(minute, f"mail {minute} was sent", **entities, to=masked) for minute in range(120)]
    events += [event(110, f"mail {minute} was sent", **entities, to=masked, cc=masked) for minute in range(3)]
    with LogStore(path) as store, closing(Stamper(tmp_path / "logs.sqlite.templates.json")) as stamper:
        store.add(stamper.stamped(events))
    (one,) = [
        found
        for line in insights(path, "--since", "1h", "--json").stdout.splitlines()
        if (found := json.loads(line))["kind"] == "personal_data"
    ]
    assert (one["evidence"]["attribute"], one["evidence"]["now"]) == ("cc", 3)
    assert "email_address:cc" in json.dumps(one["query"])  # for records that the sink stored in Elasticsearch
    _, *words = shlex.split(one["command"])
    command = [Path(sys.executable).with_name("sealog"), *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert len(done.stdout.splitlines()) == 3


def test_versions_are_compared(path: Path) -> None:
    done = insights(path, "--since", "2h", "--baseline", "version", "--json")
    assert done.stderr == "150 records, 0 in the baseline\n"
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(one["kind"], one["template"]) for one in found if one["kind"] != "cost"] == [
        ("new", "payment <*> was refused"),
        ("gone", "order <*> shipped to the customer"),
    ]


def test_the_report_is_one_file_without_scripts_that_escapes_what_records_say(tmp_path: Path) -> None:
    path, report = tmp_path / "logs.sqlite", tmp_path / "report.html"
    with LogStore(path) as store, closing(Stamper(None)) as stamper:
        store.add(stamper.stamped([event(i, f"order {i} was shipped") for i in range(60)]))
        store.add(stamper.stamped([event(110, f"<script>alert({i})</script> & was refused") for i in range(30)]))
    done = insights(path, "--since", "1h", "--html", str(report))
    assert (done.returncode, done.stdout) == (0, "")
    text = report.read_text()
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "&lt;script&gt;alert(" in text
    assert "<rect" in text
    assert "sealog search --template" in text
    assert "http" not in re.sub(r'http-equiv="Content', "", text)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--since", "soon"), "--since: a number and"),
        (("--baseline", "never"), "--baseline: previous, week or version"),
    ],
)
def test_wrong_use_is_told_in_one_line(tmp_path: Path, arguments: tuple[str, str], told: str) -> None:
    done = insights(tmp_path / "none.sqlite", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(f"sealog: {told}")
