"""The spool key's file: made once, whole, for its owner; what can't be relied on is named."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sealog.errors import KeyFileError
from sealog.spool.key_file import PREFIX, read_or_make
from sealog.spool.keys import lacks_key
from sealog.spool.storage.volumes import goes_before
from spool.test_damage import spooled

KEY = PREFIX + "A" * 43


def test_it_is_made_at_first_use_and_read_ever_after(tmp_path: Path) -> None:
    path = tmp_path / "config" / "sealog" / "spool.key"
    first = read_or_make(path, os.urandom)
    assert not lacks_key(spooled(keys=first), read_or_make(path, os.urandom))
    assert [path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777] == [0o600, 0o700]
    assert [found.name for found in path.parent.iterdir()] == ["spool.key"]


def test_processes_that_start_together_agree(tmp_path: Path) -> None:
    path = tmp_path / "spool.key"
    with ThreadPoolExecutor(16) as pool:
        made = list(pool.map(lambda _: read_or_make(path, os.urandom), range(64)))
    files = spooled(keys=made[0])
    assert not any(lacks_key(files, keys) for keys in made)
    assert len(list(tmp_path.iterdir())) == 1


def test_each_further_line_is_a_key_to_read_with(tmp_path: Path) -> None:
    path = tmp_path / "spool.key"
    old = read_or_make(path, os.urandom)
    path.write_text(f"{KEY}\n{path.read_text()}")
    both = read_or_make(path, os.urandom)
    assert not lacks_key(spooled(keys=old), both)
    assert lacks_key(spooled(keys=both), old)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("\n", "is empty"),
        ("secret", "line 1"),
        (f"{KEY}\nsecret\n", "line 2"),
        (f"{KEY} \n", "line 1"),
        (f"{KEY}A\n", "line 1"),
        (f"{KEY[:-1]}é\n", "line 1"),
    ],
)
def test_what_is_no_key_is_named_and_neither_shown_nor_replaced(tmp_path: Path, content: str, says: str) -> None:
    path = tmp_path / "spool.key"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match=says) as caught:
        read_or_make(path, os.urandom)
    assert "secret" not in str(caught.value)
    assert path.read_text() == content


def test_a_key_that_everybody_can_read_is_none(tmp_path: Path) -> None:
    path = tmp_path / "spool.key"
    path.write_text(KEY)
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="chmod 600"):
        read_or_make(path, os.urandom)


def test_a_home_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(KeyFileError, match="No such file"):
        read_or_make(tmp_path / "nobody" / ".config" / "sealog" / "spool.key", os.urandom)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_and_a_pipe_are_no_keys(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(KeyFileError, match="not a regular file"):
            read_or_make(path, os.urandom)


def test_a_containers_own_files_go_before_a_volume(tmp_path: Path) -> None:
    here = tmp_path.stat().st_dev
    there = Path("/proc").stat().st_dev

    def mounts(of_here: str, of_there: str) -> str:
        return "".join(
            f"{number} 1 {os.major(device)}:{os.minor(device)} / /x rw - {kind} none rw\n"
            for number, (device, kind) in enumerate(((here, of_here), (there, of_there)))
        )

    away = Path("/proc/nowhere")
    assert goes_before(tmp_path / "not/yet", away, mounts("overlay", "ext4"))
    assert goes_before(tmp_path, away, mounts("tmpfs", "overlay"))
    assert not goes_before(away, tmp_path, mounts("overlay", "ext4"))
    assert not goes_before(tmp_path, away, mounts("ext4", "xfs"))
    assert not goes_before(tmp_path, tmp_path, mounts("overlay", "ext4"))
    assert not goes_before(tmp_path, away, "")
