"""The spool against a model: whatever crashes when, no record that was promised is lost, and their order stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from sealog.spool.record import Context
from sealog.spool.spool import Spool
from spool.worlds import KEYS, Crash, World, WorldFiles

if TYPE_CHECKING:
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import Batch

CONTEXTS = [Context(b"", b""), Context(b"\x0a\x00", b""), Context(b"\x0a\x00", b"\x0a\x03\x0a\x01s")]
SEGMENT = 300


def record(number: int) -> bytes:
    return f"record {number}".encode()


def number(data: bytes) -> int:
    return int(data.split()[1])


class SpoolMachine(RuleBasedStateMachine):
    """A process that writes, sends, settles and dies, again and again, over one folder.

    `kept` are the records whose `append` has returned, `durable` those that a `sync` of their own
    process made so, `answered`
    those that the endpoint has taken. A record may be sent twice after a crash; it is never left out.
    """

    keys: SpoolKeys | None = None

    @initialize()
    def start(self) -> None:
        self.world = World()
        self.next = 0
        self.kept: list[int] = []
        self.durable: set[int] = set()
        self.answered: set[int] = set()
        self.maybe: set[int] = set()
        self.open()

    def open(self) -> None:
        self.world.fuse = None
        self.damage: list[bytes] = []
        self.out: list[Batch] = []
        self.sent: list[int] = []
        self.mine: set[int] = set()
        self.spool = Spool(
            WorldFiles(self.world), damaged=lambda *found: self.damage.append(found[2]), limit=1 << 30,
            segment_bytes=SEGMENT, keys=self.keys,
        )  # fmt: skip

    def attempt(self, action: Any) -> None:
        try:
            action()
        except Crash:
            self.open()

    @rule(fuse=st.integers(0, 6), share=st.floats(0, 1))
    def light_a_fuse(self, fuse: int, share: float) -> None:
        self.world.fuse, self.world.share = fuse, share

    @rule(context=st.sampled_from(CONTEXTS), count=st.integers(1, 8))
    def write(self, context: Context, count: int) -> None:
        def act() -> None:
            for _ in range(count):
                self.next += 1
                self.maybe.add(self.next)
                writer = self.spool.writer
                assert writer is not None
                if writer.append(context, record(self.next), 9) == "kept":
                    self.kept.append(self.next)
                    self.mine.add(self.next)

        self.attempt(act)

    @rule()
    def sync(self) -> None:
        def act() -> None:
            before = set(self.mine)
            self.spool.sync()
            self.durable |= before

        self.attempt(act)

    @rule(records=st.integers(1, 5))
    def take(self, records: int) -> None:
        batch = self.spool.take(1 << 20, records)
        if batch is not None:
            self.out.append(batch)
            numbers = [number(found.data) for found in batch.records]
            assert numbers == sorted(numbers)
            assert not self.sent or numbers[0] > self.sent[-1]
            self.sent += numbers

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def settle(self, data: Any) -> None:
        batch = self.out.pop(data.draw(st.integers(0, len(self.out) - 1)))
        self.answered |= {number(found.data) for found in batch.records}
        self.attempt(lambda: self.spool.settle(batch))

    @rule()
    def die(self) -> None:
        self.open()

    @rule(data=st.data())
    def lose_power(self, data: Any) -> None:
        self.world.lose_power(lambda count: data.draw(st.integers(0, count)))
        self.kept = [kept for kept in self.kept if kept in self.durable]
        self.open()

    @invariant()
    def nothing_promised_is_lost(self) -> None:
        found = [number(data) for data in read_all(self.world, self.keys)]
        assert set(self.kept) <= set(found) | self.answered
        assert found == sorted(set(found))
        assert set(found) <= self.maybe

    @invariant()
    def torn_writes_are_not_taken_for_damage(self) -> None:
        assert not self.damage


def read_all(world: World, keys: SpoolKeys | None = None) -> list[bytes]:
    """What a process that adopts this folder now would send."""
    spool = Spool(WorldFiles(world), damaged=lambda *_: None, keys=keys)
    read = []
    while (batch := spool.take(1 << 20, 100)) is not None:
        read += [found.data for found in batch.records]
    return read


TestSpoolMachine = SpoolMachine.TestCase
TestSpoolMachine.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


class EncryptedSpoolMachine(SpoolMachine):
    """The same with encrypted segments."""

    keys = KEYS


TestEncryptedSpoolMachine = EncryptedSpoolMachine.TestCase
TestEncryptedSpoolMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


@pytest.mark.parametrize("keys", [None, KEYS], ids=["clear", "encrypted"])
def test_a_crash_at_each_call_of_a_life_loses_nothing(keys: SpoolKeys | None) -> None:
    """Each write, rotation, sync and removal of one fixed life, each torn at three places."""
    calls = life(World(), keys).calls
    assert calls > 60
    for fuse in range(calls):
        for share in (0.0, 0.5, 1.0):
            world = World()
            world.fuse, world.share = fuse, share
            kept: set[int] = set()
            answered: set[int] = set()
            try:
                life(world, keys, kept, answered)
            except Crash:
                world.fuse = None
            found = {number(data) for data in read_all(world, keys)}
            assert kept <= found | answered


def life(world: World, keys: SpoolKeys | None, kept: set[int] | None = None, answered: set[int] | None = None) -> World:
    kept = set() if kept is None else kept
    answered = set() if answered is None else answered
    spool = Spool(WorldFiles(world), damaged=lambda *_: None, limit=1 << 30, segment_bytes=SEGMENT, keys=keys)
    assert spool.writer is not None
    for one in range(40):
        spool.writer.append(CONTEXTS[one % 3], record(one), 9)
        kept.add(one)
        if one % 4 == 3:
            spool.sync()
            batch = spool.take(1 << 20, 3)
            assert batch is not None
            answered |= {number(found.data) for found in batch.records}
            spool.settle(batch)
    return world
