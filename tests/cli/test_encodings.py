"""`sealog scan` reads a file whatever it is encoded in, and names what it can't read."""

from __future__ import annotations

import bz2
import gzip
import lzma
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from sealog.cli.main import app

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "start\r\nmail mira@quellwerk.example\r\npassword=Gr8nbaum und mehr\r\n"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "cp1252"]
MARKED = [b"\xfe\xff" + TEXT.encode("utf-16-be"), b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be")]
FILES = [TEXT.encode(encoding) for encoding in ENCODINGS] + MARKED
FILES += [
    ("Größe: 3 €\n" + TEXT).encode("cp1252"),
    ("Größe: 3\x81\n" + TEXT).encode("latin-1"),
    ("größe ü ö ä ß 日本語 日本語\n" + TEXT).encode("utf-16-le"),
    b"plain at first\n" + TEXT.encode("utf-16-le"),
    b"\xff\xfe" + TEXT.encode(),
    b"\xfe\xff " + TEXT.encode(),
    b"\xff\xfe\0\0" + TEXT.encode(),
    b"\0\0\xfe\xff" + TEXT.encode(),
    b"\xff\xfe\0\0\0\0" + TEXT.encode(),
    "start\r\n".encode("utf-16") + TEXT.encode(),
    "start\r\n".encode("utf-16-be") + b" " + TEXT.encode(),
    b"a hole " + bytes(40) + b" in a log\n" + TEXT.encode(),
    gzip.compress(TEXT.encode()),
    gzip.compress(TEXT.encode("utf-16")),
    bz2.compress(TEXT.encode()),
    lzma.compress(TEXT.encode()),
    gzip.compress(gzip.compress(TEXT.encode("utf-16-be"))),
]


@pytest.mark.parametrize("content", FILES, ids=range(len(FILES)))
@pytest.mark.parametrize("way", ["file", "stdin"])
def test_values_are_found_in_every_encoding(content: bytes, way: str, tmp_path: Path) -> None:
    file = tmp_path / "app.log"
    file.write_bytes(content)
    arguments = ["scan", "--fail-on", "any", str(file) if way == "file" else "-"]
    result = CliRunner().invoke(app, arguments, input=None if way == "file" else content)
    assert result.exit_code == 1
    assert "<email_address>" in result.stdout
    assert "<password>" in result.stdout


def test_chinese_in_utf_16_stays_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "app.log"
    file.write_bytes("密码：蓝色的火车".encode("utf-16"))  # noqa: RUF001 - Chinese has no other colon; not one byte is zero here
    result = CliRunner().invoke(app, ["scan", "--fail-on", "any", str(file)])
    assert result.exit_code == 1
    assert "<password>" in result.stdout


@pytest.mark.parametrize("content", [TEXT.encode("utf-16"), TEXT.encode("utf-16-le"), TEXT.encode("utf-32-be")])
@pytest.mark.parametrize("command", [["seal"], ["open", "--reason", "a test"]])
def test_what_writes_lines_again_refuses_what_it_can_not_read(
    content: bytes, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert CliRunner().invoke(app, ["init"]).exit_code == 0
    file = tmp_path / "app.log"
    file.write_bytes(content)
    result = CliRunner().invoke(app, [*command, str(file)])
    assert "convert it to UTF-8" in str(result.exception)
    assert result.stdout == ""


@pytest.mark.parametrize(
    "content",
    [
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8,
        b"\x7fELF" + bytes([1, 2, 3, 4] * 64),
        gzip.compress(b"x" * 100)[:15],
        gzip.compress(gzip.compress(gzip.compress(b"x"))),
        gzip.compress(b"\x01\x02\x03\x04" * 32),
    ],
    ids=range(5),
)
def test_a_file_without_text_is_named(content: bytes, tmp_path: Path) -> None:
    binary, log = tmp_path / "a.bin", tmp_path / "b.log"
    binary.write_bytes(content)
    log.write_text(TEXT)
    result = CliRunner().invoke(app, ["scan", "--fail-on", "any", str(binary), str(log)])
    assert f"{binary} was skipped" in result.stderr
    assert result.exit_code == 1, "the other file is scanned all the same"
