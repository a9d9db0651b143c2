"""A secret is the first line of its file; errors name the setting and the file, and never the secret."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from sealog.errors import SettingError
from sealog.secret_file import first_line

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Give the path of a file that is not there."""
    return tmp_path / "secret.txt"


@pytest.mark.parametrize("text", ["word", "word\n", "word\r\nmore\n", "word\nmore\nlines"])
def test_a_secret_is_the_first_line(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    assert first_line(path, "--it") == "word"


def test_spaces_are_part_of_a_secret(path: Path) -> None:
    path.write_text(" two words \n")
    assert first_line(path, "--it") == " two words "


@pytest.mark.parametrize("text", [b"", b"\n", b"\r\nword", b"\nword"], ids=repr)
def test_an_empty_first_line_is_refused(path: Path, text: bytes) -> None:
    path.write_bytes(text)
    with pytest.raises(SettingError, match=r"--it: the first line of .*secret\.txt is empty"):
        first_line(path, "--it")


def test_what_is_not_utf8_is_refused(path: Path) -> None:
    path.write_bytes(b"word\xff")
    with pytest.raises(SettingError, match=r"--it: .*secret\.txt can't be read \(UnicodeDecodeError\)"):
        first_line(path, "--it")


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(SettingError, match=r"--it: .*secret\.txt can't be read \(FileNotFoundError\)"):
        first_line(path, "--it")


def test_a_line_has_4096_characters_at_most(path: Path) -> None:
    path.write_text("w" * 4096 + "\n")
    assert len(first_line(path, "--it")) == 4096
    path.write_text("w" * 4097)
    with pytest.raises(SettingError, match="has more than 4096 characters"):
        first_line(path, "--it")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has named pipes")
def test_a_pipe_is_read_as_the_shell_gives_it(path: Path) -> None:
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=("word\n",))
    writer.start()
    assert first_line(path, "--it") == "word"
    writer.join()
