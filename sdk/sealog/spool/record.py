"""The contents of a spool, in memory or on disk: records, the context that they share, and their places."""

from __future__ import annotations

from typing import NamedTuple


class Context(NamedTuple):
    """The context that records share: `ResourceLogs` without scopes, `ScopeLogs` without records, both encoded."""

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
    """Consecutive records, and the places before and after them."""

    records: tuple[SpooledRecord, ...]
    begin: Place
    end: Place
