"""A spool: one process's records, from being written until they are taken. It knows neither locks nor endpoints."""

from __future__ import annotations

import contextlib
from collections import deque
from typing import TYPE_CHECKING

from sealog.spool.cursor import SLOT_BYTES, START, Cursor, read_cursor
from sealog.spool.reader import SpoolReader
from sealog.spool.record import Batch, Place
from sealog.spool.segments import CURSOR_NAME, segment_name, segment_numbers
from sealog.spool.writer import SEGMENT_BYTES, SpoolWriter

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.spool.keys import SpoolKeys
    from sealog.spool.storage.interface import Files


class Spool:
    """Reads what lies in a folder, and with `limit` also writes to it, behind what another process left.

    `writer` may be used from any thread; everything else belongs to one thread, the sender's. Batches that were taken
    may be settled in any order: the cursor moves when all before have been. With `keys` what is written is encrypted.
    """

    def __init__(
        self,
        files: Files,
        *,
        damaged: Callable[[int, int, bytes], None],
        limit: int | None = None,
        segment_bytes: int = SEGMENT_BYTES,
        durable: bool = False,
        keys: SpoolKeys | None = None,
    ) -> None:
        self._files = files
        self._cursor = _cursor(files)
        numbers = segment_numbers(files.names())
        left = sum(files.size(segment_name(number)) for number in numbers)
        first = max([*numbers, self._cursor.place.segment], default=0) + 1
        self.writer = (
            None
            if limit is None
            else SpoolWriter(
                files, first=first, limit=limit, segment_bytes=segment_bytes, durable=durable, stored=left, keys=keys
            )
        )
        start = self._cursor.place if numbers else Place(first, 0)
        if numbers and start.segment not in numbers:
            start = Place(numbers[0], 0)
        self._reader = SpoolReader(files, start, self.writer, damaged, keys)
        self.answered = 0
        """Records that were taken out and settled."""
        self._out: deque[Batch] = deque()
        self._settled: set[Place] = set()

    @property
    def lost(self) -> int:
        """Records that were found missing between those that were read."""
        return self._reader.lost

    @property
    def unsettled(self) -> bool:
        """Whether batches were taken out and not settled yet."""
        return bool(self._out)

    def has_more(self) -> bool:
        """Tell, without reading, whether something may be there that was not taken out yet."""
        place = self._reader.place
        end = self._end()
        return (end if end is not None else self._last()) > place

    def waiting(self) -> int:
        """Give roughly how many bytes were not taken out yet; from any thread."""
        return self._bytes_from(self._reader.place)

    def unanswered(self) -> int:
        """Give roughly how many bytes are not settled yet, taken out or not; from any thread."""
        return self._bytes_from(self._cursor.place)

    def take(self, max_bytes: int, max_records: int) -> Batch | None:
        """Take the next records out, for sending; None where there is none now."""
        batch = self._reader.read(max_bytes, max_records)
        if batch is not None:
            self._out.append(batch)
        return batch

    def settle(self, batch: Batch) -> None:
        """Note that a batch has been answered for good, and delete segments that are settled whole.

        Raises:
            OSError: the cursor can't be written; the records would be sent again after a restart, not lost.
        """
        self._settled.add(batch.begin)
        self.answered += len(batch.records)
        place = old = self._cursor.place
        while self._out and self._out[0].begin in self._settled:
            done = self._out.popleft()
            self._settled.discard(done.begin)
            place = done.end
        if place != old:
            cursor = Cursor(self._cursor.generation + 1, place)
            self._files.put(CURSOR_NAME, *cursor.slot())
            self._cursor = cursor
        if place.segment != old.segment:
            self._remove_settled(place.segment)

    def sync(self) -> None:
        """Make what was written durable, see `SpoolWriter.sync`."""
        if self.writer is not None:
            self.writer.sync()

    def close(self) -> None:
        """Let go of the files."""
        self._files.close()

    def _bytes_from(self, place: Place) -> int:
        end = self._end()
        if end is not None and place.segment == end.segment:
            return max(0, end.offset - place.offset)
        total = -place.offset
        with contextlib.suppress(OSError):  # another thread has just removed what was sent
            for number in segment_numbers(self._files.names()):
                if number >= place.segment:
                    total += self._files.size(segment_name(number))
        return max(0, total)

    def _end(self) -> Place | None:
        return None if self.writer is None else self.writer.end

    def _last(self) -> Place:
        numbers = segment_numbers(self._files.names())
        return Place(numbers[-1], self._files.size(segment_name(numbers[-1]))) if numbers else Place(0, 0)

    def _remove_settled(self, first: int) -> None:
        """Delete the segments before number `first`, once the cursor is sure to stand there after a loss of power."""
        taken = [number for number in segment_numbers(self._files.names()) if number < first]
        if taken:
            self._files.sync(CURSOR_NAME)
            self._files.sync_names()
            for number in taken:
                self._remove(number)

    def _remove(self, number: int) -> None:
        name = segment_name(number)
        with contextlib.suppress(OSError):  # what can't be deleted now is deleted with the folder
            size = self._files.size(name)
            self._files.remove(name)
            if self.writer is not None:
                self.writer.forget(size)


def _cursor(files: Files) -> Cursor:
    try:
        return read_cursor(files.read(CURSOR_NAME, 0, 2 * SLOT_BYTES))
    except OSError:
        return START
