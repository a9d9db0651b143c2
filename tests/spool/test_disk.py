"""Files on a real disk, where the system is asked for more than the model in memory can show."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from sealog.spool.folders import make_folder
from sealog.spool.storage import disk
from sealog.spool.storage.disk import DiskFiles

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_read_by_one_who_has_not_opened_it(tmp_path: Path) -> None:
    written = DiskFiles(tmp_path)
    written.create("a")
    assert written.append("a", b"0123456789") == 10
    other = DiskFiles(tmp_path)
    assert other.read("a", 2, 3) == b"234"
    assert other.read("a", 8, 100) == b"89"
    other.truncate("a", 4)
    assert written.size("a") == 4
    for files in (written, other):
        files.close()


def test_each_file_can_be_read_by_its_owner_only(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path)
    files.create("a")
    files.put("b", 0, b"x")
    files.close()
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {"a": 0o600, "b": 0o600}


def test_a_file_is_created_once(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path)
    files.create("a")
    other = DiskFiles(tmp_path)
    with pytest.raises(FileExistsError):
        other.create("a")
    files.close()


def test_what_another_one_has_removed_can_be_removed_again(tmp_path: Path) -> None:
    files = DiskFiles(tmp_path)
    files.create("a")
    (tmp_path / "a").unlink()
    files.remove("a")
    files.remove("a")
    assert files.names() == []


def test_the_names_are_made_durable_with_their_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[os.stat_result] = []
    monkeypatch.setattr(disk.os, "fsync", lambda handle: asked.append(os.fstat(handle)))
    DiskFiles(tmp_path).sync_names()
    (folder,) = asked
    assert os.path.samestat(folder, tmp_path.stat())


def test_a_folder_can_be_removed_that_is_gone(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, 1, os.urandom)
    (folder.path / "lock").unlink()
    folder.path.rmdir()
    folder.remove()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(folder.lock)
    make_folder(tmp_path, 2, os.urandom).remove()
    assert list(tmp_path.iterdir()) == []
