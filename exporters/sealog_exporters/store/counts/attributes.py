"""Counts in how many records of a service an attribute held an entity, by minute. The table is bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sealog.records import attributes as names
from sealog_exporters.store.counts.interface import AttributeCount
from sealog_exporters.store.counts.templates import MAX_ROWS, OTHER, minutes_in
from sealog_exporters.store.entities import counted_name, entities_by_attribute
from sealog_exporters.store.interface import texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from typing import TypeAlias

    from sealog_exporters.event import Event

    Key: TypeAlias = tuple[int, str, str, str]

__all__ = ["AttributeBatch", "attribute_counts", "fold_attributes"]

MAX_CELLS: Final = 1_000
"""Combinations of one minute that are counted apart."""

_MINUTE_NS: Final = 60 * 10**9
_LAST_NS: Final = 2**63 - 1

_ADD = """
INSERT INTO attribute_counts VALUES (?, 1, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET records = records + excluded.records"""
_CELLS = "SELECT count(*) FROM attribute_counts WHERE bucket = ? AND minutes = 1"
_IS_CELL = """
SELECT 1 FROM attribute_counts WHERE bucket = ? AND minutes = 1 AND service = ? AND attribute = ? AND entity = ?"""
_COUNTS = """
SELECT service, attribute, entity, sum(records) FROM attribute_counts WHERE bucket >= ? AND bucket + minutes <= ?
GROUP BY service, attribute, entity"""
_ROWS = "SELECT count(*) FROM attribute_counts"
_FOLD = """
INSERT INTO attribute_counts
SELECT bucket / :width * :width, :width, service, attribute, entity, sum(records)
FROM attribute_counts WHERE bucket < :before AND minutes < :width GROUP BY 1, 3, 4, 5
ON CONFLICT DO UPDATE SET records = records + excluded.records"""
_MIDDLE = """
SELECT bucket FROM attribute_counts ORDER BY bucket LIMIT 1 OFFSET (SELECT count(*) / 2 FROM attribute_counts)"""
_END = "SELECT max(bucket) + 1 FROM attribute_counts"
_FOLDED = "DELETE FROM attribute_counts WHERE bucket < :before AND minutes < :width"


class AttributeBatch:
    """What one transaction adds to the counts."""

    def __init__(self) -> None:
        self._cells: dict[Key, int] = {}

    def add(self, event: Event) -> None:
        """Count a record that is stored now."""
        if not texts(event.attributes.get(names.ENTITIES)):
            return
        bucket = min(event.time_unix_nano, _LAST_NS) // _MINUTE_NS
        service = counted_name(event.service)
        cells = {(bucket, service, name, entity) for entity, name in entities_by_attribute(event.attributes)}
        for key in cells:
            self._cells[key] = self._cells.get(key, 0) + 1

    def write(self, connection: sqlite3.Connection) -> None:
        """Add the counts to the table; the caller has a transaction."""
        room: dict[int, int] = {}
        for key, records in self._cells.items():
            bucket, service, attribute, entity = key
            if bucket not in room:
                room[bucket] = MAX_CELLS - connection.execute(_CELLS, (bucket,)).fetchone()[0]
            if not connection.execute(_IS_CELL, key).fetchone():
                if room[bucket] <= 0:
                    service, attribute, entity = "", OTHER, OTHER
                room[bucket] -= 1
            connection.execute(_ADD, (bucket, service, attribute, entity, records))


def attribute_counts(connection: sqlite3.Connection, from_ns: int, to_ns: int) -> Iterator[AttributeCount]:
    """Give the counts of buckets that lie in a time."""
    for row in connection.execute(_COUNTS, minutes_in(from_ns, to_ns)):
        yield AttributeCount(*row)


def fold_attributes(connection: sqlite3.Connection, max_rows: int = MAX_ROWS) -> None:
    """Fold old buckets until the table has no more rows than it may; the caller has a transaction.

    The older half becomes hours, then days, then all becomes days. If that is not enough, because of times that never
    were, the counts begin anew.
    """
    for width, until in ((60, _MIDDLE), (1_440, _MIDDLE), (1_440, _END)):
        if connection.execute(_ROWS).fetchone()[0] <= max_rows:
            return
        (end,) = connection.execute(until).fetchone()
        values = {"width": width, "before": -(-end // width) * width}
        connection.execute(_FOLD, values)
        connection.execute(_FOLDED, values)
    if connection.execute(_ROWS).fetchone()[0] > max_rows:
        connection.execute("DELETE FROM attribute_counts")
