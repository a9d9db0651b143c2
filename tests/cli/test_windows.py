"""`sealog scan` and `sealog seal` read a line with those around it, and give each line once, in order and at once."""

from __future__ import annotations

import json
import os
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from sealog.cli.idle import watched
from sealog.cli.main import app
from sealog.cli.windows import LARGEST, MOST_LINES, MOST_SHARED_LINES, SHARED, Windows, sealed_lines
from sealog.detect.engine.scanner import Scanner, default_scanner
from sealog.processor.values.replace import Replacer

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.cli.windows import Window

SCANNER = default_scanner()

TEXTS = {
    "json": '{\n  "user": 7,\n  "password":\n    "Gr8nbaum",\n  "ok": true\n}',
    "json pairs": '[\n  {\n    "name": "X-Api-Key",\n    "value": "Gr8nbaum"\n  }\n]',
    "list": '[\n  "password",\n  "Gr8nbaum"\n]',
    "yaml pairs": "env:\n  - name: LEVEL\n    value: info\n  - name: DB_PASSWORD\n    value: Gr8nbaum\n",
    "yaml block": "password: |\n  Gr8nbaum\nnext: 1",
    "csv": "id,last_name,city\n1,Gr8nbaum,Leeds\n2,Gr8nbaum,York",
    "tsv": "id\tlast_name\n1\tGr8nbaum",
    "psql": " id | last_name\n----+-----------\n  1 | Gr8nbaum\n(1 row)",
    "psql record": "-[ RECORD 1 ]-----\nid        | 7\nlast_name | Gr8nbaum",
    "mysql record": "*** 1. row ***\n       id: 7\nlast_name: Gr8nbaum".replace("***", "*" * 27),
    "copy": "COPY public.users (id, last_name) FROM stdin;\n1\tGr8nbaum\n\\.\n",
    "insert": "INSERT INTO users (id, last_name)\nVALUES\n(1, 'Gr8nbaum'),\n(2, 'Gr8nbaum');",
    "xml": '<wsse:Password\n   Type="text">Gr8nbaum</wsse:Password>',
    "xml on lines": "<password>\n  Gr8nbaum\n</password>",
    "form": 'Content-Disposition: form-data; name="password"\r\n\r\nGr8nbaum\r\n--b',
}
KEY = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEowIBAAKCAQEAr8J7xk2vKqZGr8nbaumMIIEowIBAAKCAQEAr8J7xk2vKqZGr\n" * 49
KEY += "-----END RSA PRIVATE KEY-----"
NEED_WHAT_FOLLOWS = {"xml on lines"}


def windows_of(lines: list[str], *, is_streaming: bool = False) -> list[Window]:
    """Give what comes of lines, with nothing more to read behind each of them if it is streaming."""
    given: list[Window] = []
    windows = Windows(SCANNER, given.append)
    for line in lines:
        windows.add(line)
        if is_streaming:
            windows.flush()
    windows.flush()
    assert [line for window in given for line in window.lines] == lines
    return given


def masked(text: str, *, is_streaming: bool = False) -> str:
    """Give a text whose lines were looked at, with masks."""
    windows = windows_of(text.split("\n"), is_streaming=is_streaming)
    return "\n".join(line for window in windows for line in sealed_lines(window, Replacer(SCANNER, None)))


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("before", [0, 3000], ids=["alone", "far down"])
@pytest.mark.parametrize("is_streaming", [False, True], ids=["file", "stream"])
def test_what_names_a_value_lines_above_it_is_known(name: str, before: int, *, is_streaming: bool) -> None:
    if is_streaming and (before or name in NEED_WHAT_FOLLOWS):
        return
    text = "GET /healthz 200\n" * before + TEXTS[name]
    left = masked(text, is_streaming=is_streaming)
    assert "Gr8nbaum" not in left
    assert left.count("[masked:") == text.count("Gr8nbaum")
    assert left.count("\n") == text.count("\n")


@pytest.mark.parametrize("is_streaming", [False, True])
def test_each_line_of_a_key_is_found(*, is_streaming: bool) -> None:
    """Its first line alone holds nothing of it, so that one is shown where nothing more has come."""
    text = "GET /healthz 200\n" * 20 + KEY + "\nGET /healthz 200"
    lines = masked(text, is_streaming=is_streaming).split("\n")
    masks = [number for number, line in enumerate(lines) if line == "[masked:private_key]"]
    assert masks == list(range(21 if is_streaming else 20, 71))


@pytest.mark.parametrize(
    "head", ["id,last_name", "COPY users (id, last_name) FROM stdin;", "INSERT INTO u (id, last_name) VALUES"]
)
def test_a_head_is_known_to_all_its_rows(head: str) -> None:
    row = {"i": "{},Gr8n", "C": "{}\tGr8n", "I": "({}, 'Gr8n'),"}[head[0]]
    rows = [row.format(number) for number in range(4 * MOST_LINES)]
    left = masked("\n".join([head, *rows, "done.", "1,Gr8n"])).split("\n")
    assert all("[masked:person]" in line for line in left[1 : len(rows) + 1])
    assert left[-1] == "1,Gr8n"


def test_a_number_of_indented_json_becomes_a_string() -> None:
    people = [{"lat": 53.551, "lng": 10.001, "ssn": 536228712, "n": number} for number in range(2000)]
    left = json.loads(masked(json.dumps(people, indent=2)))
    assert [person["ssn"] for person in left] == ["[masked:us_ssn]"] * 2000
    assert {person["lat"] for person in left} == {"[masked:geo_coordinates]"}
    assert [person["n"] for person in left] == list(range(2000))


def test_a_number_alone_in_its_line_becomes_a_string() -> None:
    numbers = {"ssn": 536228712, "cards": [4111111111111111] * 2000}
    left = json.loads(masked(json.dumps(numbers, indent=1).replace(": 5", ":\n5")))
    assert left == {"cards": ["[masked:credit_card]"] * 2000, "ssn": "[masked:us_ssn]"}


def test_words_of_another_line_say_nothing() -> None:
    """A line of a log is a record of its own."""
    lines = [
        "looked up ssn",
        "536904399 bytes read",
        "please enter password:",
        "Login of mira was refused",
        "card 4111 1111",
        "1111 1111 left",
    ]
    given = windows_of(lines)
    assert [findings for window in given for findings in window.findings] == [SCANNER.scan(line) for line in lines]


def test_nothing_that_a_line_alone_tells_is_lost() -> None:
    lines = [
        "id,last_name",
        "1,mira@quellwerk.example",
        '{"a": [',
        "card 4111 1111 1111 1111",
        "203.0.113.77 - - password=Gr8nbaum",
    ]
    for window in windows_of(lines):
        for line, findings in zip(window.lines, window.findings, strict=True):
            alone = {place for found in SCANNER.scan(line) for place in range(found.start, found.end)}
            assert alone <= {place for found in findings for place in range(found.start, found.end)}


def test_windows_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    structure = SCANNER.of_structure()
    monkeypatch.setattr(structure, "scan", lambda text: read.append(text) or [])
    monkeypatch.setattr(Scanner, "of_structure", lambda _: structure)
    lines = [f"{number} " + "x" * (number % 500) for number in range(5000)] + ["y" * (LARGEST + 1), "z"]
    for window in windows_of(lines):
        assert len(window.lines) <= MOST_LINES
        assert len(window.lines) == 1 or sum(map(len, window.lines)) <= LARGEST
    assert read
    for text in read:
        assert text.count("\n") <= MOST_LINES + MOST_SHARED_LINES
        assert len(text) <= LARGEST + SHARED + 500


def test_a_source_that_has_nothing_more_for_now_is_told() -> None:
    """So each line of `tail -f` is shown when it comes: the line feed is read, and the next read would wait."""
    reading, writing = os.pipe()
    seen: list[str] = []
    lines: list[str] = []

    def on_idle() -> None:
        seen.append(",".join(lines))
        if len(seen) == 1:
            os.write(writing, b"second\nthird\n")
        elif len(seen) == 2:
            os.close(writing)

    os.write(writing, b"first\n")
    with open(reading, "rb") as file:  # noqa: PTH123 - a descriptor
        lines.extend(line.decode().strip() for line in watched(file, on_idle))
    assert seen == ["first", "first,second,third"]


def test_what_has_no_descriptor_never_waits() -> None:
    file = BytesIO(b"a\n")
    assert watched(file, lambda: None) is file


def test_the_commands_read_tables(tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,last_name\n1,Gr8nbaum\n", encoding="utf-8")
    result = CliRunner().invoke(app, ["scan", "--fail-on", "person", str(file)])
    assert result.exit_code == 1
    assert result.stdout == f"{file}:2:3: 1,<person>\n"
