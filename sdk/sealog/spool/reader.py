"""The reader: gives a spool's records in order, around whatever is damaged. It moves no cursor and changes no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog.errors import OpenError
from sealog.spool.frames import (
    CONTEXT,
    KEY,
    MAGIC,
    RECORD,
    SEALED_MAGIC,
    Damage,
    Frame,
    frames,
    opened,
    read_context,
    read_record,
    wanted,
)
from sealog.spool.keys import KeyAwayError
from sealog.spool.record import NO_CONTEXT, Batch, Context, Place, SpooledRecord
from sealog.spool.segments import segment_name, segment_numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.crypto.primitives import SegmentCipher
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.storage.interface import Files

_CHUNK = 1 << 20


class SpoolReader:
    """Reads from `start`; for one thread.

    `end` tells where the writer is, or None where nobody writes any more. `damaged` is told segment number, offset and
    bytes of what no frame could be made of. `keys` open encrypted segments.
    """

    def __init__(
        self,
        files: Files,
        start: Place,
        end: Callable[[], Place | None],
        damaged: Callable[[int, int, bytes], None],
        keys: SpoolKeys | None = None,
    ) -> None:
        self._files = files
        self._end = end
        self._damaged = damaged
        self._skip = start
        self._place = Place(start.segment, 0)
        self._contexts: dict[int, Context] = {}
        self._keys = keys
        self._cipher: SegmentCipher | None = None
        self._seq: int | None = None
        self._sealed_seq = 0
        self.lost = 0
        """Records whose numbers are missing between those that were read."""

    @property
    def place(self) -> Place:
        """Everything before has been given."""
        return max(self._place, self._skip)

    def read(self, max_bytes: int, max_records: int) -> Batch | None:
        """Give the next records, at least one; None where there is no further one now.

        Raises:
            OSError: the system doesn't let it read, or, as `KeyAwayError`, the segment's spool key is not there.
        """
        while True:
            begin = self._place
            finished, limit = self._extent()
            if self._place.offset < limit:
                records = self._records(limit, max_bytes, max_records)
                if records:
                    return Batch(tuple(records), max(begin, self._skip), self._place)
            if self._place == begin and not (finished and self._advance()):
                return None

    def _extent(self) -> tuple[bool, int]:
        """Tell whether this segment will grow no more, and how far it can be read."""
        end = self._end()
        if end is not None and end.segment == self._place.segment:
            return False, end.offset
        try:
            return True, self._files.size(segment_name(self._place.segment))
        except FileNotFoundError:
            return True, 0

    def _advance(self) -> bool:
        end = self._end()
        numbers = segment_numbers(self._files.names())
        for number in numbers:
            if number > self._place.segment and (end is None or number <= end.segment):
                self._place = Place(number, 0)
                self._contexts, self._cipher, self._sealed_seq = {}, None, 0
                return True
        return False

    def _records(self, limit: int, max_bytes: int, max_records: int) -> list[SpooledRecord]:
        name = segment_name(self._place.segment)
        start = self._place.offset
        data = self._files.read(name, start, min(_CHUNK, limit - start))
        place = len(MAGIC) if start == 0 and data.startswith((MAGIC, SEALED_MAGIC)) else 0
        need = place + wanted(data, place)
        if len(data) < need <= limit - start:
            data = self._files.read(name, start, need)
        whole = start + len(data) >= limit
        if not whole and len(data) < need:  # a length that can't be right: only all of the segment tells
            data = self._files.read(name, start, limit - start)
            whole = True
        records: list[SpooledRecord] = []
        size = 0
        for found in frames(data, place, last=whole):
            if isinstance(found, Damage) or not self._understand(found, start, records):
                self._damaged(self._place.segment, start + found.start, data[found.start : found.end])
            self._place = Place(self._place.segment, start + found.end)
            size += found.end - found.start
            if size >= max_bytes or len(records) >= max_records:
                return records
        if whole and self._extent()[0]:
            self._place = Place(self._place.segment, limit)  # a torn tail is passed over
        elif self._place.offset == start and place:
            self._place = Place(self._place.segment, place)
        return records

    def _understand(self, found: Frame, start: int, records: list[SpooledRecord]) -> bool:
        try:
            if found.type == KEY:
                self._unlock(found)
                return True
            if self._cipher is not None:
                found = opened(found, self._cipher)
        except OpenError:
            return False
        if found.type == CONTEXT:
            named = read_context(found.payload)
            if named is not None:
                self._contexts[named[0]] = named[1]
            return named is not None
        record = read_record(found.payload) if found.type == RECORD else None
        if record is None or (self._cipher is not None and found.seq <= self._sealed_seq):
            return False
        self._sealed_seq = found.seq
        if self._seq is not None and found.seq > self._seq + 1:
            self.lost += found.seq - self._seq - 1
        self._seq = found.seq
        if Place(self._place.segment, start + found.end) > self._skip:
            records.append(SpooledRecord(self._contexts.get(record[0], NO_CONTEXT), record[1], found.seq))
        return True

    def _unlock(self, found: Frame) -> None:
        if self._keys is None or (self._cipher is None and not self._keys.has(found)):
            raise KeyAwayError
        self._cipher = self._keys.cipher(found, self._place.segment)
