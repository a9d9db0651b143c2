"""Queue files of the collector: read, checked, set aside, sent again. The small ones are made here, page by page."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from sealog_exporters.cli.queue import app
from sealog_exporters.queue_files import check_folder, read_file, requests, room_for, signal_of
from sealog_exporters.queue_files.bolt import _fnv1a
from serving import answering

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
REQUEST = b"\x0a\x03abc"
ENVELOPE = b"\x0d\x01\x00\x00\x00\x12\x02xx\x1a" + bytes([len(REQUEST)]) + REQUEST


def page(number: int, flags: int, content: bytes, count: int) -> bytes:
    return (struct.pack("<QHHI", number, flags, count, 0) + content).ljust(PAGE, b"\0")


def meta(number: int, transaction: int, pages: int) -> bytes:
    checked = struct.pack("<IIIIQQQQQ", 0xED0CDAED, 2, PAGE, 0, 3, 0, 2, pages, transaction)
    return page(number, 0x04, checked + struct.pack("<Q", _fnv1a(checked)), 0)


def leaf(number: int, *items: tuple[int, bytes, bytes]) -> bytes:
    heads, data = b"", b""
    for place, (flags, key, value) in enumerate(items):
        offset = (len(items) - place) * 16 + len(data)
        heads += struct.pack("<IIII", flags, offset, len(key), len(value))
        data += key + value
    return page(number, 0x02, heads + data, len(items))


def branch(number: int, *children: int) -> bytes:
    return page(number, 0x01, b"".join(struct.pack("<IIQ", 0, 0, child) for child in children), len(children))


@pytest.fixture
def queue(tmp_path: Path) -> Path:
    """A folder with one queue: a bucket whose items lie in two pages below a branch."""
    folder = tmp_path / "state"
    folder.mkdir()
    pages = [
        meta(0, 7, 7),
        meta(1, 6, 7),
        page(2, 0x10, b"", 0),
        leaf(3, (1, b"default", struct.pack("<QQ", 4, 0))),
        branch(4, 5, 6),
        leaf(5, (0, b"1", ENVELOPE), (0, b"2", REQUEST)),
        leaf(6, (0, b"3", ENVELOPE), (0, b"ri", b"\x01"), (0, b"wi", b"\x03")),
    ]
    (folder / "exporter_otlp_http_sink_logs").write_bytes(b"".join(pages))
    return folder


def spoil(queue: Path, at: int, content: bytes) -> None:
    path = queue / "exporter_otlp_http_sink_logs"
    whole = bytearray(path.read_bytes())
    whole[at : at + len(content)] = content
    path.write_bytes(whole)


def test_waiting_requests_are_read_with_and_without_their_envelope(queue: Path) -> None:
    contents = read_file(queue / "exporter_otlp_http_sink_logs")
    assert contents.damage == []
    assert list(requests(contents.items)) == [REQUEST] * 3
    assert {item.buckets for item in contents.items} == {(b"default",)}


def test_a_whole_folder_is_whole(queue: Path) -> None:
    (file,) = check_folder(queue)
    assert (file.requests, file.damage) == (3, [])


@pytest.mark.parametrize(
    ("at", "content", "told", "left"),
    [
        (5 * PAGE, b"X" * 64, "page 5", 1),
        (6 * PAGE + 10, b"\xff\xff", "page 6", 2),
        (6 * PAGE + 20, b"\xff" * 12, "page 6", 2),
        (4 * PAGE + 24, b"\xff" * 8, "is out of range, or referenced twice", 1),
        (4 * PAGE + 24, struct.pack("<Q", 4), "is out of range, or referenced twice", 1),
        (3 * PAGE + 8, b"\x00", "page 3", 0),
    ],
)
def test_damage_is_named_and_what_is_beside_it_is_read(
    queue: Path, at: int, content: bytes, told: str, left: int
) -> None:
    spoil(queue, at, content)
    (file,) = check_folder(queue)
    assert file.requests == left
    assert told in file.damage[0]


def test_the_other_meta_is_used_where_one_is_damaged(queue: Path) -> None:
    spoil(queue, 30, b"\xff" * 8)
    (file,) = check_folder(queue)
    assert (file.requests, file.damage) == (3, [])


def test_a_file_that_is_cut_or_none_at_all_is_damaged(queue: Path) -> None:
    path = queue / "exporter_otlp_http_sink_logs"
    path.write_bytes(path.read_bytes()[: 6 * PAGE])
    (queue / "exporter_x_traces").write_bytes(b"no queue")
    cut, none = check_folder(queue)
    assert (cut.requests, cut.damage[0]) == (2, f"cut short: {6 * PAGE} bytes of {7 * PAGE}")
    assert (none.requests, len(none.damage)) == (0, 1)


def test_any_byte_that_is_changed_ends_in_an_answer(queue: Path) -> None:
    whole = (queue / "exporter_otlp_http_sink_logs").read_bytes()
    for at in (*range(3 * PAGE, 3 * PAGE + 80), *range(4 * PAGE, 4 * PAGE + 60), *range(5 * PAGE, 5 * PAGE + 60)):
        (queue / "exporter_otlp_http_sink_logs").write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        list(requests(read_file(queue / "exporter_otlp_http_sink_logs").items))


def test_check_sets_damaged_files_aside_only_when_asked(queue: Path) -> None:
    spoil(queue, 5 * PAGE, b"X" * 64)
    run = CliRunner()
    assert run.invoke(app, ["check", str(queue)]).exit_code == 1
    assert [path.name for path in queue.iterdir()] == ["exporter_otlp_http_sink_logs"]
    assert run.invoke(app, ["check", "--set-aside", str(queue)]).exit_code == 0
    (aside,) = queue.iterdir()
    assert aside.name.startswith("exporter_otlp_http_sink_logs.damaged-2")
    assert signal_of(aside) == "logs"
    assert run.invoke(app, ["check", str(queue)]).exit_code == 0
    assert run.invoke(app, ["check", str(queue / "none")]).exit_code == 0


def test_a_folder_without_queue_files_says_so_and_keeps_what_is_there(tmp_path: Path) -> None:
    for names in ([], ["notes.txt", ".profile"]):
        for name in names:
            (tmp_path / name).write_text("no queue")
        done = CliRunner().invoke(app, ["check", "--set-aside", str(tmp_path)])
        assert (done.exit_code, done.output.replace("\n", "")) == (0, f"{tmp_path} has no queue file: nothing to check")
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_queues_that_do_not_fit_their_disk_are_told(queue: Path) -> None:
    run = CliRunner()
    assert run.invoke(app, ["check", str(queue), "--queue-bytes", "4096"]).exit_code == 0
    room = room_for(queue)
    done = run.invoke(app, ["check", str(queue), "--queue-bytes", str(room)])
    assert done.exit_code == 1
    assert f"for queues of {room}" in done.output


def test_what_is_left_is_sent_to_the_path_of_its_signal(queue: Path) -> None:
    spoil(queue, 5 * PAGE, b"X" * 64)
    taken: list[tuple[str, bytes]] = []

    def take(path: str, body: bytes) -> tuple[int, bytes]:
        taken.append((path, body))
        return 200, b""

    with answering(take) as to:
        done = CliRunner().invoke(app, ["send", "--to", to, str(queue / "exporter_otlp_http_sink_logs")])
    assert done.exit_code == 0, done.output
    assert taken == [("/v1/logs", REQUEST)]
