"""Checks of the doctor: each fault comes with its remedy, and healthy settings give none."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING, Any

import pytest

from sealog.cli.doctor.checks import bundle_check
from sealog.cli.doctor.environment_checks import clock_check, console_check, distro_check, limit_check, record_check
from sealog.cli.doctor.process_checks import logging_checks, process_checks
from sealog.keys.bundle import save_bundle
from support import keyring

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.cli.doctor.checks import Check

NOW = 1_800_000_000.0
CREATED = 1_767_225_600.0  # 2026-01-01, as `support.keyring` has it
WELL: dict[str, Any] = {
    "sealog_status": 1,
    "pid": 7,
    "written": NOW - 2,
    "sealog": "0.1.0",
    "python": "3.12.1",
    "mode": "seal",
    "stream": "mfrggzdfmztwq",
    "records": 9,
    "values": [{"entity": "email_address", "outcome": "sealed", "count": 3}],
    "detection": {"samples": 4, "total_us": 8.0, "longest_us": 5.0},
    "failures": {},
    "drops": {},
    "exports": {"delivered": 9},
    "delivery": [],
    "state": {"spans": "installed", "carry": "on", "lifted_log_limit": None},
    "chain": ["SealingProcessor", "BatchLogRecordProcessor"],
    "logging": {
        "root_level": "INFO",
        "level_is_ours": False,
        "off_up_to": 0,
        "disabled": [],
        "captured": True,
        "not_propagating": [],
        "in_the_clear": [],
    },
}


def faults(checks: list[Check]) -> dict[str, str]:
    assert all(check.good or check.mend for check in checks), "every fault says what mends it"
    return {check.name: check.finding for check in checks if not check.good}


def test_a_process_that_is_well_has_no_fault() -> None:
    checks = process_checks(WELL, NOW)
    assert faults(checks) == {}
    text = " ".join(check.finding for check in checks)
    assert "stream mfrggzdfmztwq with 9 record(s)" in text
    assert "3 email_address sealed; 2.0 µs a look" in text


@pytest.mark.parametrize(
    ("change", "fault", "says"),
    [
        ({"written": NOW - 60}, "process", "stopped writing"),
        ({"values": [{"entity": "jwt", "outcome": "masked", "count": 2}]}, "mode", "2 value(s) were masked"),
        ({"chain": ["Other", "SealingProcessor"]}, "chain", "Other → SealingProcessor"),
        ({"failures": {"processor": 3}}, "failures", "processor: 3"),
        ({"drops": {"export": 5, "storm": 1}}, "drops", "export: 5, storm: 1"),
        ({"exports": {"delivered": 1, "failed": 8}}, "exports", "1 record(s) delivered, 8 not"),
    ],
)
def test_a_fault_of_a_process_is_told(change: dict[str, Any], fault: str, says: str) -> None:
    found = faults(process_checks(WELL | change, NOW))
    assert list(found) == [fault]
    assert says in found[fault]


@pytest.mark.parametrize(
    ("change", "fault", "says"),
    [
        ({"root_level": "WARNING"}, "level", "WARNING"),
        ({"off_up_to": 50}, "disable", "logging.disable(50)"),
        (
            {"disabled": ["shop", "shop.orders"]},
            "disabled",
            "2 logger(s) are disabled and log nothing: shop, shop.orders",
        ),
        ({"captured": False}, "handler", "no handler of OpenTelemetry's"),
        ({"not_propagating": ["uvicorn"]}, "logger", "uvicorn has propagate=False"),
        ({"in_the_clear": [{"logger": "a", "handler": "H", "why": "it prints"}]}, "console", "H of logger a"),
    ],
)
def test_a_fault_of_its_logging_is_told(change: dict[str, Any], fault: str, says: str) -> None:
    found = faults(logging_checks(WELL["logging"] | change))
    assert list(found) == [fault]
    assert says in found[fault]


def test_the_bundles_age_is_told_and_one_of_the_future_is_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_bundle(keyring().bundle(), tmp_path / "bundle.json")
    monkeypatch.setenv("SEALOG_BUNDLE", str(tmp_path / "bundle.json"))
    assert "40 day(s) old" in bundle_check(CREATED + 40.5 * 86400).finding
    assert "in the future" in faults([bundle_check(CREATED - 86400)])["bundle"]


@pytest.mark.parametrize(("skew", "good"), [(0, True), (-4, True), (5, True), (60, False), (-60, False)])
def test_a_clock_that_is_off_is_a_fault(skew: float, good: bool) -> None:
    check = clock_check(formatdate(NOW - skew, usegmt=True), NOW)
    assert check is not None
    assert check.good is good


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_without_a_date_nothing_is_said_of_the_clock(date: str | None) -> None:
    assert clock_check(date, NOW) is None


def test_a_length_limit_is_a_fault() -> None:
    assert limit_check(None).good
    assert "120 characters" in faults([limit_check(120)])["limits"]


def test_the_distro_is_named_and_a_missing_one_is_a_fault() -> None:
    assert "distro distro" in distro_check({}).finding
    assert "OTEL_PYTHON_DISTRO=none is not" in faults([distro_check({"OTEL_PYTHON_DISTRO": "none"})])["distro"]


def test_a_wrong_console_setting_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEALOG_CONSOLE", "yes")
    assert "SEALOG_CONSOLE" in faults([console_check()])["console"]


@pytest.mark.parametrize(
    ("after", "good", "says"),
    [
        ({"delivered": 1, "sealed": 1}, True, "sealed, as s-1"),
        ({"delivered": 1, "sealed": 0}, True, "masked, as s-1"),
        ({"delivered": 0, "sealed": 1}, False, "s-1 was not delivered"),
    ],
)
def test_a_test_record_is_judged_by_what_became_of_it(after: dict[str, int], good: bool, says: str) -> None:
    answers = iter([{"delivered": 0, "sealed": 0}, after])
    check = record_check(lambda _: "s-1", lambda: next(answers), lambda: None)
    assert (check.good, says in check.finding) == (good, True)
