"""What is set aside for people: refused records, which can be sent again, and damaged bytes as far as there is room."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sealog.spool import set_aside
from sealog.spool.folders import adopt
from sealog.spool.record import NO_CONTEXT, SpooledRecord
from sealog.spool.set_aside import DamagedBytes, RefusedRecords
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles

if TYPE_CHECKING:
    from pathlib import Path


def record(number: int, size: int = 10) -> SpooledRecord:
    return SpooledRecord(NO_CONTEXT, b"%d" % number * size, number)


def records_in(folder: Path) -> list[bytes]:
    spool = Spool(DiskFiles(folder), damaged=lambda *_: None)
    records: list[bytes] = []
    while (batch := spool.take(1 << 20, 1000)) is not None:
        records += [one.data for one in batch.records]
    spool.close()
    return records


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_refused_records_lie_in_a_folder_of_their_own_that_only_the_owner_can_read(tmp_path: Path) -> None:
    refused = RefusedRecords(tmp_path / "spool", "name")
    refused.keep(record(1))
    refused.keep(record(2))
    folder = tmp_path / "spool" / "refused" / "refused-name"
    assert records_in(folder) == [record(1).data, record(2).data]
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}


def test_a_second_one_of_the_same_name_writes_behind_what_lies_there(tmp_path: Path) -> None:
    for number in (1, 2):
        refused = RefusedRecords(tmp_path, "name")
        refused.keep(record(number))
        refused.abandon()
    assert records_in(tmp_path / "refused" / "refused-name") == [record(1).data, record(2).data]


def test_their_folder_is_held_until_it_is_let_go(tmp_path: Path) -> None:
    """As a folder of a process is: moved back among those, it is not sent while it is still written to."""
    refused = RefusedRecords(tmp_path, "name")
    refused.keep(record(1))
    assert list(adopt(tmp_path / "refused")) == []
    with pytest.raises(BlockingIOError):
        RefusedRecords(tmp_path, "name").keep(record(2))
    refused.abandon()
    assert [folder.path.name for folder in adopt(tmp_path / "refused")] == ["refused-name"]


def test_what_was_never_used_can_be_let_go(tmp_path: Path) -> None:
    RefusedRecords(tmp_path, "name").abandon()
    assert list(tmp_path.iterdir()) == []


def test_a_refused_record_without_room_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_aside, "_REFUSED_LIMIT", 1000)
    refused = RefusedRecords(tmp_path, "name")
    refused.keep(record(1, 900))
    refused.keep(record(2, 100))  # beyond the limit by less than itself
    with pytest.raises(OSError, match="have reached their limit"):
        refused.keep(record(3))
    assert len(records_in(tmp_path / "refused" / "refused-name")) == 2


def test_damaged_bytes_are_copied_for_the_owner_only(tmp_path: Path) -> None:
    damaged = DamagedBytes(tmp_path / "spool", "name")
    assert damaged.bytes == 0
    damaged.keep(3, 17, b"junk")
    damaged.keep(3, 40, b"more")
    folder = tmp_path / "spool" / "damaged"
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "name-3-17.bytes": b"junk",
        "name-3-40.bytes": b"more",
    }
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    assert damaged.bytes == 8


def test_damaged_bytes_are_copied_up_to_the_limit_and_counted_beyond_it(tmp_path: Path) -> None:
    damaged = DamagedBytes(tmp_path, "name")
    (tmp_path / "damaged").mkdir()
    with (tmp_path / "damaged" / "of another").open("wb") as file:
        os.truncate(file.fileno(), (16 << 20) - 4)
    damaged.keep(1, 0, b"12345")
    damaged.keep(1, 9, b"1234")
    damaged.keep(1, 20, b"1")
    assert {path.name for path in (tmp_path / "damaged").iterdir()} == {"of another", "name-1-9.bytes"}
    assert damaged.bytes == 10
