"""Reads one segment, and writes one anew with other records. Whoever writes holds the folder's lock.

The format is docs/spec/spool.md, "Rewriting a segment".
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.spool.cursor import SLOT_BYTES, START, Cursor, read_cursor
from sealog.spool.frames import MAGIC, SEALED_MAGIC, context_frame, record_frame
from sealog.spool.reader import SpoolReader
from sealog.spool.record import Place
from sealog.spool.segments import CURSOR_NAME, segment_name, segment_numbers
from sealog.spool.storage.disk import DiskFiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from sealog.spool.keys import SpoolKeys
    from sealog.spool.record import SpooledRecord

__all__ = ["accepted_before", "read_segment", "replace_segment", "segments_in"]

_BYTES, _RECORDS = 1 << 20, 1000
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_OWNER_ONLY = 0o600


def segments_in(folder: Path) -> list[int]:
    """Give the numbers of a folder's segments, in order.

    Raises:
        OSError: it can't be read.
    """
    return segment_numbers([path.name for path in folder.iterdir()])


def accepted_before(folder: Path) -> Place:
    """Give the place before which the endpoint has accepted everything; the beginning where there is no cursor.

    Raises:
        OSError: the cursor can't be read.
    """
    try:
        return read_cursor((folder / CURSOR_NAME).read_bytes()).place
    except FileNotFoundError:
        return START.place


def read_segment(
    folder: Path,
    number: int,
    keys: SpoolKeys | None,
    *,
    offset: int = 0,
    damaged: Callable[[int, int, bytes], None] = lambda *_: None,
) -> list[SpooledRecord]:
    """Give the records of one segment that end behind `offset`, in order; `damaged` as `SpoolReader` has it.

    Raises:
        OSError: the system doesn't let it read, or, as `KeyAwayError`, the segment's spool key is not there.
    """
    files = _OneSegment(folder, segment_name(number))
    try:
        reader = SpoolReader(files, Place(number, offset), None, damaged, keys)
        found: list[SpooledRecord] = []
        while (batch := reader.read(_BYTES, _RECORDS)) is not None:
            found += batch.records
        return found
    finally:
        files.close()


class _OneSegment(DiskFiles):
    """A folder of which only one file is seen."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(folder)
        self._only = name

    def names(self) -> list[str]:
        """See `Files`."""
        return [self._only]


def replace_segment(folder: Path, number: int, records: Iterable[SpooledRecord], keys: SpoolKeys | None) -> None:
    """Put another segment in place of segment `number`, whole or not at all; an encrypted one gets a new key.

    `records` are all that it shall hold of what the endpoint has not accepted yet: the cursor is set to its beginning
    first, so that a crash may send some twice and loses none.

    Raises:
        OSError: it can't be written; the old segment is there, unchanged.
    """
    path = folder / segment_name(number)
    fresh = folder / f".{path.name}.new"  # no segment by its name, and removed with the folder
    try:
        fresh.unlink(missing_ok=True)  # a run that was killed left it
        with path.open("rb") as old, os.fdopen(os.open(fresh, _NEW, _OWNER_ONLY), "wb") as new:
            is_sealed = old.read(len(SEALED_MAGIC)) == SEALED_MAGIC
            was = os.fstat(old.fileno())
            if os.geteuid() == 0:  # else it is this user's already
                os.fchown(new.fileno(), was.st_uid, was.st_gid)
            new.writelines(_segment(number, records, keys if is_sealed else None))
            new.flush()
            os.fsync(new.fileno())
        _rewind(folder / CURSOR_NAME, number)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    _sync_names(folder)


def _segment(number: int, records: Iterable[SpooledRecord], keys: SpoolKeys | None) -> Iterator[bytes]:
    opening, cipher = (MAGIC, None) if keys is None else keys.begin(number)
    yield opening
    contexts: dict[object, int] = {}
    for record in records:
        if record.context not in contexts:
            yield context_frame(record.seq, len(contexts), record.context, cipher)
        yield record_frame(cipher, record.seq, contexts.setdefault(record.context, len(contexts)), record.data)


def _rewind(path: Path, number: int) -> None:
    """Set the cursor to the beginning of a segment, if it stands within that."""
    with suppress(FileNotFoundError), path.open("r+b") as file:
        cursor = read_cursor(file.read(2 * SLOT_BYTES))
        if cursor.place.segment == number and cursor.place.offset:
            at, slot = Cursor(cursor.generation + 1, Place(number, 0)).slot()
            file.seek(at)
            file.write(slot)
            file.flush()
            os.fsync(file.fileno())


def _sync_names(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
