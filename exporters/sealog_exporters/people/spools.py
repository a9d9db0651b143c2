"""What waits in the spools of applications, so that a person's records on their way are known. It changes none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog.spool.key_file import read
from sealog.spool.reader import SpoolReader
from sealog.spool.record import Place
from sealog.spool.segments import segment_numbers
from sealog.spool.storage.disk import DiskFiles
from sealog.spool.survey import survey

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["waiting"]

_BYTES, _RECORDS = 1 << 20, 1000


def waiting(folder: Path, key_file: Path | None, indexes: Iterable[str], random: Callable[[int], bytes]) -> int:
    """Count the records below a spool directory that hold one of some blind indexes.

    Records that were sent and still lie in a segment are counted, too: more rather than fewer.

    Raises:
        StoreError: the directory can't be read, or its key is not there.
        KeyFileError: the key's file can't be used.
    """
    wanted = [index.encode() for index in indexes]
    keys = None if key_file is None else read(key_file, random)
    found = 0
    try:
        for seen in survey(folder, keys).folders:
            if seen.key_away:
                raise StoreError(f"{seen.path}: its spool key is not at hand (SEALOG_SPOOL_KEY_FILE)")
            files = DiskFiles(seen.path)
            try:
                numbers = segment_numbers(files.names())
                reader = SpoolReader(files, Place(min(numbers, default=0), 0), None, lambda *_: None, keys)
                while (batch := reader.read(_BYTES, _RECORDS)) is not None:
                    found += sum(any(index in one.data for index in wanted) for one in batch.records)
            finally:
                files.close()
    except OSError as error:
        raise StoreError(f"{folder}: can't be read ({error.strerror})") from error
    return found
