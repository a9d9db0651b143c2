"""Process folders: the living keep theirs, the dead's are adopted in order, once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from sealog.spool.folders import adopt, bytes_below, make_folder

if TYPE_CHECKING:
    from pathlib import Path


def made(root: Path, number: int) -> Path:
    """The folder of a process that has died."""
    folder = make_folder(root, number, os.urandom)
    folder.abandon()
    os.utime(folder.path / "lock", (number, number))
    return folder.path


def test_the_folder_of_a_living_process_is_left_alone(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "spool", 1, os.urandom)
    assert list(adopt(tmp_path / "spool")) == []
    folder.release()
    assert [adopted.path for adopted in adopt(tmp_path / "spool")] == [folder.path]


def test_only_the_owner_can_look_into_it(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "spool", 1, os.urandom)
    assert {path.stat().st_mode & 0o777 for path in (folder.path, tmp_path / "spool")} == {0o700}
    assert (folder.path / "lock").stat().st_mode & 0o777 == 0o600
    folder.remove()


def test_the_dead_are_adopted_oldest_first_and_by_one_only(tmp_path: Path) -> None:
    paths = [made(tmp_path, number) for number in (3, 1, 2)]
    adopted = list(adopt(tmp_path))
    assert [folder.path for folder in adopted] == [paths[1], paths[2], paths[0]]
    assert list(adopt(tmp_path)) == []
    for folder in adopted:
        folder.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_never_got_its_name_is_adopted_too(tmp_path: Path) -> None:
    path = made(tmp_path, 1)
    path.rename(tmp_path / ".new-0-1-abc")
    assert [folder.path.name for folder in adopt(tmp_path)] == [".new-0-1-abc"]


def test_a_child_that_lets_go_leaves_its_parents_lock(tmp_path: Path) -> None:
    folder = make_folder(tmp_path, 1, os.urandom)
    copy = os.dup(folder.lock)
    os.close(copy)
    assert list(adopt(tmp_path)) == []
    folder.release()


def test_bytes_of_others_are_counted_without_ones_own(tmp_path: Path) -> None:
    for name, size in (("a", 10), ("b", 200)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "0000000001.seg").write_bytes(bytes(size))
    assert bytes_below(tmp_path, tmp_path / "b") == 10
    assert bytes_below(tmp_path, None) == 210


def test_a_directory_that_is_not_there_has_no_orphans(tmp_path: Path) -> None:
    assert list(adopt(tmp_path / "none")) == []
