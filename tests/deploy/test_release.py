"""The release workflow runs only code that a digest names, with the least permissions, on runners that exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

WORKFLOWS = sorted((Path(__file__).parents[2] / ".github/workflows").glob("*.yml"))
DIGEST = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
RETIRED = {"ubuntu-20.04", "ubuntu-18.04", "macos-11", "macos-12", "macos-13", "windows-2019"}
ALLOWED = {"release": {"publish": {"id-token": "write"}}}
"""What a workflow's job may do beyond reading the repository."""


def jobs_of(path: Path) -> dict[str, Any]:
    jobs: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return jobs


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_action_is_pinned_by_its_digest_with_its_version_beside_it(path: Path) -> None:
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))
    assert used
    assert [action for action in used if not DIGEST.fullmatch(action)] == []


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_job_may_read_and_only_publishing_may_ask_for_a_token(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job} == (
        ALLOWED.get(path.stem, {})
    )
    for job in workflow["jobs"].values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_every_job_ends_and_runs_where_a_runner_is(path: Path) -> None:
    for job in jobs_of(path).values():
        assert isinstance(job["timeout-minutes"], int)
        runners = job.get("strategy", {}).get("matrix", {}).get("runner", [job["runs-on"]])
        assert not RETIRED.intersection(runners)
        assert not [runner for runner in runners if runner.endswith("-latest")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_no_command_holds_what_an_event_brings(path: Path) -> None:
    """Else a branch's or a tag's name would be run as a command."""
    commands = [step["run"] for job in jobs_of(path).values() for step in job["steps"] if "run" in step]
    assert commands
    assert not [command for command in commands if "${{" in command]
