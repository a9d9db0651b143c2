"""The doctor's judgement of settings: what would go unnoticed in an application is named, with what mends it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from sealog.cli.doctor.setting_checks import setting_checks
from sealog.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = load_settings({"XDG_CONFIG_HOME": "/nonexistent"})


def faults(environ: dict[str, str]) -> dict[str, tuple[str, str]]:
    found = list(setting_checks(environ, PLAIN))
    assert all(check.good or check.mend for check in found)
    return {check.name: (check.finding, check.mend) for check in found if not check.good}


def test_an_environment_in_which_nothing_is_set_has_no_fault_and_the_default_policy() -> None:
    assert [(check.good, check.name, check.finding) for check in setting_checks({}, PLAIN)] == [
        (True, "policy", "the default one")
    ]


@pytest.mark.parametrize(
    ("environ", "name", "finding", "mend"),
    [
        (
            {"SEALOG_DURABLITY": "spool"},
            "settings",
            "SEALOG_DURABLITY is no setting",
            "did you mean SEALOG_DURABILITY?",
        ),
        ({"SEALOG_SPOOLDIR": "/x"}, "settings", "SEALOG_SPOOLDIR is no setting", "did you mean SEALOG_SPOOL_DIR?"),
        ({"SEALOG_STORMS": "lots"}, "storms", "SEALOG_STORMS must be", "mend or unset"),
        ({"OTEL_SDK_DISABLED": "True"}, "sdk", "nothing is exported", "unset OTEL_SDK_DISABLED"),
    ],
)
def test_a_wrong_setting_is_named(environ: dict[str, str], name: str, finding: str, mend: str) -> None:
    found = faults(environ)
    assert list(found) == [name]
    assert finding in found[name][0]
    assert mend in found[name][1]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_a_policy_that_others_can_write_is_a_fault(tmp_path: Path) -> None:
    policy = tmp_path / "sealog.yaml"
    policy.write_text("default: keep\n")
    policy.chmod(0o666)
    (check,) = setting_checks({}, replace(PLAIN, policy=policy))
    assert (check.name, check.good) == ("policy", False)
    assert "others can write it" in check.finding


def test_names_of_the_collector_and_of_others_are_none_of_ours() -> None:
    names = (
        "SEALOG_GATEWAY_HTTP",
        "SEALOG_CACHE",
        "SEALOG_ELASTICSEARCH",
        "SEALOG_KEYRING",
        "SEALOG_SPOOL_DIR",
        "MODE",
    )
    assert faults(dict.fromkeys(names, "x")) == {}


def test_a_wrong_policy_is_named_with_its_line(tmp_path: Path) -> None:
    policy = tmp_path / "sealog.yaml"
    policy.write_text("entities: {email_address: keeep}\n")
    (check,) = setting_checks({}, replace(PLAIN, policy=policy))
    assert (check.name, check.good) == ("policy", False)
    assert "sealog.yaml:1: entities.email_address" in check.finding
    policy.write_text("entities: {email_address: keep}\n")
    (check,) = setting_checks({}, replace(PLAIN, policy=policy))
    assert (check.good, check.finding) == (True, str(policy))


def test_a_fallback_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    def judged(path: Path) -> bool:
        return next(
            check.good for check in setting_checks({}, replace(PLAIN, fallback_file=path)) if check.name == "fallback"
        )

    assert judged(tmp_path / "kept.jsonl")
    assert not judged(tmp_path / "missing/kept.jsonl")
    assert not judged(tmp_path)
