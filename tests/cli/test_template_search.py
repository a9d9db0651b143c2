"""From a template to exactly its records, as a user asks for it, over a restart of `sealog up`."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from sealog_exporters.store import LogStore

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = pytest.mark.process

SEALOG = Path(sys.executable).with_name("sealog")
NAMES = ["amber", "basil", "cedar", "dahlia", "elder", "fennel", "ginger", "heather", "iris", "jasmine", "laurel"]


def send(home: Mapping[str, str], *bodies: str) -> None:
    """Start `sealog up`, send it a request, and end it."""
    records = [{"timeUnixNano": str(10**18), "body": {"stringValue": body}} for body in bodies]
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": "garden"}}]}
    request = {"resourceLogs": [{"resource": resource, "scopeLogs": [{"logRecords": records}]}]}
    command = [SEALOG, "up", "--grpc", "off", "--http", "127.0.0.1:0"]
    with subprocess.Popen(command, env=home, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            port = re.search(r"HTTP port (\d+)", process.stderr.readline())
            assert port is not None
            httpx.post(f"http://127.0.0.1:{port[1]}/v1/logs", json=request, timeout=60).raise_for_status()
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0
        finally:
            process.kill()


def found(home: Mapping[str, str], *arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [SEALOG, "search", *arguments, "--limit", "0", "--json"],
        env=home, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_template_gives_exactly_its_lines_after_a_restart_a_refinement_and_a_merge(home: dict[str, str]) -> None:
    logins = [f"the gardener {name} has logged in" for name in NAMES]
    send(home, *logins[:8], "order 1 was shipped")
    send(home, *logins[8:], "order 2 was shipped", "order 2 was paid")
    (shipped, _) = found(home, "--service", "garden", "--template", found_id(home, "order 1 was shipped"))
    assert shipped["body"] == "order 2 was shipped"
    ids = {one["template_id"] for one in found(home, "--service", "garden") if "logged in" in one["body"]}
    assert len(ids) > 1
    for one in ids:
        assert sorted(record["body"] for record in found(home, "--template", one)) == sorted(logins)
    subprocess.run(
        [SEALOG, "templates", "merge", shipped["template_id"], found_id(home, "order 2 was paid")],
        env=home, timeout=60, check=True,
    )  # fmt: skip
    orders = found(home, "--template", found_id(home, "order 2 was paid"))
    assert sorted(one["body"] for one in orders) == ["order 1 was shipped", "order 2 was paid", "order 2 was shipped"]
    assert found(home, "--template", "0" * 16) == []


def found_id(home: Mapping[str, str], body: str) -> str:
    (one,) = [one for one in found(home, "--service", "garden") if one["body"] == body]
    return str(one["template_id"])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "give VALUE or --template"),
        (
            ("--template", "0" * 16, "--entity", "email_address", "a@example.com"),
            "--template: can't be used together with VALUE",
        ),
    ],
)
def test_a_search_for_nothing_or_for_two_things_is_told(
    home: dict[str, str], arguments: tuple[str, ...], told: str
) -> None:
    subprocess.run([SEALOG, "init"], env=home, capture_output=True, timeout=60, check=True)
    done = subprocess.run(
        [SEALOG, "search", *arguments], env=home, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    assert told in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("search", "--template", "garden-login"),
            "--template: must be a whole id where no file of templates is given",
        ),
        (("search", "--template", "55be5d"), "--template: must be a whole id"),
        (
            ("search", "--template", "55be5d5293c327a5", "--templates", "none.json"),
            "--templates: none.json is not a file",
        ),
        (("insights", "--templates", "."), "--templates: . is not a file"),
        (("insights", "--until", "nan"), "Invalid value for '--until'"),
        (("insights", "--until", "inf"), "Invalid value for '--until'"),
        (("insights", "--until", "1e300"), "Invalid value for '--until'"),
    ],
)
def test_what_is_named_and_not_there_is_told_in_place_of_no_records(
    home: dict[str, str], tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    with LogStore(tmp_path / "logs.sqlite"):
        pass
    done = subprocess.run(
        [SEALOG, *arguments, "--store", "logs.sqlite"],
        env=home, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
