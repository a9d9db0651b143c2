"""What lies in a spool, in memory or on disk: records, what they have in common, and their places. It reads nothing."""

from __future__ import annotations

from typing import NamedTuple


class Context(NamedTuple):
    """What records have in common: `ResourceLogs` without scopes, `ScopeLogs` without records, both encoded."""

    resource: bytes
    scope: bytes


NO_CONTEXT = Context(b"", b"")


class Place(NamedTuple):
    """A place in a spool: segment number and byte offset in that segment. Places compare in reading order."""

    segment: int
    offset: int


class SpooledRecord(NamedTuple):
    """One record as it will be sent, and its number."""

    context: Context
    data: bytes
    seq: int


class Batch(NamedTuple):
    """Records that lie one behind the other, and the places around them."""

    records: tuple[SpooledRecord, ...]
    begin: Place
    end: Place
