"""Key files field by field: limits, and how a file is written."""

from __future__ import annotations

import base64
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from sealog.errors import ArgumentError, KeyFileError
from sealog.keys import files
from sealog.keys.files import Fields, read_json, write_json
from sealog.keys.path import as_path
from sealog.keys.protectors import Passphrase
from sealog.keys.recovery import signed_recipients

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def test_fields_that_are_right_are_given(path: Path) -> None:
    fields = Fields(path, {"text": "a", "one": 1, "raw": base64.b64encode(b"abc").decode(), "list": [{"n": 2}]})
    assert (fields.text("text"), fields.integer("one")) == ("a", 1)
    assert fields.raw("raw") == fields.raw("raw", 3) == b"abc"
    assert [one.integer("n") for one in fields.objects("list")] == [2]
    assert Fields(path, {"texts": ["a", "b"]}).texts("texts", 2) == ("a", "b")
    assert (fields.has("one"), fields.has("two")) == (True, False)


@pytest.mark.parametrize(
    ("value", "read", "complaint"),
    [
        ("", lambda fields: fields.text("x"), "x must be a non-empty string"),
        (b"a", lambda fields: fields.text("x"), "x must be a non-empty string"),
        (0, lambda fields: fields.integer("x"), "x must be a positive integer"),
        (True, lambda fields: fields.integer("x"), "x must be a positive integer"),
        ("1", lambda fields: fields.integer("x"), "x must be a positive integer"),
        ("a", lambda fields: fields.raw("x"), "x must be base64"),
        ("YWJj!", lambda fields: fields.raw("x"), "x must be base64"),
        ("YWJj", lambda fields: fields.raw("x", 2), "x must be base64 of 2 bytes"),
        ("YWJj", lambda fields: fields.raw("x", 4), "x must be base64 of 4 bytes"),
        ("a", lambda fields: fields.texts("x", 2), "x must be a list of 1 to 2 strings"),
        ([], lambda fields: fields.texts("x", 2), "x must be a list of 1 to 2 strings"),
        (["a", "b", "c"], lambda fields: fields.texts("x", 2), "x must be a list of 1 to 2 strings"),
        (["a", 1], lambda fields: fields.texts("x", 2), "x must be a list of 1 to 2 strings"),
        (["a", ""], lambda fields: fields.texts("x", 2), "x must be a list of non-empty strings, each once"),
        (["a", "a"], lambda fields: fields.texts("x", 2), "x must be a list of non-empty strings, each once"),
        ([], lambda fields: fields.objects("x"), "x must be a non-empty list"),
        ({}, lambda fields: fields.objects("x"), "x must be a non-empty list"),
        ([{}, 1], lambda fields: fields.objects("x"), r"x\[1\] must be a JSON object"),
        ([{"y": 0}], lambda fields: fields.objects("x")[0].integer("y"), r"x\[0\].y must be a positive integer"),
        ({"y": 0}, lambda fields: fields.object("x").integer("y"), "x.y must be a positive integer"),
        (1, lambda fields: fields.object("x"), "x must be a JSON object"),
    ],
)
def test_a_field_that_is_wrong_is_named(
    path: Path, value: Any, read: Callable[[Fields], object], complaint: str
) -> None:
    with pytest.raises(KeyFileError, match=rf"keys\.json: {complaint}"):
        read(Fields(path, {"x": value}))


def test_a_file_of_a_mebibyte_is_read_and_no_more_of_any(path: Path) -> None:
    text = json.dumps({"sealog_bundle": 1})
    path.write_text(text + " " * ((1 << 20) - len(text)) + "no JSON")
    path.chmod(0o600)
    assert read_json(path, "sealog_bundle", "").integer("sealog_bundle") == 1
    path.write_text(" " * (1 << 20) + text)
    with pytest.raises(KeyFileError, match="is not JSON"):
        read_json(path, "sealog_bundle", "")


@pytest.mark.parametrize("mode", [0o600, 0o640])
def test_a_file_is_written_whole_for_those_who_may_read_it(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "deep" / "er" / "keys.json"
    write_json(path, {"a": 1}, mode)
    assert json.loads(path.read_text()) == {"a": 1}
    assert path.read_text().endswith("}\n")
    assert path.stat().st_mode & 0o777 == mode
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_there_is_replaced_only_when_asked(path: Path) -> None:
    write_json(path, {"a": 1})
    write_json(path, {"a": 2})
    with pytest.raises(KeyFileError, match="exists already; it was not changed"):
        write_json(path, {"a": 3}, replace=False)
    assert json.loads(path.read_text()) == {"a": 2}
    assert list(path.parent.iterdir()) == [path]
    path.unlink()
    write_json(path, {"a": 4}, replace=False)
    assert json.loads(path.read_text()) == {"a": 4}


def test_bytes_and_folder_are_synced_before_it_returns(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bytes before the file has its name, the folder after it."""
    synced: list[tuple[int, bool]] = []
    monkeypatch.setattr(files.os, "fsync", lambda handle: synced.append((os.fstat(handle).st_ino, path.exists())))
    write_json(path, {"a": 1})
    assert synced == [(path.stat().st_ino, False), (path.parent.stat().st_ino, True)]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"n": 1}, "n must be a power of two"),
        ({"n": 3}, "n must be a power of two"),
        ({"n": 1 << 21}, "n must be a power of two up to 1048576"),
        ({"r": 9}, "r and p must be 8 and 1"),
        ({"p": 2}, "r and p must be 8 and 1"),
        ({"salt": base64.b64encode(bytes(15)).decode()}, "salt must be base64 of 16 bytes"),
    ],
)
def test_parameters_of_a_passphrase_that_would_be_weak_or_costly_are_refused(
    path: Path, change: dict[str, Any], complaint: str
) -> None:
    header = {**Passphrase("word", bytes(16), n=2).header(), **change}
    with pytest.raises(KeyFileError, match=complaint):
        Passphrase.from_header(Fields(path, header), lambda: "word")


def test_the_cheapest_parameters_that_are_a_power_of_two_are_read(path: Path) -> None:
    before = Passphrase("word", bytes(16), n=2)
    after = Passphrase.from_header(Fields(path, before.header()), lambda: "word")
    assert after.header() == before.header()


def test_a_new_keyring_gets_a_salt_of_its_own_and_costly_parameters() -> None:
    headers = [Passphrase.new("word").header() for _ in range(2)]
    assert {(header["n"], header["r"], header["p"]) for header in headers} == {(1 << 17, 8, 1)}
    salts = {base64.b64decode(header["salt"]) for header in headers}
    assert [len(salt) for salt in salts] == [16, 16]


@pytest.mark.parametrize("form", [str, os.fsencode, lambda path: path], ids=["str", "bytes", "Path"])
def test_a_path_has_three_forms(path: Path, form: Callable[[Path], Any]) -> None:
    assert as_path(form(path)) == path


def test_what_is_no_path_is_an_error() -> None:
    with pytest.raises(ArgumentError, match="not int"):
        as_path(3)  # type: ignore[arg-type]  # on purpose


def test_what_the_audit_key_signs_of_recipients_is_as_the_format_says() -> None:
    assert signed_recipients("shop", ["age1a", "age1b"]) == b"sealog/v1/recovery\0shop\0age1a\0age1b"
