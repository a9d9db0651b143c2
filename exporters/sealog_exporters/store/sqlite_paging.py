"""Reads the embedded store in pages, the records that arrived last first. Each page looks at so many records at most.

Records are in the order of their arrival, which is that of their row ids: each index below has it, so that no page
sorts, however large the store is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sealog_exporters.store.document import from_document

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator

    from sealog_exporters.store.interface import StoredRecord

__all__ = ["LISTED", "LOOKED_AT", "RecordFilter", "RecordPage", "record_page"]

LOOKED_AT: Final = 20_000
"""Records that one page looks at, at most."""

LISTED: Final = 4_000
"""The same where a template, an index or an entity lists the records: each is looked up alone then."""

_NEWEST: Final = 2**63 - 1

_WANTED = (
    "(:service = '' OR service = :service) AND severity >= :severity"
    " AND (:trace_id = '' OR trace_id = :trace_id) AND (:text = '' OR instr(lower(body), lower(:text)) > 0)"
)
_ALL = f"""
SELECT id, CASE WHEN {_WANTED} THEN document END FROM records
WHERE id < :before ORDER BY id DESC LIMIT :most"""  # noqa: S608 - of constants
_BY_TRACE = f"""
SELECT id, CASE WHEN {_WANTED} THEN document END FROM records
WHERE trace_id <> '' AND trace_id = :trace_id AND id < :before ORDER BY id DESC LIMIT :most"""  # noqa: S608 - of constants
_ONE = f"SELECT CASE WHEN {_WANTED} THEN document END FROM records WHERE id = :id"  # noqa: S608 - of constants
_LISTED = "SELECT record FROM {table} WHERE {column} = :{name} AND record < :before"


@dataclass(frozen=True)
class RecordFilter:
    """Which records are wanted; empty texts ask for any.

    `text` is in the body, its ASCII letters in either case. `templates` and `indexes` ask for records with one of them;
    of the fields `templates`, `indexes` and `entity` only one may be given.
    """

    service: str = ""
    min_severity: int = 0
    text: str = ""
    trace_id: str = ""
    templates: tuple[str, ...] = ()
    indexes: tuple[str, ...] = ()
    entity: str = ""


@dataclass(frozen=True)
class RecordPage:
    """Records with their numbers in the store, the last arrived first.

    `older` is where the next page begins (its `before`); None at the end. `looked_at` counts what was read.
    """

    records: tuple[tuple[int, StoredRecord], ...]
    older: int | None
    looked_at: int


def record_page(connection: sqlite3.Connection, wanted: RecordFilter, before: int | None, limit: int) -> RecordPage:
    """Give the `limit` newest wanted records before a number (None: of all), or as many as it may look at."""
    most = LISTED if _list_of(wanted)[0] else LOOKED_AT
    values: dict[str, Any] = {
        "service": wanted.service,
        "severity": wanted.min_severity,
        "text": wanted.text,
        "trace_id": wanted.trace_id,
        "before": _NEWEST if before is None else before,
        "most": most,
    }
    found: list[tuple[int, StoredRecord]] = []
    looked_at, last = 0, 0
    for number, document in _candidates(connection, wanted, values):
        looked_at, last = looked_at + 1, number
        if document is not None:
            found.append((number, from_document(document)))
            if len(found) == limit:
                break
    is_end = len(found) < limit and looked_at < most
    return RecordPage(tuple(found), None if is_end else last, looked_at)


def _candidates(
    connection: sqlite3.Connection, wanted: RecordFilter, values: dict[str, Any]
) -> Iterator[tuple[int, str | None]]:
    table, column, listed = _list_of(wanted)
    if not table:
        yield from connection.execute(_BY_TRACE if wanted.trace_id else _ALL, values)
        return
    names = {f"listed{number}": text for number, text in enumerate(listed)}
    # Each part is in order already: SQLite merges them and sorts nothing.
    query = " UNION ".join(_LISTED.format(table=table, column=column, name=name) for name in names)
    numbers = connection.execute(f"{query} ORDER BY record DESC LIMIT :most", values | names)
    for (number,) in numbers:
        document = connection.execute(_ONE, values | {"id": number}).fetchone()
        if document is not None:
            yield number, document[0]


def _list_of(wanted: RecordFilter) -> tuple[str, str, tuple[str, ...]]:
    """Choose the table that lists the wanted records."""
    if wanted.indexes:
        return "blind_indexes", "blind_index", wanted.indexes
    if wanted.templates:
        return "record_templates", "template", wanted.templates
    if wanted.entity:
        return "entities", "entity", (wanted.entity,)
    return "", "", ()
