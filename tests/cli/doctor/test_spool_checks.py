"""What the doctor says of where records wait: each fault with what mends it, on real folders and on figures."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cli.doctor.test_checks import NOW, WELL, faults
from sealog.cli.doctor.delivery_checks import delivery_checks, state_checks
from sealog.cli.doctor.process_checks import process_checks
from sealog.cli.doctor.spool_checks import spool_checks
from sealog.delivery.settings import load_delivery
from sealog.errors import SettingError
from sealog.spool.folders import hold, make_folder
from sealog.spool.key_file import read_or_make
from sealog.spool.record import NO_CONTEXT, SpooledRecord
from sealog.spool.set_aside import DamagedBytes, RefusedRecords
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles
from sealog.spool.survey import survey

MEMORY: dict[str, Any] = {
    "kind": "memory",
    "waiting": 3,
    "waiting_bytes": 1 << 20,
    "oldest_s": 1.5,
    "limit_bytes": 64 << 20,
    "taken": 9,
    "refused": 0,
    "rejected": 0,
    "batches": 4,
    "pushed_back": 0,
    "why": "",
    "under_way": 1,
    "at_once": 2,
    "latency": 0.02,
}
SPOOL: dict[str, Any] = {
    "kind": "encrypted spool",
    "folder": "/spool",
    "waiting": 3,
    "waiting_bytes": 1 << 20,
    "in_memory_bytes": 0,
    "oldest_s": 1.5,
    "used_bytes": 1 << 20,
    "limit_bytes": 100 << 20,
    "damaged_bytes": 0,
    "drops": [],
    "adopted": 1,
    "adopted_waiting_bytes": 0,
    "replayed": 2,
    "gaps": 0,
    "keys_away": 0,
    "taken": 9,
    "refused": 0,
    "rejected": 0,
    "batches": 4,
    "pushed_back": 0,
    "why": "",
    "under_way": 1,
    "at_once": 2,
    "latency": 0.02,
}


def findings(root: Path, **environ: str) -> dict[str, str]:
    environ = {"SEALOG_SPOOL_DIR": str(root), "SEALOG_SPOOL_KEY_FILE": "off"} | environ
    return faults(spool_checks(load_delivery(environ), NOW))


def left_by_the_dead(root: Path, key: Path | None = None, size: int = 100) -> Path:
    """A folder with one record, of a process that has ended."""
    folder = make_folder(root, 1, os.urandom)
    keys = None if key is None else read_or_make(key, os.urandom)
    spool = Spool(DiskFiles(folder.path), damaged=lambda *_: None, limit=1 << 30, keys=keys)
    assert spool.writer is not None
    spool.writer.append(NO_CONTEXT, bytes(size), 9)
    spool.close()
    folder.release()
    os.utime(folder.path / "lock", (NOW - 7200, NOW - 7200))
    return folder.path


def test_a_spool_that_nobody_used_yet_is_well_and_is_not_made(tmp_path: Path) -> None:
    assert findings(tmp_path / "spool", SEALOG_SPOOL_KEY_FILE=str(tmp_path / "key")) == {}
    assert list(tmp_path.iterdir()) == []


def test_what_dead_processes_left_is_told_and_left_there(tmp_path: Path) -> None:
    path = left_by_the_dead(tmp_path)
    living = make_folder(tmp_path, 2, os.urandom)
    assert "1 ended process(es) left 0.000 MiB unsent, the oldest began 2.0 h ago" in findings(tmp_path)["orphans"]
    assert [folder.alive for folder in survey(tmp_path, None).folders].count(True) == 1
    assert len(list(path.glob("*.seg"))) == 1
    living.remove()


def test_a_spool_whose_key_is_away_is_told_with_its_folder(tmp_path: Path) -> None:
    path = left_by_the_dead(tmp_path / "spool", tmp_path / "old")
    assert str(path) in findings(tmp_path / "spool")["spool key"]
    assert list(findings(tmp_path / "spool", SEALOG_SPOOL_KEY_FILE=str(tmp_path / "old"))) == ["orphans"]


def test_a_running_process_whose_key_was_taken_away_is_told(tmp_path: Path) -> None:
    key = tmp_path / "key"
    path = left_by_the_dead(tmp_path / "spool", key)
    running = hold(path)
    assert findings(tmp_path / "spool", SEALOG_SPOOL_KEY_FILE=str(key)) == {}
    key.unlink()
    assert path.name in findings(tmp_path / "spool", SEALOG_SPOOL_KEY_FILE=str(key))["spool key"]
    running.release()


@pytest.mark.parametrize(("content", "says"), [(None, "No such file"), ("x", "line 1"), ("", "is empty")])
def test_a_named_key_that_is_none_is_told(tmp_path: Path, content: str | None, says: str) -> None:
    key = tmp_path / "a" / "b" / "key"
    if content is not None:
        key.parent.mkdir(parents=True)
        key.write_text(content)
        key.chmod(0o600)
    told = findings(tmp_path / "spool", SEALOG_SPOOL_KEY_FILE=str(key))["spool key"]
    assert says in told
    assert "records wait in memory" in told


def test_a_spool_that_fills_up_is_told(tmp_path: Path) -> None:
    left_by_the_dead(tmp_path, size=900_000)
    assert "the least severe records are dropped" in findings(tmp_path, SEALOG_SPOOL_LIMIT_MIB="1")["spool"]


def test_refused_records_and_damaged_bytes_are_told(tmp_path: Path) -> None:
    RefusedRecords(tmp_path, "1").keep(SpooledRecord(NO_CONTEXT, bytes(1 << 20), 1))
    DamagedBytes(tmp_path, "1").keep(1, 0, bytes(1 << 20))
    told = findings(tmp_path)
    assert "1.0 MiB of records were refused" in told["refused"]
    assert "1.0 MiB could not be read" in told["damaged"]


def test_a_file_in_the_spools_place_and_a_wrong_setting_are_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "is no folder" in findings(tmp_path / "file" / "spool")["spool"]
    assert "SEALOG_X" in faults(spool_checks(SettingError("SEALOG_X is wrong"), NOW))["spool"]


def test_memory_is_told_and_no_fault() -> None:
    (check,) = spool_checks(load_delivery({}), NOW)
    assert (check.good, "SEALOG_SPOOL_DIR" in check.finding) == (True, True)


def test_a_process_whose_spool_is_well_has_no_fault() -> None:
    checks = process_checks(WELL | {"delivery": [SPOOL, {"kind": "queue", "waiting": 5, "limit": 2048}]}, NOW)
    assert faults(checks) == {}
    text = " ".join(check.finding for check in checks)
    assert "3 record(s) wait (1.0 MiB), 1 of 2 request(s) under way, 20 ms each" in text
    assert "5 of at most 2048 record(s)" in text


@pytest.mark.parametrize(
    ("change", "fault", "says"),
    [
        ({"oldest_s": 90.0}, "waiting", "the oldest waits for 90 s"),
        ({"used_bytes": 85 << 20}, "spool", "85.0 of 100.0 MiB: the least severe records are dropped"),
        ({"in_memory_bytes": 2 << 20}, "spool", "2.0 MiB wait in memory"),
        ({"kind": "no spool"}, "spool", "could not be used"),
        ({"keys_away": 2}, "spool key", "2 spool(s)"),
        ({"refused": 1, "rejected": 2}, "refused", "3 record(s)"),
        ({"damaged_bytes": 7, "gaps": 1}, "damaged", "7 byte(s) could not be read, 1 record(s)"),
    ],
)
def test_a_fault_of_a_processes_spool_is_told(change: dict[str, Any], fault: str, says: str) -> None:
    found = faults(delivery_checks({"delivery": [SPOOL | change]}))
    assert list(found) == [fault]
    assert says in found[fault]


def test_what_waits_in_memory_is_told_and_no_fault() -> None:
    checks = delivery_checks({"delivery": [MEMORY]})
    assert all(check.good for check in checks)
    text = " ".join(check.finding for check in checks)
    assert "3 record(s) wait (1.0 MiB)" in text
    assert "1.0 of 64.0 MiB wait in memory; they are lost when the process is killed" in text


@pytest.mark.parametrize(
    ("change", "fault", "says"),
    [
        ({"oldest_s": 90.0}, "waiting", "the oldest waits for 90 s"),
        ({"waiting_bytes": 60 << 20}, "memory", "the least severe are dropped now"),
    ],
)
def test_a_fault_of_what_waits_in_memory_is_told(change: dict[str, Any], fault: str, says: str) -> None:
    found = faults(delivery_checks({"delivery": [MEMORY | change]}))
    assert list(found) == [fault]
    assert says in found[fault]


def test_why_the_endpoint_pushes_back_is_told() -> None:
    (check, _) = delivery_checks({"delivery": [SPOOL | {"pushed_back": 4, "why": "HTTP 503"}]})
    assert "4 request(s) pushed back (last HTTP 503)" in check.finding


def test_a_queue_that_is_nearly_full_is_a_fault() -> None:
    assert "queue" in faults(delivery_checks({"delivery": [{"kind": "queue", "waiting": 2000, "limit": 2048}]}))


def test_how_a_process_was_set_up_is_told() -> None:
    state = {"spans": "off", "carry": "off", "lifted_log_limit": 120, "lifted_span_limit": None}
    text = " ".join(check.finding for check in state_checks(state))
    assert "SEALOG_SPANS=off" in text
    assert "SEALOG_CARRY=off" in text
    assert "not by OpenTelemetry: log records 120" in text
    assert "spans" in faults(state_checks({"spans": "shut down"}))
