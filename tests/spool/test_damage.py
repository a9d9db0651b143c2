"""Segments damaged by a crash or a bad disk: whole records are read, the rest is counted and blocks nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sealog.spool.cursor import SLOT_BYTES, START, Cursor, read_cursor
from sealog.spool.frames import MAGIC
from sealog.spool.record import NO_CONTEXT, Context, Place
from sealog.spool.segments import segment_name
from sealog.spool.spool import Spool
from sealog.spool.storage.memory import MemoryFiles

if TYPE_CHECKING:
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import SpooledRecord

CONTEXT = Context(b"\x0a\x1a\x0a\x18\x0a\x0cservice.name\x12\x08\x0a\x06shop\x00\x00", b"\x0a\x06\x0a\x04shop")
COUNT = 6


def spooled(segment_bytes: int = 1 << 20, keys: SpoolKeys | None = None) -> MemoryFiles:
    """A folder as a process that wrote `COUNT` records leaves it."""
    files = MemoryFiles(1 << 20)
    spool = Spool(files, damaged=lambda *_: None, limit=1 << 20, segment_bytes=segment_bytes, keys=keys)
    assert spool.writer is not None
    for number in range(COUNT):
        spool.writer.append(CONTEXT, b"record %d" % number, 9)
    return files


def with_segment(data: bytes) -> MemoryFiles:
    files = MemoryFiles(1 << 20)
    files.put(segment_name(1), 0, data)
    return files


def read(files: MemoryFiles, keys: SpoolKeys | None = None) -> tuple[list[SpooledRecord], int, Spool]:
    """All records, how many bytes were damaged, and the spool they were read from."""
    damaged: list[bytes] = []
    spool = Spool(files, damaged=lambda *found: damaged.append(found[2]), keys=keys)
    records: list[SpooledRecord] = []
    while (batch := spool.take(1 << 20, 2)) is not None:
        records += batch.records
        spool.settle(batch)
    assert not spool.has_more()
    return records, sum(map(len, damaged)), spool


def segment(keys: SpoolKeys | None = None) -> bytes:
    files = spooled(keys=keys)
    return files.read(segment_name(1), 0, files.size(segment_name(1)))


def test_what_was_written_is_read_in_order_with_its_context() -> None:
    records, damaged, spool = read(spooled())
    assert [record.data for record in records] == [b"record %d" % number for number in range(COUNT)]
    assert {record.context for record in records} == {CONTEXT}
    assert [record.seq for record in records] == list(range(1, COUNT + 1))
    assert (damaged, spool.lost) == (0, 0)


def test_each_segment_stands_by_itself() -> None:
    files = spooled(segment_bytes=100)
    assert len(files.names()) >= 3
    records, _, spool = read(files)
    assert {record.context for record in records} == {CONTEXT}
    assert (len(records), spool.lost) == (COUNT, 0)


@pytest.mark.parametrize("end", range(len(segment())))
def test_a_segment_cut_anywhere_gives_its_whole_frames_and_no_damage(end: int) -> None:
    whole = segment()
    records, damaged, _ = read(with_segment(whole[:end]))
    assert [record.data for record in records] == [b"record %d" % number for number in range(len(records))]
    assert damaged == 0
    assert all(record.data not in whole[end:] for record in records)
    next_record = b"record %d" % len(records)
    assert next_record not in whole[:end]


@pytest.mark.parametrize("place", range(len(segment())))
def test_a_bit_flipped_anywhere_costs_at_most_one_record_and_is_seen(place: int) -> None:
    whole = bytearray(segment())
    whole[place] ^= 0x10
    records, damaged, spool = read(with_segment(bytes(whole)))
    numbers = [record.seq for record in records]
    assert len(numbers) >= COUNT - 1
    assert numbers == sorted(set(numbers))
    gone = set(range(1, COUNT + 1)) - set(numbers)
    # A last frame that claims to be longer than it is looks like a torn one; its number shows in what follows.
    assert damaged > 0 or gone == {COUNT}
    assert spool.lost == len(gone - {1, COUNT})
    for record in records:
        assert record.data == b"record %d" % (record.seq - 1)
        assert record.context in (CONTEXT, NO_CONTEXT)


@pytest.mark.parametrize("junk", [b"\x00" * 5000, b"REC1" * 3000, b"\xff" * 70, MAGIC * 9])
def test_junk_between_frames_is_passed_over(junk: bytes) -> None:
    whole = segment()
    place = whole.index(b"record 2") + len(b"record 2")
    records, damaged, spool = read(with_segment(whole[:place] + junk + whole[place:]))
    assert [record.seq for record in records] == list(range(1, COUNT + 1))
    assert (damaged, spool.lost) == (len(junk), 0)


def test_a_length_that_lies_does_not_hide_what_follows() -> None:
    whole = bytearray(segment())
    place = whole.index(b"REC1") - 4
    whole[place : place + 4] = (1 << 25).to_bytes(4, "little")
    records, damaged, _ = read(with_segment(bytes(whole)))
    assert [record.seq for record in records] == [2, 3, 4, 5, 6]
    assert damaged > 0


def test_an_empty_segment_and_one_of_zeros_are_no_obstacle() -> None:
    files = with_segment(b"")
    files.put(segment_name(2), 0, bytes(4096))
    files.put(segment_name(3), 0, segment())
    records, damaged, _ = read(files)
    assert (len(records), damaged) == (COUNT, 4096)


def test_a_damaged_cursor_sends_again_rather_than_never() -> None:
    files = spooled(segment_bytes=100)
    files.put("cursor", 0, b"\xff" * (2 * SLOT_BYTES))
    assert len(read(files)[0]) == COUNT


def test_a_torn_cursor_leaves_the_one_before() -> None:
    older = Cursor(4, Place(1, 50))
    newer = Cursor(5, Place(2, 8))
    file = bytearray(2 * SLOT_BYTES)
    for cursor in (older, newer):
        offset, slot = cursor.slot()
        file[offset : offset + SLOT_BYTES] = slot
    assert read_cursor(bytes(file)) == newer
    torn = newer.slot()[0]
    for length in range(SLOT_BYTES - 8):
        file[torn + length] ^= 0xFF
        assert read_cursor(bytes(file)) == older
        file[torn + length] ^= 0xFF
    assert read_cursor(b"") == START


def test_settled_records_are_not_given_again_and_their_segments_go() -> None:
    files = spooled(segment_bytes=100)
    first = Spool(files, damaged=lambda *_: None)
    batches = [first.take(1 << 20, 2) for _ in range(3)]
    one, two, three = (batch for batch in batches if batch is not None)
    first.settle(two)
    assert segment_name(1) in files.names()
    first.settle(one)
    assert segment_name(1) not in files.names()
    assert read(files)[0][0] == three.records[0]


def test_the_worked_example_of_the_spec_page_is_what_is_written() -> None:
    page = (Path(__file__).parents[2] / "docs/spec/spool.md").read_text("utf-8")
    example = page[page.index("## Worked example") :].split("```")[1]
    written = bytes.fromhex(
        "".join(re.split(r"  +[^0-9a-f ]|  +(?:len|id) ", line)[0] for line in example.splitlines())
    )
    files = MemoryFiles(1 << 20)
    spool = Spool(files, damaged=lambda *_: None, limit=1 << 20)
    assert spool.writer is not None
    resource = bytes.fromhex("0a180a160a0c736572766963652e6e616d6512060a0473686f70")
    spool.writer.append(Context(resource, b"\x0a\x06\x0a\x04shop"), b"\x10\x09\x2a\x04\x0a\x02hi", 9)
    assert files.read(segment_name(1), 0, 1 << 20) == written
