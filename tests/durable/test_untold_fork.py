"""A fork that Python is not told of, as by a library in C, shares neither spool, data key nor record ids."""

from __future__ import annotations

import ctypes
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from tests.support import Records, keyring

from sealog.correlate.uid import UidSource
from sealog.durable.memory import MemoryProcessor
from sealog.durable.processor import DurableProcessor
from sealog.keys.sealer import Sealer
from sealog.spool.frames import Context
from sealog.spool.memory import MemoryFiles
from sealog.spool.writer import SpoolWriter

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no fork")


def in_a_child(work: Callable[[], str]) -> str:
    """Give what a child says that was forked behind Python's back."""
    reading, writing = os.pipe()
    child = ctypes.CDLL(None).fork()
    if child == 0:
        try:
            os.write(writing, work().encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        said = answer.read()
    os.waitpid(child, 0)
    return said


def test_a_fork_can_not_write_to_its_parents_spool() -> None:
    writer = SpoolWriter(MemoryFiles(1 << 20), first=1, limit=1 << 20)
    context = Context(b"", b"")
    assert writer.append(context, b"a", 9) == "kept"

    def child() -> str:
        try:
            return writer.append(context, b"b", 9)
        except OSError as error:
            return type(error).__name__

    assert in_a_child(child) == "PermissionError"
    assert writer.append(context, b"c", 9) == "kept"


@pytest.mark.parametrize("kind", ["spool", "memory"])
def test_a_fork_has_a_delivery_of_its_own_and_ends_no_other(kind: str, tmp_path: Path) -> None:
    def away() -> Any:
        raise OSError("there is no endpoint")

    processor: Any = (
        DurableProcessor(tmp_path, away, limit=1 << 20, durable=False, exit_seconds=0.1)
        if kind == "spool"
        else MemoryProcessor(away, limit=1 << 20, exit_seconds=0.1)
    )
    records = Records(processor)
    records.emit("from the parent")
    mine = processor._outgoing if kind == "spool" else processor._delivery
    before = {path: path.stat().st_size for path in tmp_path.glob("*-*/*.seg")}

    def child() -> str:
        processor.shutdown()
        records.emit("from the child")
        now = processor._outgoing if kind == "spool" else processor._delivery
        return "another" if now is not None and now is not mine else "the same"

    assert in_a_child(child) == "another"
    assert {path: path.stat().st_size for path in before} == before
    assert mine is (processor._outgoing if kind == "spool" else processor._delivery)
    if kind == "spool":
        assert len(list(tmp_path.glob("*-*/*.seg"))) == 2
    processor.shutdown()


def test_data_key_and_record_ids_are_a_forks_own() -> None:
    sealer, uids = Sealer(keyring().bundle()), UidSource()
    mine, stream = sealer.key().text, uids.next().split("-")[0]
    assert in_a_child(lambda: sealer.key().text) != mine
    assert in_a_child(lambda: uids.next().split("-")[0]) != stream
    assert sealer.key().text == mine
