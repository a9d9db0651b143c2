"""The writer under failures: short writes, full disks, too little room. What it promises stays true."""

from __future__ import annotations

import errno
import threading
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import pytest

from sealog.spool.frames import MAX_PAYLOAD
from sealog.spool.record import NO_CONTEXT
from sealog.spool.room import least_severity
from sealog.spool.segments import segment_name
from sealog.spool.spool import Spool
from sealog.spool.storage.memory import MemoryFiles
from spool.test_model import read_all
from spool.worlds import World, WorldFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.spool.writer import SpoolWriter

INFO, ERROR = 9, 17


def writer_of(world: World, **options: int) -> SpoolWriter:
    spool = Spool(WorldFiles(world), damaged=lambda *_: None, **({"limit": 1 << 20} | options))  # type: ignore[arg-type]
    assert spool.writer is not None
    return spool.writer


@pytest.mark.parametrize("room", range(120))
def test_a_disk_that_is_full_after_any_byte_keeps_what_was_promised(room: int) -> None:
    world = World()
    world.room = room
    writer = writer_of(world)
    kept = []
    for number in range(6):
        try:
            writer.append(NO_CONTEXT, b"record %d" % number, INFO)
        except OSError:
            continue
        kept.append(b"record %d" % number)
    assert read_all(world) == kept
    assert len(kept) < 6
    world.room = None
    assert writer.append(NO_CONTEXT, b"after", INFO) == "kept"
    assert read_all(world) == [*kept, b"after"]


def test_room_grows_scarce_for_the_least_severe_first() -> None:
    floors = [least_severity(used, 100) for used in (0, 79, 80, 90, 97, 100, 200)]
    assert floors == [0, 0, 9, 13, 17, 25, 25]


def test_a_full_spool_drops_counts_and_numbers() -> None:
    world = World()
    writer = writer_of(world, limit=4000)
    results = [writer.append(NO_CONTEXT, bytes(100), INFO) for _ in range(60)]
    taken = results.count("kept")
    assert results == ["kept"] * taken + ["no room"] * (60 - taken)
    assert writer.append(NO_CONTEXT, b"error", ERROR) == "kept"
    assert writer.dropped == 60 - taken
    spool = Spool(WorldFiles(world), damaged=lambda *_: None)
    while spool.take(1 << 20, 100) is not None:
        pass
    assert spool.lost == 60 - taken


def test_what_others_take_counts_for_the_limit() -> None:
    writer = writer_of(World(), limit=4000)
    writer.others = 4000
    assert writer.append(NO_CONTEXT, b"fatal", 21) == "no room"
    writer.others = 0
    assert writer.append(NO_CONTEXT, b"fatal", 21) == "kept"


def test_a_record_that_no_reader_would_take_is_not_written() -> None:
    world = World()
    assert writer_of(world, limit=1 << 40).append(NO_CONTEXT, bytes(MAX_PAYLOAD), ERROR) == "too large"
    assert read_all(world) == []


def test_sync_mode_is_durable_when_append_returns() -> None:
    world = World()
    spool = Spool(WorldFiles(world), damaged=lambda *_: None, limit=1 << 20, durable=True)
    assert spool.writer is not None
    for number in range(5):
        spool.writer.append(NO_CONTEXT, b"record %d" % number, INFO)
        world.lose_power(lambda _: 0)
    assert len(read_all(world)) == 5


def test_a_sync_that_fails_says_so_and_the_next_one_syncs_the_same_files() -> None:
    broken = OSError(errno.EIO, "broken")

    class Failing(MemoryFiles):
        synced: ClassVar[list[str]] = []

        def sync(self, name: str) -> None:
            self.synced.append(name)
            if len(self.synced) == 1:
                raise broken

    files = Failing(1 << 20)
    spool = Spool(files, damaged=lambda *_: None, limit=1 << 20)
    assert spool.writer is not None
    spool.writer.append(NO_CONTEXT, b"one", INFO)
    with pytest.raises(OSError, match="broken"):
        spool.sync()
    spool.sync()
    spool.sync()
    assert files.synced == [segment_name(1)] * 2


class Interrupted(MemoryFiles):
    """Files in whose every operation a signal's handler logs, in the thread that is within it."""

    handler: Callable[[], object] | None = None

    def create(self, name: str) -> None:
        self._interrupt()
        super().create(name)

    def append(self, name: str, data: bytes) -> int:
        self._interrupt()
        return super().append(name, data)

    def _interrupt(self) -> None:
        handler, self.handler = self.handler, None
        if handler is not None:
            handler()


def test_what_a_signals_handler_logs_within_an_append_is_kept_behind_it() -> None:
    files = Interrupted(1 << 20)
    spool = Spool(files, damaged=lambda *_: None, limit=1 << 20, segment_bytes=300)
    writer = spool.writer
    assert writer is not None

    def log_all() -> None:
        for number in range(40):
            inner = b"inner %d" % number
            files.handler = partial(writer.append, NO_CONTEXT, inner, INFO)
            assert writer.append(NO_CONTEXT, b"outer %d" % number, INFO) == "kept"

    logging = threading.Thread(target=log_all, daemon=True)  # not here: what waits for itself waits for ever
    logging.start()
    logging.join(20)
    assert not logging.is_alive()
    kept = [record.data for _ in range(80) if (batch := spool.take(1 << 20, 1000)) for record in batch.records]
    assert kept == [b"%s %d" % (who, number) for number in range(40) for who in (b"outer", b"inner")]
    assert (spool.lost, writer.kept) == (0, 80)


@pytest.mark.parametrize("room", range(8))
def test_a_segment_that_could_not_be_begun_leaves_nothing_in_the_way_or_to_read(room: int) -> None:
    world = World()
    world.room = room
    writer = writer_of(world)
    with pytest.raises(OSError, match=r"full|space"):
        writer.append(NO_CONTEXT, b"first", INFO)
    assert world.bytes == {}
    world.room = None
    assert writer.append(NO_CONTEXT, b"second", INFO) == "kept"
    assert list(world.bytes) == ["0000000001.seg"]
    damaged: list[int] = []
    spool = Spool(WorldFiles(world), damaged=lambda *found: damaged.append(found[1]))
    batch = spool.take(1 << 20, 10)
    assert batch is not None
    assert [record.data for record in batch.records] == [b"second"]
    assert damaged == []


def test_what_a_signals_handler_logs_counts_as_kept_for_it() -> None:
    files = Interrupted(1 << 20)
    writer = Spool(files, damaged=lambda *_: None, limit=1 << 20).writer
    assert writer is not None
    answers: list[str | None] = []
    files.handler = lambda: answers.append(writer.append(NO_CONTEXT, b"inner", INFO))
    writer.append(NO_CONTEXT, b"outer", INFO)
    assert answers == ["kept"]
