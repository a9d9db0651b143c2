"""The survey of a spool directory: living processes, their folders, and records that can't be read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sealog.spool.folders import ProcessFolder, make_folder
from sealog.spool.record import NO_CONTEXT
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles
from sealog.spool.survey import Survey, survey
from spool.worlds import KEYS

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.spool.keys import SpoolKeys


def written(root: Path, process: int, keys: SpoolKeys | None = None, records: int = 1) -> ProcessFolder:
    """Give the held folder of a process that wrote some records."""
    folder = make_folder(root, process, os.urandom)
    spool = Spool(DiskFiles(folder.path), damaged=lambda *_: None, limit=1 << 20, segment_bytes=64, keys=keys)
    assert spool.writer is not None
    for _ in range(records):
        spool.writer.append(NO_CONTEXT, bytes(100), 9)
    spool.close()
    os.utime(folder.path / "lock", (process, process))
    return folder


def test_a_directory_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert survey(tmp_path / "none", None) == Survey((), 0, 0, 0)


def test_the_living_and_the_dead_are_told_apart_and_the_empty_are_no_orphans(tmp_path: Path) -> None:
    living, dead, empty = written(tmp_path, 1), written(tmp_path, 2, records=3), written(tmp_path, 3, records=0)
    dead.abandon()
    empty.abandon()
    seen = survey(tmp_path, None)
    by_path = {folder.path: folder for folder in seen.folders}
    assert {path: (folder.alive, folder.segments, folder.since) for path, folder in by_path.items()} == {
        living.path: (True, 1, 1.0),
        dead.path: (False, 3, 2.0),
        empty.path: (False, 0, 3.0),
    }
    assert seen.orphans == (by_path[dead.path],)
    assert seen.used == sum(folder.bytes for folder in seen.folders)
    assert by_path[dead.path].bytes == sum(path.stat().st_size for path in dead.path.iterdir()) > 300
    living.release()


def test_looking_takes_no_lock_away(tmp_path: Path) -> None:
    living = written(tmp_path, 1)
    for _ in range(2):
        assert [folder.alive for folder in survey(tmp_path, None).folders] == [True]
    living.release()
    for _ in range(2):
        assert [folder.alive for folder in survey(tmp_path, None).folders] == [False]


def test_a_folder_whose_key_is_away_says_so(tmp_path: Path) -> None:
    written(tmp_path, 1, KEYS).abandon()
    assert [folder.key_away for folder in survey(tmp_path, None).folders] == [True]
    assert [folder.key_away for folder in survey(tmp_path, KEYS).folders] == [False]


def test_what_is_set_aside_is_counted_apart_and_for_the_limit(tmp_path: Path) -> None:
    for name, size in (("refused", 30), ("damaged", 400)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_bytes(bytes(size))
    (tmp_path / "no process").mkdir()
    assert survey(tmp_path, None) == Survey((), 430, 30, 400)
