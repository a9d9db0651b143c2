"""Counts records by template, service, version, severity and minute, in the transaction that stores them.

The tables are bounded: of one minute so many combinations are counted apart, and old minutes are folded into hours and
days. Folding loses the finer time and, last of all, the template; it never loses a count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from sealog.records import attributes as names
from sealog_exporters.store.entities import counted
from sealog_exporters.store.interface import EntityCount, TemplateCount, texts

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from sealog_exporters.event import Event

    Key: TypeAlias = tuple[int, str, str, str, int]

__all__ = ["MAX_ROWS", "OTHER", "Batch", "entity_counts", "fold", "minutes_in", "template_counts", "template_series"]

OTHER: Final = "other"
"""The template of what was too much to keep apart, as the miner has it."""

MAX_CELLS: Final = 2_000
"""Combinations of one minute that are counted apart."""

MAX_ROWS: Final = 400_000
"""Rows of each table, about 100 MB; the oldest of more are folded."""

_MINUTE_NS: Final = 60 * 10**9
_LAST_NS: Final = 2**63 - 1
_MAX_MINUTE: Final = _LAST_NS // _MINUTE_NS
_WIDTHS: Final = (60, 1_440)
_TEMPLATE: Final = "log.record.template"
_MAX_NAME: Final = 256  # characters of a service, version or entity that tell it apart

AHEAD_NS: Final = 5 * 10**9
"""A record from further in the future than this has a clock that is ahead: a network takes no negative time."""

BEHIND_NS: Final = 300 * 10**9
"""A record that was observed later than this has a clock that is behind, or waited."""

_SUM = """
ON CONFLICT DO UPDATE SET
    records = records + excluded.records, bytes = bytes + excluded.bytes,
    first_time = min(first_time, excluded.first_time), last_time = max(last_time, excluded.last_time),
    traceless = traceless + excluded.traceless, ahead = ahead + excluded.ahead,
    behind = behind + excluded.behind, again = again + excluded.again"""
_SUM_ENTITIES = " ON CONFLICT DO UPDATE SET records = records + excluded.records"
_ADD = "INSERT INTO template_counts VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_ENTITY = "INSERT INTO entity_counts VALUES (?, 1, ?, ?, ?, ?)"
_ADD_TEXT = """
INSERT INTO template_texts VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text WHERE text <> excluded.text"""
_CELLS = "SELECT count(*) FROM template_counts WHERE bucket = ? AND minutes = 1"
_IS_CELL = """
SELECT 1 FROM template_counts
WHERE bucket = ? AND minutes = 1 AND template = ? AND service = ? AND version = ? AND severity = ?"""
_COUNTS = """
SELECT template, service, version, severity, sum(records), min(first_time), max(last_time), sum(traceless),
    ifnull((SELECT text FROM template_texts WHERE template_texts.template = template_counts.template), ''),
    sum(bytes), sum(ahead), sum(behind), sum(again)
FROM template_counts WHERE bucket >= ? AND bucket + minutes <= ? GROUP BY template, service, version, severity"""
_SERIES = """
SELECT bucket, sum(records) FROM template_counts
WHERE template IN ({}) AND bucket >= ? AND bucket + minutes <= ? GROUP BY bucket"""
_ENTITIES = """
SELECT template, service, entity, sum(records) FROM entity_counts WHERE bucket >= ? AND bucket + minutes <= ?
GROUP BY template, service, entity"""
_FOLD = """
INSERT INTO template_counts
SELECT bucket / :width * :width, :width, {template}, {service}, {version}, severity, sum(records), sum(bytes),
    min(first_time), max(last_time), sum(traceless), sum(ahead), sum(behind), sum(again)
FROM template_counts WHERE bucket < :before AND minutes < :width
GROUP BY 1, 3, 4, 5, 6"""
_FOLD_ENTITIES = """
INSERT INTO entity_counts
SELECT bucket / :width * :width, :width, {template}, {service}, entity, sum(records)
FROM entity_counts WHERE bucket < :before AND minutes < :width
GROUP BY 1, 3, 4, 5"""


@dataclass(slots=True)
class _Cell:
    records: int = 0
    size: int = 0
    first_ns: int = _LAST_NS
    last_ns: int = 0
    traceless: int = 0
    ahead: int = 0
    behind: int = 0
    again: int = 0
    entities: dict[str, int] = field(default_factory=dict)


class Batch:
    """What one transaction adds to the counts."""

    def __init__(self) -> None:
        self._cells: dict[Key, _Cell] = {}
        self._texts: dict[str, str] = {}

    def add(self, event: Event, body: str, *, is_new: bool) -> None:
        """Count an event with its body as text: one that is stored now, or one that was there already."""
        template = _name(event.attributes.get(names.TEMPLATE_ID))
        time_ns = min(event.time_unix_nano, _LAST_NS)
        version = _name(event.resource.get("service.version"))
        key = (time_ns // _MINUTE_NS, template, _name(event.service), version, event.severity_number)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = _Cell()
        cell.first_ns = min(cell.first_ns, time_ns)
        cell.last_ns = max(cell.last_ns, time_ns)
        if not is_new:
            cell.again += 1
            return
        text = event.attributes.get(_TEMPLATE)
        if template and isinstance(text, str):
            self._texts[template] = counted(text)
        cell.records += 1
        cell.size += len(body.encode("utf-8", "surrogatepass"))
        cell.traceless += not event.trace_id
        cell.ahead += time_ns > event.observed_unix_nano + AHEAD_NS
        cell.behind += event.observed_unix_nano > time_ns + BEHIND_NS
        for entity in set(texts(event.attributes.get(names.ENTITIES))):
            cell.entities[entity[:_MAX_NAME]] = cell.entities.get(entity[:_MAX_NAME], 0) + 1

    def write(self, connection: sqlite3.Connection) -> None:
        """Add the counts to the tables; the caller has a transaction."""
        rows, entities = [], []
        room: dict[int, int] = {}
        for key, cell in self._cells.items():
            bucket, template, service, version, severity = _within(connection, key, room)
            numbers = (cell.records, cell.size, cell.first_ns, cell.last_ns, cell.traceless)
            rows.append((bucket, template, service, version, severity, *numbers, cell.ahead, cell.behind, cell.again))
            entities += [(bucket, template, service, entity, count) for entity, count in cell.entities.items()]
        connection.executemany(_ADD + _SUM, rows)
        connection.executemany(_ADD_ENTITY + _SUM_ENTITIES, entities)
        connection.executemany(_ADD_TEXT, self._texts.items())


def _within(connection: sqlite3.Connection, key: Key, room: dict[int, int]) -> Key:
    """Give a key as it is, or that of all others where its minute has no more room."""
    bucket, severity = key[0], key[4]
    if bucket not in room:
        room[bucket] = MAX_CELLS - connection.execute(_CELLS, (bucket,)).fetchone()[0]
    if connection.execute(_IS_CELL, key).fetchone():
        return key
    if room[bucket] <= 0:
        return bucket, OTHER, "", "", severity
    room[bucket] -= 1
    return key


def fold(connection: sqlite3.Connection, max_rows: int = MAX_ROWS) -> None:
    """Fold the oldest buckets until the tables have no more rows than they may; the caller has a transaction."""
    for width in _WIDTHS:
        if not _excess(connection, max_rows):
            return
        _fold(connection, _middle(connection), width)
    if _excess(connection, max_rows):  # times that never were: of those only the totals stay
        _fold(connection, _MAX_MINUTE + 1, _MAX_MINUTE, template=f"'{OTHER}'", service="''", version="''")


def _excess(connection: sqlite3.Connection, max_rows: int) -> bool:
    count = "SELECT max((SELECT count(*) FROM template_counts), (SELECT count(*) FROM entity_counts))"
    rows: int = connection.execute(count).fetchone()[0]
    return rows > max_rows


def _middle(connection: sqlite3.Connection) -> int:
    """Give a minute before which half of the rows lie."""
    half = (
        "SELECT bucket FROM template_counts ORDER BY bucket LIMIT 1 OFFSET (SELECT count(*) / 2 FROM template_counts)"
    )
    found = connection.execute(half).fetchone()
    return int(found[0]) if found else 0


def _fold(
    connection: sqlite3.Connection,
    before: int,
    width: int,
    template: str = "template",
    service: str = "service",
    version: str = "version",
) -> None:
    before = before // width * width or width
    values = {"width": width, "before": before}
    connection.execute(_FOLD.format(template=template, service=service, version=version) + _SUM, values)
    connection.execute("DELETE FROM template_counts WHERE bucket < :before AND minutes < :width", values)
    connection.execute(_FOLD_ENTITIES.format(template=template, service=service) + _SUM_ENTITIES, values)
    connection.execute("DELETE FROM entity_counts WHERE bucket < :before AND minutes < :width", values)


def template_counts(connection: sqlite3.Connection, from_ns: int, to_ns: int) -> Iterator[TemplateCount]:
    """Give the counts of buckets that lie in a time."""
    for row in connection.execute(_COUNTS, minutes_in(from_ns, to_ns)):
        yield TemplateCount(*row)


def entity_counts(connection: sqlite3.Connection, from_ns: int, to_ns: int) -> Iterator[EntityCount]:
    """Give the counts of entities of buckets that lie in a time."""
    for row in connection.execute(_ENTITIES, minutes_in(from_ns, to_ns)):
        yield EntityCount(*row)


def template_series(
    connection: sqlite3.Connection, templates: Sequence[str], from_ns: int, to_ns: int, step_ns: int
) -> list[int]:
    """Count the records of templates in steps of whole minutes; a folded bucket counts at its beginning."""
    series = [0] * -(-(to_ns - from_ns) // step_ns)
    query = _SERIES.format(", ".join("?" * len(templates)))
    for minute, records in connection.execute(query, (*templates, *minutes_in(from_ns, to_ns))):
        series[(minute * _MINUTE_NS - from_ns) // step_ns] += records
    return series


def minutes_in(from_ns: int, to_ns: int) -> tuple[int, int]:
    """Give the first whole minute of a time (ns since the epoch), and the one behind its last."""
    end = _MAX_MINUTE + 1 if to_ns >= _LAST_NS else max(to_ns, 0) // _MINUTE_NS
    return -(-min(max(from_ns, 0), _LAST_NS) // _MINUTE_NS), end


def _name(value: object) -> str:
    return counted(value)[:_MAX_NAME] if isinstance(value, str) else ""
