"""The figures of a spool: records that wait, unanswered ones, and space freed by removed segments."""

from __future__ import annotations

import errno

import pytest

from sealog.spool.record import NO_CONTEXT
from sealog.spool.segments import segment_name, segment_numbers
from sealog.spool.spool import Spool
from sealog.spool.storage.memory import MemoryFiles

SEGMENT = 200


def spool_of(files: MemoryFiles, records: int) -> Spool:
    """Give a spool that wrote records into segments of two each."""
    spool = Spool(files, damaged=lambda *_: None, limit=1 << 20, segment_bytes=SEGMENT)
    assert spool.writer is not None
    for number in range(records):
        spool.writer.append(NO_CONTEXT, b"%02d" % number * 50, 9)
    return spool


def segments(files: MemoryFiles) -> list[int]:
    return segment_numbers(files.names())


def stored(files: MemoryFiles) -> int:
    return sum(files.size(segment_name(number)) for number in segments(files))


def test_what_waits_and_what_is_unanswered_is_everything_before_the_first_batch() -> None:
    files = MemoryFiles(1 << 20)
    spool = spool_of(files, 7)
    assert len(segments(files)) == 4
    assert spool.waiting() == spool.unanswered() == stored(files)


def test_a_batch_that_was_taken_waits_no_more_and_is_unanswered_until_it_is_settled() -> None:
    files = MemoryFiles(1 << 20)
    spool = spool_of(files, 7)
    everything = stored(files)
    batch = spool.take(1 << 20, 1)
    assert batch is not None
    left = everything - batch.end.offset
    assert (spool.waiting(), spool.unanswered()) == (left, everything)
    spool.settle(batch)
    assert (spool.waiting(), spool.unanswered()) == (left, left)


def test_a_spool_that_is_sent_to_its_end_has_nothing_left() -> None:
    files = MemoryFiles(1 << 20)
    spool = spool_of(files, 7)
    while (batch := spool.take(1 << 20, 2)) is not None:
        spool.settle(batch)
    assert (spool.waiting(), spool.unanswered(), spool.has_more(), spool.answered) == (0, 0, False, 7)


def test_the_room_of_sent_segments_is_free_again() -> None:
    files = MemoryFiles(1 << 20)
    spool = spool_of(files, 7)
    assert spool.writer is not None
    assert spool.writer.stored == stored(files)
    for _ in range(3):
        batch = spool.take(1 << 20, 2)
        assert batch is not None
        spool.settle(batch)
    assert segments(files) == [3, 4]
    assert spool.writer.stored == stored(files)


def test_files_in_memory_take_exactly_their_limit() -> None:
    files = MemoryFiles(10)
    files.create("a")
    assert files.append("a", bytes(6)) == 6
    files.put("b", 0, bytes(1))
    with pytest.raises(OSError, match="reached their limit") as caught:
        files.append("a", bytes(4))
    assert caught.value.errno == errno.ENOSPC
    assert files.append("a", bytes(3)) == 3
    files.truncate("a", 5)
    assert files.append("a", bytes(4)) == 4
    assert files.size("a") == 9


def test_what_is_put_overwrites_what_was_there_and_fills_the_gap_before_it() -> None:
    files = MemoryFiles(100)
    files.put("a", 2, b"xyz")
    files.put("a", 3, b"--")
    assert files.read("a", 0, 100) == b"\0\0x--"
    files.put("a", 4, b"ab")
    assert files.read("a", 1, 4) == b"\0x-a"
