"""Toolchains are taken when new enough, and a folder that an account can't enter is recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.account import Account, can_reach
from local.errors import LocalError
from local.toolchains import go, java, tool

if TYPE_CHECKING:
    from pathlib import Path

NOBODY = Account("nobody", 65534, 65534)


@pytest.mark.parametrize(
    ("line", "taken"),
    [
        ("go version go1.26.0 linux/amd64", True),
        ("go version go1.26.8 linux/amd64", True),
        ("go version go2.0 linux/amd64", True),
        ("go version go1.25.9 darwin/arm64", False),
        ("go version devel +abc linux/amd64", False),
    ],
)
def test_a_go_is_taken_from_the_minimum_on(line: str, taken: bool) -> None:
    assert go.is_new_enough(line) is taken


def home(folder: Path, version: str) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "bin" / "java").write_text("")
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    return folder


@pytest.mark.parametrize(("version", "expected"), [("17.0.15", 17), ("25", 25), ("1.8.0_452", 1)])
def test_a_java_home_says_its_release(version: str, expected: int, tmp_path: Path) -> None:
    assert java.feature(home(tmp_path / "jdk", version)) == expected


def test_a_folder_without_java_has_no_release(tmp_path: Path) -> None:
    assert java.feature(tmp_path) is None


@pytest.mark.parametrize(
    ("line", "lacks"),
    [('MODULES="java.base jdk.zipfs"', True), ('MODULES="java.base jdk.incubator.vector"', False), ("", False)],
)
def test_only_a_java_that_lists_its_modules_can_lack_one(line: str, lacks: bool, tmp_path: Path) -> None:
    (tmp_path / "release").write_text(f'JAVA_VERSION="25"\n{line}\n')
    assert java.lacks(tmp_path, "jdk.incubator.vector") is lacks


def test_java_home_comes_first(tmp_path: Path) -> None:
    named = home(tmp_path / "named", "21.0.1")
    assert java.find(tmp_path, {"JAVA_HOME": str(named), "PATH": ""}) == named


def test_an_account_cannot_reach_below_a_private_folder(tmp_path: Path) -> None:
    private = tmp_path / "private"
    (private / "inner").mkdir(parents=True)
    private.chmod(0o700)
    assert not can_reach(private / "inner", NOBODY)


def test_the_caller_reaches_what_is_its_own(tmp_path: Path) -> None:
    assert can_reach(tmp_path, None)


def test_a_failing_tool_shows_its_last_lines() -> None:
    with pytest.raises(LocalError, match=r"a step: sh ended with code 7:\s+first\s+second"):
        tool.run(("sh", "-c", "echo first; echo second >&2; exit 7"), what="a step")


def test_a_tool_that_is_not_there_is_named() -> None:
    with pytest.raises(LocalError, match="no-such-tool"):
        tool.run(("no-such-tool",), what="a step")
