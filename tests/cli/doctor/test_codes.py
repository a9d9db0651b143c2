"""The doctor's codes: each finding has one, each problem is explained on its page, and none has two meanings."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sealog.cli.doctor.checks import Check
from sealog.cli.doctor.codes import CHECKS, problems
from sealog.cli.doctor.command import _tell

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/troubleshooting.md").read_text(encoding="utf-8")


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for file in sorted((ROOT / "sdk/sealog/cli").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Check":
                yield f"{file.name}:{node.lineno}", node


CALLS = dict(_calls())


def test_each_problem_has_its_heading_on_the_page_and_no_other_has_one() -> None:
    headings = re.findall(r"^### (SL\d{3}): (.+)$", PAGE, re.MULTILINE)
    assert dict(headings) == problems()
    assert len(headings) == len(problems())


def test_each_heading_is_followed_by_an_explanation() -> None:
    for section in re.split(r"^### ", PAGE, flags=re.MULTILINE)[1:]:
        assert len(section.partition("\n")[2].strip()) > 40, section


def test_no_two_checks_share_a_number() -> None:
    numbers = [number for number, _ in CHECKS.values()]
    assert len(set(numbers)) == len(numbers)
    assert all(len(titles) < 10 for _, titles in CHECKS.values())


@pytest.mark.parametrize("place", sorted(CALLS))
def test_a_finding_that_is_wrong_has_a_problem_of_its_check(place: str) -> None:
    arguments = CALLS[place].args
    name, good = arguments[0], arguments[1]
    if not (isinstance(name, ast.Constant) and isinstance(good, ast.Constant)):
        return  # a name that comes as an argument: its callers are below
    assert name.value in CHECKS
    numbers = [node.value for node in ast.walk(arguments[-1]) if isinstance(node, ast.Constant)]
    numbers = [number for number in numbers if type(number) is int]
    if good.value:
        assert not numbers
    elif not isinstance(arguments[-1], ast.Name):  # the endpoint's comes from a table
        assert numbers
        assert all(0 < number <= len(CHECKS[str(name.value)][1]) for number in numbers)


def test_the_code_is_shown_and_told_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = [Check("mode", True, "seal"), Check("bundle", False, "none", "make one", 1)]
    for as_json in (False, True):
        with pytest.raises(Exception) as ended:  # noqa: PT011 - Typer's exit
            _tell(found, as_json=as_json)
        assert ended.value.exit_code == 1  # type: ignore[attr-defined]
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["ok     mode: seal  SL040", "WRONG  bundle: none  SL051"]
    told = json.loads(lines[-1])["findings"]
    assert [one["code"] for one in told] == ["SL040", "SL051"]
    assert told[1] == {"code": "SL051", "name": "bundle", "good": False, "finding": "none", "mend": "make one"}
