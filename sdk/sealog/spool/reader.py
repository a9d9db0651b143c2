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
    SEALED_RECORD,
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
    from collections.abc import Callable, Iterator, Sequence
    from typing import TypeAlias

    from sealog.crypto.primitives import SegmentCipher
    from sealog.spool.frames import Damage
    from sealog.spool.keys import SpoolKeys
    from sealog.spool.storage.interface import Files
    from sealog.spool.writer import SpoolWriter

    _Opened: TypeAlias = tuple[int, int, bytes, int]
    """A record's number, its context's, its bytes, and where its frame ends."""

_CHUNK = 1 << 20


class SpoolReader:
    """Reads from `start`; for one thread.

    `writer` still writes behind it; None where the process that wrote has ended. `damaged` is told segment number,
    offset and bytes of what no frame could be made of. `keys` open encrypted segments.
    """

    def __init__(
        self,
        files: Files,
        start: Place,
        writer: SpoolWriter | None,
        damaged: Callable[[int, int, bytes], None],
        keys: SpoolKeys | None = None,
    ) -> None:
        self._files = files
        self._writer = writer
        self._damaged = damaged
        self._skip = start
        self._place = Place(start.segment, 0)
        self._name = segment_name(start.segment)
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
        """Give the next records, at least one; None where there is none yet.

        Raises:
            OSError: the system doesn't let it read, or, as `KeyAwayError`, the segment's spool key is not there.
        """
        while True:
            begin = self._place
            end = None if self._writer is None else self._writer.end
            grows = end is not None and end.segment == begin.segment
            limit = end.offset if end is not None and grows else self._size()
            if begin.offset < limit:
                records = self._records(limit, max_bytes, max_records, finished=not grows)
                if records:
                    return Batch(tuple(records), max(begin, self._skip), self._place)
            if self._place == begin and (grows or not self._advance()):
                return None

    def _size(self) -> int:
        """Give how far a segment can be read that grows no more."""
        try:
            return self._files.size(self._name)
        except FileNotFoundError:
            return 0

    def _advance(self) -> bool:
        last = None if self._writer is None else self._writer.end.segment
        numbers = segment_numbers(self._files.names())
        for number in numbers:
            if number > self._place.segment and (last is None or number <= last):
                self._place, self._name = Place(number, 0), segment_name(number)
                self._contexts, self._cipher, self._sealed_seq = {}, None, 0
                return True
        return False

    def _records(self, limit: int, max_bytes: int, max_records: int, *, finished: bool) -> list[SpooledRecord]:
        segment, start = self._place
        data, whole = self._chunk(start, limit)
        begin = place = len(MAGIC) if start == 0 and data.startswith((MAGIC, SEALED_MAGIC)) else 0
        skipped = self._skip.offset - start if self._skip.segment == segment else 0
        records: list[SpooledRecord] = []
        rest: Iterator[Frame | Damage] | None = None
        while place - begin < max_bytes and len(records) < max_records:
            quick = None if self._cipher is None else self._cipher.quick
            most = max_bytes - (place - begin), max_records - len(records)
            found = () if quick is None else quick.records(SEALED_RECORD, data, place, *most, self._sealed_seq)
            if found:
                rest = None
            else:
                frame = None
                if place < len(data):
                    rest = rest or frames(data, place, last=whole)
                    frame = next(rest, None)
                if frame is None:
                    if whole and finished:
                        place = limit - start  # a torn tail is passed over
                    break
                place = frame.end
                found = self._understood(frame) if isinstance(frame, Frame) else None
                if found is None:
                    self._damaged(segment, start + frame.start, data[frame.start : place])
            for seq, number, record, end in found or ():
                if self._seq is not None and seq > self._seq + 1:
                    self.lost += seq - self._seq - 1
                self._seq = self._sealed_seq = seq
                if end > skipped:
                    records.append(SpooledRecord(self._contexts.get(number, NO_CONTEXT), record, seq))
                place = end
            self._place = Place(segment, start + place)
        self._place = Place(segment, start + place)
        return records

    def _chunk(self, start: int, limit: int) -> tuple[bytes, bool]:
        """Read from `start`: at least a whole frame, where there is one; tell whether that is all up to `limit`."""
        data = self._files.read(self._name, start, min(_CHUNK, limit - start))
        if start + len(data) < limit:
            place = len(MAGIC) if start == 0 else 0
            need = place + wanted(data, place)
            if len(data) < need:  # one that is longer than all there is can't be right: only the whole rest tells
                data = self._files.read(self._name, start, min(need, limit - start))
        return data, start + len(data) >= limit

    def _understood(self, found: Frame) -> Sequence[_Opened] | None:
        """Take in what a frame says: give its record, if it holds one; None where it is not as it should be."""
        try:
            if found.type == KEY:
                self._unlock(found)
                return ()
            if self._cipher is not None:
                found = opened(found, self._cipher)
        except OpenError:
            return None
        if found.type == CONTEXT:
            named = read_context(found.payload)
            if named is None:
                return None
            self._contexts[named[0]] = named[1]
            return ()
        record = read_record(found.payload) if found.type == RECORD else None
        if record is None or (self._cipher is not None and found.seq <= self._sealed_seq):
            return None
        return ((found.seq, *record, found.end),)

    def _unlock(self, found: Frame) -> None:
        if self._keys is None or (self._cipher is None and not self._keys.has(found)):
            raise KeyAwayError
        self._cipher = self._keys.cipher(found, self._place.segment)
