"""Spools that ended processes left are adopted once, and nothing of them stays open behind their last record."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sealog.delivery.spooled.spool_adoption import SpoolAdopter
from sealog.spool.folders import make_folder
from sealog.spool.record import NO_CONTEXT
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles

if TYPE_CHECKING:
    from pathlib import Path


def left_behind(root: Path, *records: bytes) -> Path:
    """Spool records as a process that then ended."""
    folder = make_folder(root, 1, os.urandom)
    files = DiskFiles(folder.path)
    spool = Spool(files, damaged=lambda *_: None, limit=1 << 20)
    assert spool.writer is not None
    for record in records:
        spool.writer.append(NO_CONTEXT, record, 9)
    spool.close()
    folder.release()
    return folder.path


def test_each_is_adopted_once_sent_and_removed(tmp_path: Path) -> None:
    folders = [left_behind(tmp_path, b"one", b"two"), left_behind(tmp_path, b"three")]
    adopter = SpoolAdopter(tmp_path, None, lambda: None, damaged=lambda *_: None, failed=lambda _: None)
    added: list[tuple[Spool, int, Any]] = []
    for _ in range(2):
        adopter.look(lambda *given: added.append(given))
    assert [rank for _, rank, _ in added] == [1, 2]
    assert adopter.figures()["adopted"] == 2
    files = [held.files for held in adopter._held]
    for spool, _, ended in added:
        batch = spool.take(1 << 20, 10)
        assert batch is not None
        spool.settle(batch)
        ended()
    assert adopter.figures()["replayed"] == 3
    assert adopter.figures()["adopted_waiting_bytes"] == 0
    assert [one._open for one in files] == [{}, {}], "files of removed folders would fill the disk all the same"
    assert not any(folder.exists() for folder in folders)
