"""Encrypted segments: what they reveal, that changes are detected, and how they are treated without their key."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sealog.crypto.secret import Secret
from sealog.spool.frames import CONTEXT, KEY, MAGIC, RECORD, Frame, frame, frames
from sealog.spool.keys import OPENING_BYTES, KeyAwayError, SpoolKeys, lacks_key
from sealog.spool.record import NO_CONTEXT, Context
from sealog.spool.segments import segment_name
from sealog.spool.spool import Spool
from sealog.spool.storage.memory import MemoryFiles
from spool.test_damage import CONTEXT as SHOP
from spool.test_damage import COUNT, read, segment, spooled, with_segment
from spool.worlds import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

OTHER = SpoolKeys([Secret(b"\x01" * 32)], bytes)
WHOLE = segment(KEYS)


def parts(data: bytes) -> list[bytes]:
    """The frames of a segment, its two keys first."""
    return [data[found.start : found.end] for found in frames(data, len(MAGIC), last=True) if isinstance(found, Frame)]


def put(data: list[bytes], number: int = 1) -> MemoryFiles:
    files = MemoryFiles(1 << 20)
    files.put(segment_name(number), 0, b"sealog2\n" + b"".join(data))
    return files


def test_what_was_written_is_read_with_the_key() -> None:
    records, damaged, spool = read(with_segment(WHOLE), KEYS)
    assert [record.data for record in records] == [b"record %d" % number for number in range(COUNT)]
    assert {record.context for record in records} == {SHOP}
    assert (damaged, spool.lost) == (0, 0)


def test_neither_records_nor_contexts_can_be_seen() -> None:
    assert b"record" not in WHOLE
    assert b"shop" not in WHOLE
    assert b"record" in segment()


def test_no_two_segments_have_one_key() -> None:
    files = spooled(segment_bytes=1, keys=KEYS)
    openings = {files.read(name, 0, OPENING_BYTES)[-48:] for name in files.names()}
    assert len(openings) == COUNT
    assert len(read(files, KEYS)[0]) == COUNT


@pytest.mark.parametrize("end", range(len(WHOLE)))
def test_a_segment_cut_anywhere_gives_its_whole_frames_and_no_damage(end: int) -> None:
    records, damaged, _ = read(with_segment(WHOLE[:end]), KEYS)
    assert [record.data for record in records] == [b"record %d" % number for number in range(len(records))]
    assert damaged == 0


@pytest.mark.parametrize("place", range(len(WHOLE)))
def test_a_bit_flipped_anywhere_costs_at_most_one_record_and_is_seen(place: int) -> None:
    changed = bytearray(WHOLE)
    changed[place] ^= 0x10
    records, damaged, _ = read(with_segment(bytes(changed)), KEYS)
    numbers = [record.seq for record in records]
    gone = set(range(1, COUNT + 1)) - set(numbers)
    assert len(gone) <= 1
    assert damaged > 0 or gone == {COUNT}
    for record in records:
        assert record.data == b"record %d" % (record.seq - 1)
        assert record.context in (SHOP, NO_CONTEXT)


def rechecked(data: bytes, place: int) -> bytes:
    """A frame with one bit of its payload flipped, and a CRC that is right again."""
    (found,) = (found for found in frames(data, 0, last=True) if isinstance(found, Frame))
    payload = bytearray(found.payload)
    payload[place % len(payload)] ^= 1
    return frame(found.type, found.seq, bytes(payload))


@pytest.mark.parametrize("place", range(40))
def test_a_frame_that_was_changed_with_its_crc_is_damaged(place: int) -> None:
    data = parts(WHOLE)
    data[4] = rechecked(data[4], place)
    records, damaged, spool = read(put(data), KEYS)
    assert [record.seq for record in records] == [1, 3, 4, 5, 6]
    assert (damaged, spool.lost) == (len(data[4]), 1)


def renumbered(data: list[bytes]) -> list[bytes]:
    (found,) = (found for found in frames(data[4], 0, last=True) if isinstance(found, Frame))
    return [*data, frame(found.type, 100, found.payload)]


@pytest.mark.parametrize(
    ("meddle", "seen"),
    [
        (lambda data: [*data, data[4]], "a frame is there twice"),
        (lambda data: [*data[:4], data[5], data[4], *data[6:]], "two frames are exchanged"),
        (lambda data: [*data, parts(segment(KEYS))[5]], "a frame comes from another segment"),
        (lambda data: [*data, frame(RECORD, 50, b"\0\0\0\0mine")], "a frame in the clear is put in"),
        (lambda data: [*data, frame(CONTEXT, 50, bytes(8))], "a context in the clear is put in"),
        (renumbered, "a frame gets another number"),
        (lambda data: [*data, parts(segment(OTHER))[0]], "a key of others is put in"),
    ],
)
def test_what_is_done_to_frames_without_the_key_is_seen(
    meddle: Callable[[list[bytes]], list[bytes]], seen: str
) -> None:
    records, damaged, _ = read(put(meddle(parts(WHOLE))), KEYS)
    numbers = [record.seq for record in records]
    assert numbers == sorted(set(numbers)), seen
    assert {record.data for record in records} <= {b"record %d" % number for number in range(COUNT)}
    assert damaged > 0, seen


def test_a_frame_that_is_cut_out_is_counted() -> None:
    data = parts(WHOLE)
    records, _, spool = read(put([*data[:5], *data[6:]]), KEYS)
    assert (len(records), spool.lost) == (COUNT - 1, 1)


def test_a_segment_under_another_number_is_damaged() -> None:
    records, damaged, _ = read(put(parts(WHOLE), number=2), KEYS)
    assert (records, damaged) == ([], len(WHOLE) - 8)


def test_with_both_copies_of_its_key_gone_nothing_is_taken_for_a_record() -> None:
    records, damaged, _ = read(put(parts(WHOLE)[2:]), KEYS)
    assert (records, damaged) == ([], len(WHOLE) - OPENING_BYTES)


@pytest.mark.parametrize("keys", [None, OTHER], ids=["no key", "another key"])
def test_without_the_key_nothing_is_read_and_nothing_is_changed(keys: SpoolKeys | None) -> None:
    files = spooled(keys=KEYS)
    before = {name: files.read(name, 0, 1 << 20) for name in files.names()}
    assert lacks_key(files, keys)
    spool = Spool(files, damaged=lambda *_: pytest.fail("nothing is damaged"), keys=keys)
    for _ in range(2):
        with pytest.raises(KeyAwayError):
            spool.take(1 << 20, 10)
    assert {name: files.read(name, 0, 1 << 20) for name in files.names()} == before


def test_a_folder_of_both_versions_is_read_in_order() -> None:
    files = spooled()
    encrypted = Spool(files, damaged=lambda *_: None, limit=1 << 20, keys=KEYS)
    assert encrypted.writer is not None
    encrypted.writer.append(SHOP, b"encrypted", 9)
    assert lacks_key(files, None)
    assert not lacks_key(files, KEYS)
    assert [record.data for record in read(files, KEYS)[0]][-2:] == [b"record 5", b"encrypted"]


def test_an_old_key_behind_a_new_one_still_opens_and_the_first_writes() -> None:
    old, new = Secret(bytes(32)), Secret(b"\x01" * 32)
    both = SpoolKeys([new, old], bytes)
    assert len(read(with_segment(WHOLE), both)[0]) == COUNT
    assert not lacks_key(spooled(keys=both), OTHER)


def test_the_worked_example_of_the_spec_page_is_what_is_written() -> None:
    page = (Path(__file__).parents[2] / "docs/spec/spool.md").read_text("utf-8")
    example = page[page.index("## Worked example, encrypted") :].split("```")[1]
    written = bytes.fromhex(
        "".join(re.split(r"  +[^0-9a-f ]|  +(?:len|id) ", line)[0] for line in example.splitlines())
    )
    chance = iter((bytes(range(32)), bytes(range(12))))
    files = MemoryFiles(1 << 20)
    spool = Spool(
        files, damaged=lambda *_: None, limit=1 << 20, keys=SpoolKeys([Secret(b"\x07" * 32)], lambda _: next(chance))
    )
    assert spool.writer is not None
    resource = bytes.fromhex("0a180a160a0c736572766963652e6e616d6512060a0473686f70")
    spool.writer.append(Context(resource, b"\x0a\x06\x0a\x04shop"), b"\x10\x09\x2a\x04\x0a\x02hi", 9)
    assert files.read(segment_name(1), 0, 1 << 20) == written
    assert written.count(KEY) == 2
