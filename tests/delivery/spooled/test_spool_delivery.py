"""A process's delivery apart from sending: periodic work, figures, and records while the disk can't be used."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from delivery.spooled.test_spool_adoption import left_behind
from sealog.delivery.spooled.spool_adoption import SpoolAdopter
from sealog.delivery.spooled.spool_delivery import DeliveryConfig, SpoolDelivery
from sealog.delivery.transports.interface import Answer
from sealog.errors import SettingError
from sealog.spool.record import NO_CONTEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sealog.spool.keys import SpoolKeys
    from sealog.spool.spool import Spool


class Away:
    """An endpoint that is not there."""

    def send(self, _: bytes) -> Answer:
        """See `Transport`."""
        return Answer("later", "away")

    def close(self) -> None:
        """Nothing is open."""


@contextmanager
def delivery(root: Path, keys: Callable[[], SpoolKeys | None] = lambda: None) -> Iterator[SpoolDelivery]:
    """A delivery whose sender has nowhere to send to."""
    made = SpoolDelivery(
        DeliveryConfig(
            root=root,
            limit=1 << 20,
            durable=False,
            process=os.getpid(),
            transport=Away(),
            clock=time.monotonic,
            chance=lambda: 0.5,
            random=os.urandom,
            keys=keys,
        )
    )
    try:
        yield made
    finally:
        made.close(0.0)


def chores(made: SpoolDelivery) -> list[float]:
    """Do them all, twice and by hand; gives in how many seconds they want to be called again."""
    made.sender.stop(60.0)
    made._next_sync = made._next_look = 0.0
    return [made._chores() for _ in range(2)]


def no_key() -> SpoolKeys | None:
    raise SettingError("the spool key can't be read")


def test_chores_want_to_be_called_again_within_half_a_second(tmp_path: Path) -> None:
    with delivery(tmp_path) as made:
        assert all(0 < wait <= 0.5 for wait in chores(made))


def test_a_sender_without_records_sleeps_until_there_is_one(tmp_path: Path) -> None:
    with delivery(tmp_path) as made:
        deadline = time.monotonic() + 60
        while not made.sender._asleep and time.monotonic() < deadline:
            time.sleep(0.01)
        assert made.sender._asleep


def test_without_its_key_a_spool_is_not_written_and_records_stay_in_memory(tmp_path: Path) -> None:
    with delivery(tmp_path, no_key) as made:
        made.keep(NO_CONTEXT, b"not for a disk", 9)
        assert all(0 < wait <= 0.5 for wait in chores(made))
        assert (made.figures()["kind"], made.figures()["waiting"]) == ("no spool", 1)
        written = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"not for a disk" not in written


def test_records_missing_from_adopted_spools_are_counted(tmp_path: Path) -> None:
    folder = left_behind(tmp_path, b"first", b"second", b"third")
    (segment,) = folder.glob("*.seg")
    segment.write_bytes(segment.read_bytes().replace(b"second", b"sec0nd"))
    adopter = SpoolAdopter(tmp_path, None, lambda: None, damaged=lambda *_: None, failed=lambda _: None)
    held: list[tuple[Spool, Callable[[], None]]] = []
    adopter.look(lambda spool, _, ended: held.append((spool, ended)))
    ((spool, ended),) = held
    while (batch := spool.take(1 << 20, 10)) is not None:
        spool.settle(batch)
    assert adopter.figures()["gaps"] == 1
    ended()
    assert adopter.figures()["gaps"] == 1
