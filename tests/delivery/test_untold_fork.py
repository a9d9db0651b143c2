"""A fork that Python is not told of, as by a library in C, shares neither spool, data key nor record ids.

The process id is what such a child can be known by; a real one would inherit whatever locks other threads hold.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from sealog.correlate.uid import UidSource
from sealog.delivery.in_memory.processor import MemoryProcessor
from sealog.delivery.spooled.processor import DurableProcessor
from sealog.keys.sealer import Sealer
from sealog.spool.record import Context
from sealog.spool.storage.memory import MemoryFiles
from sealog.spool.writer import SpoolWriter
from support import Records, keyring

if TYPE_CHECKING:
    from pathlib import Path

PARENT = os.getpid()


@pytest.fixture
def fork(monkeypatch: pytest.MonkeyPatch) -> Any:
    return lambda child=PARENT + 1: monkeypatch.setattr("os.getpid", lambda: child)


def test_a_fork_can_not_write_to_its_parents_spool(fork: Any) -> None:
    writer = SpoolWriter(MemoryFiles(1 << 20), first=1, limit=1 << 20)
    context = Context(b"", b"")
    assert writer.append(context, b"a", 9) == "kept"
    end = writer.end
    fork()
    with pytest.raises(PermissionError):
        writer.append(context, b"b", 9)
    assert writer.end == end
    fork(PARENT)
    assert writer.append(context, b"c", 9) == "kept"


@pytest.mark.parametrize("kind", ["spool", "memory"])
def test_a_fork_has_a_delivery_of_its_own_and_ends_no_other(kind: str, tmp_path: Path, fork: Any) -> None:
    def away() -> Any:
        raise OSError("there is no endpoint")

    processor: Any = (
        DurableProcessor(tmp_path, away, limit=1 << 20, durable=False, exit_seconds=0.1)
        if kind == "spool"
        else MemoryProcessor(away, limit=1 << 20, exit_seconds=0.1)
    )
    records = Records(processor)
    records.provider.get_logger("test").emit(body="from the parent")
    parents = processor._delivery
    before = {path: path.stat().st_size for path in tmp_path.glob("*-*/*.seg")}
    fork()
    processor.shutdown()
    assert processor.force_flush(100)
    assert {path: path.stat().st_size for path in before} == before
    records.provider.get_logger("test").emit(body="from the child")
    assert processor._delivery not in {None, parents}
    assert {path: path.stat().st_size for path in before} == before
    if kind == "spool":
        assert len(list(tmp_path.glob("*-*/*.seg"))) == 2
    processor.shutdown()
    (parents.sender if kind == "spool" else parents._sender).stop(1)


def test_a_spooling_fork_keeps_its_first_record_in_a_spool_of_its_own(tmp_path: Path, fork: Any) -> None:
    def away() -> Any:
        raise OSError("there is no endpoint")

    processor = DurableProcessor(tmp_path, away, limit=1 << 20, durable=False, exit_seconds=0.1)
    logger = Records(processor).provider.get_logger("test")
    logger.emit(body="from the parent")
    parents = processor._delivery
    before = {path: path.stat().st_size for path in tmp_path.glob("*-*/*.seg")}
    fork()
    logger.emit(body="from the child")
    assert {path: path.stat().st_size for path in before} == before
    (new,) = set(tmp_path.glob("*-*/*.seg")) - before.keys()
    assert b"from the child" in new.read_bytes()
    processor.shutdown()
    assert parents is not None
    parents.sender.stop(1)


def test_data_key_and_record_ids_are_a_forks_own(fork: Any) -> None:
    sealer, uids = Sealer(keyring().bundle()), UidSource()
    mine, stream = sealer.key().text, uids.next().split("-")[0]
    fork()
    assert sealer.key().text != mine
    assert uids.next().split("-")[0] != stream
