"""`sealog doctor` on a user's own environment, with a real endpoint or none."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from applications import clean_environ, instrumented

if TYPE_CHECKING:
    from applications import Keys, Sink

pytestmark = pytest.mark.process


def doctor(*arguments: str, endpoint: str, **environ: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("sealog")
    environ = clean_environ(endpoint, "http/protobuf") | environ
    command = [program, "doctor", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_a_good_environment_is_called_good_and_nothing_is_sent(keys: Keys, sink: Sink) -> None:
    done = doctor(endpoint=sink.endpoint, **keys.environ)
    assert (done.returncode, "WRONG" in done.stdout) == (0, False), done.stdout + done.stderr
    for name in ("versions", "distro", "mode", "bundle", "chain", "limits", "handler", "console", "endpoint", "clock"):
        assert f"ok     {name}: " in done.stdout
    assert sink.records() == []


def test_a_test_record_arrives_sealed_when_it_is_asked_for(keys: Keys, sink: Sink) -> None:
    done = doctor("--send", endpoint=sink.endpoint, **keys.environ)
    assert done.returncode == 0, done.stdout + done.stderr
    (record,) = sink.records()
    assert record.body.string_value.startswith("sealog doctor: a test record for seal1~email_address~")
    (uid,) = (pair.value.string_value for pair in record.attributes if pair.key == "sealog.uid")
    assert f"delivered, sealed, as {uid}" in done.stdout


def test_it_runs_under_opentelemetry_instrument_too(keys: Keys, sink: Sink) -> None:
    done = instrumented("-m", "sealog.cli.main", "doctor", endpoint=sink.endpoint, **keys.environ)
    assert (done.returncode, "ok     chain: SealingProcessor" in done.stdout) == (0, True), done.stdout + done.stderr


def test_each_fault_is_told_with_its_remedy_and_the_exit_code_is_1() -> None:
    done = doctor(endpoint="http://127.0.0.1:9", OTEL_PYTHON_LOG_AUTO_INSTRUMENTATION="false")
    assert done.returncode == 1
    lines = done.stdout.splitlines()
    for name in ("bundle", "handler", "endpoint"):
        (number,) = (number for number, line in enumerate(lines) if line.startswith(f"WRONG  {name}: "))
        assert lines[number + 1].startswith("       → ")


def test_findings_are_to_be_had_as_json(keys: Keys, sink: Sink) -> None:
    done = doctor("--json", endpoint=sink.endpoint, **keys.environ)
    told = json.loads(done.stdout)
    assert (done.returncode, told["good"]) == (0, True)
    assert {"code": "SL040", "name": "mode", "good": True, "finding": "seal", "mend": ""} in told["findings"]


def test_a_misspelled_setting_is_told_once_by_its_own_name(keys: Keys, sink: Sink) -> None:
    done = doctor(endpoint=sink.endpoint, SEALOG_SPANS="no", **keys.environ)
    (wrong,) = (line for line in done.stdout.splitlines() if line.startswith("WRONG"))
    assert (done.returncode, wrong) == (1, "WRONG  settings: SEALOG_SPANS must be one of seal, off  SL031")


def test_a_test_record_arrives_through_a_spool_too(keys: Keys, sink: Sink, tmp_path: Path) -> None:
    spool = {"SEALOG_SPOOL_DIR": str(tmp_path / "spool"), "SEALOG_SPOOL_KEY_FILE": str(tmp_path / "spool.key")}
    done = doctor("--send", endpoint=sink.endpoint, **keys.environ | spool)
    assert (done.returncode, "delivered, sealed, as " in done.stdout) == (0, True), done.stdout + done.stderr
    assert len(sink.records()) == 1
