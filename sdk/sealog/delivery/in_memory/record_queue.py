"""Records that wait in memory to be sent, within a limit of bytes. They are lost with the process.

A record arrives as its fields, and the sender encodes it later, so that it costs the application less. Only if the
sender falls behind does each caller encode two waiting records. Callers never wait for a lock.
"""

from __future__ import annotations

import sys
import threading
from collections import deque
from typing import TYPE_CHECKING

from sealog.delivery.encoding.encode import BODY, encode
from sealog.spool.record import Batch, Place, SpooledRecord
from sealog.spool.room import SCARCE, UNSPECIFIED_IS, least_severity

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.delivery.encoding.encode import Fields
    from sealog.spool.record import Context

_FRESH_BYTES = 2 << 20
"""Estimated bytes of records that may wait as fields: more than a caller makes while the sender collects a batch."""

_FRESH_SHARE = 16
"""And never more than this part of the limit, so that a wrong estimate stays small."""

_BESIDE = 160
"""Bytes that Python takes for a record beside its encoding."""

_SMOOTHING = 1 / 64


class RecordQueue:
    """A `Source` in memory that holds about `limit` bytes; beyond, the least severe records are dropped first.

    `keep` is safe from any thread and from a signal's handler; the rest is for the sender's thread. `dropped` gets the
    reason for each record that will not be sent, `memory` or `unencodable`; `kept` is called after each kept record.
    """

    def __init__(self, limit: int, dropped: Callable[[str], None], kept: Callable[[], None] = lambda: None) -> None:
        self._limit = limit
        self._scarce = SCARCE * limit
        self._dropped = dropped
        self._kept = kept
        self._fresh: deque[tuple[Context, Fields | bytes, int]] = deque()
        self._packed: deque[tuple[Context, bytes]] = deque()
        self._packing = threading.Lock()
        self._packed_bytes = self._bytes_out = 0
        # The smoothed size of a record, of its body and of the rest: the estimate for those that were not counted yet.
        self._usual_body, self._usual_rest = 0.0, 400.0
        self._most_fresh = min(_FRESH_BYTES, limit // _FRESH_SHARE)
        self._number = self._records_out = 0

    def keep(self, context: Context, taken: Fields | bytes, severity: int) -> None:
        """Keep a record: its fields, if nothing in them can change any more, or its encoding."""
        fresh = (self._usual_body + self._usual_rest) * len(self._fresh)  # `_guess`, without the call
        held = self._packed_bytes + self._bytes_out + fresh
        if held > self._scarce and (severity or UNSPECIFIED_IS) < least_severity(int(held), self._limit):
            self._dropped("memory")
            return
        body = taken if type(taken) is bytes else taken[BODY]
        length = len(body) if isinstance(body, (str, bytes)) else 0
        self._fresh.append((context, taken, length))
        self._usual_body += _SMOOTHING * (length - self._usual_body)
        if fresh > self._most_fresh:
            self._pack_two()
        self._kept()

    @property
    def unsettled(self) -> bool:
        """See `Source`."""
        return self._records_out > 0

    @property
    def held(self) -> int:
        """How many records the endpoint has not answered for."""
        return len(self._fresh) + len(self._packed) + self._records_out

    @property
    def answered(self) -> int:
        """How many records were answered for."""
        return self._number - self._records_out

    @property
    def held_bytes(self) -> int:
        """About how many bytes they take."""
        return int(self._packed_bytes + self._bytes_out + self._guess())

    def has_more(self) -> bool:
        """See `Source`."""
        return bool(self._fresh or self._packed)

    def waiting(self) -> int:
        """See `Source`."""
        return int(self._packed_bytes + self._guess())

    def take(self, max_bytes: int, max_records: int) -> Batch | None:
        """See `Source`."""
        records: list[SpooledRecord] = []
        begin = Place(0, self._number)
        size = 0
        with self._packing:
            self._pack(max_bytes, max_records)
            while self._packed and size < max_bytes and len(records) < max_records:
                context, data = self._packed.popleft()
                size += len(data) + _BESIDE
                self._number += 1
                records.append(SpooledRecord(context, data, self._number))
            self._packed_bytes -= size
            self._bytes_out += size
        if not records:
            return None
        self._records_out += len(records)
        return Batch(tuple(records), begin, Place(0, self._number))

    def settle(self, batch: Batch) -> None:
        """See `Source`."""
        self._records_out -= len(batch.records)
        for record in batch.records:
            self._bytes_out -= len(record.data) + _BESIDE

    def _guess(self) -> float:
        return (self._usual_body + self._usual_rest) * len(self._fresh)

    def _pack_two(self) -> None:
        # Two for each new one, so that they become fewer. A caller that can't get the lock leaves it to its holder:
        # that may be this very thread, which a signal interrupted.
        if self._packing.acquire(blocking=False):
            try:
                self._pack(sys.maxsize, len(self._packed) + 2)
            finally:
                self._packing.release()

    def _pack(self, max_bytes: int, max_records: int) -> None:
        """Encode records until so many bytes or records wait encoded, or all do. The lock is the caller's."""
        while self._fresh and self._packed_bytes < max_bytes and len(self._packed) < max_records:
            context, taken, length = self._fresh.popleft()
            try:
                data = taken if isinstance(taken, bytes) else encode(taken)
            except Exception:  # noqa: BLE001 - one record must not cost the others
                self._dropped("unencodable")
                continue
            self._packed.append((context, data))
            size = len(data) + _BESIDE
            self._packed_bytes += size
            self._usual_rest += _SMOOTHING * (size - length - self._usual_rest)
