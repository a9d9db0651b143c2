"""The tables of spans in the embedded store. They are bounded: the spans that came first go first."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from sealog.records import attributes as names
from sealog_exporters.store.interface import EVERYTHING, texts
from sealog_exporters.store.schema import has_operations, has_spans
from sealog_exporters.store.spans.document import from_document, operation_columns, record_of, to_document
from sealog_exporters.store.spans.operations import operations
from sealog_exporters.store.sqlite_paging import LISTED

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager

    from sealog_exporters.event import OtlpSpan
    from sealog_exporters.store.interface import Selection, StoredRecord
    from sealog_exporters.store.spans.operations import Operation
    from sealog_exporters.store.sqlite_paging import RecordFilter

__all__ = ["MAX_SPANS", "Spans"]

MAX_SPANS: Final = 500_000
"""Spans that are kept."""

_MAX_INTEGER: Final = 2**63 - 1
_TRIM_AFTER: Final = 5_000  # spans: then those that came first are deleted, if there are too many

_INSERT = """
INSERT OR IGNORE INTO spans
(trace_id, span_id, time, duration, failed, kind, service, version, operation, operation_key, document)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_INSERT_INDEX = "INSERT OR IGNORE INTO span_blind_indexes (blind_index, span) VALUES (?, ?)"
_INSERT_ENTITY = "INSERT OR IGNORE INTO span_entities (entity, span) VALUES (?, ?)"
_INSERT_KEY = """
INSERT INTO span_keys (spelling, last_span) VALUES (?, ?) ON CONFLICT DO UPDATE SET last_span = excluded.last_span"""
_TRACE = "SELECT id, document FROM spans WHERE trace_id = ? ORDER BY time, id LIMIT ?"
_NEWEST = "SELECT trace_id FROM spans WHERE trace_id <> '' ORDER BY time DESC"
_ONE = "SELECT document FROM spans WHERE id = ?"
_FIND = """
SELECT document FROM (SELECT DISTINCT span FROM span_blind_indexes WHERE blind_index IN ({}))
CROSS JOIN spans ON id = span
WHERE time >= ? AND time < ? AND (? = '' OR service = ?) ORDER BY time DESC, id DESC"""

_WITH_INDEX = "SELECT span FROM span_blind_indexes WHERE blind_index = ?"
_WITH_ENTITY = "SELECT span FROM span_entities WHERE entity = ?"
_ENTITIES = """
SELECT service, entity, count(*) FROM span_entities CROSS JOIN spans ON id = span WHERE time >= ? AND time < ?
GROUP BY service, entity"""
_ANY = "SELECT EXISTS (SELECT 1 FROM spans WHERE time >= ? AND time < ?)"


class Spans:
    """The spans of a `LogStore`, whose connection and thread they share.

    A store of an earlier sealog that is only read has none, or lists neither their operations nor their entities.
    `translated` makes a `StoreError` of what SQLite raises, which every method lets through.
    """

    def __init__(self, connection: sqlite3.Connection, translated: Callable[[], AbstractContextManager[None]]) -> None:
        self._connection = connection
        self._translated = translated
        self._since_trimmed = _TRIM_AFTER

    def add(self, spans: Sequence[OtlpSpan]) -> int:
        """Keep spans, all or none; those whose ids exist already are skipped. Returns how many were new."""
        new = 0
        with self._translated(), self._connection:
            for span in spans:
                new += self._insert(span)
            self._since_trimmed += len(spans)
            if self._since_trimmed >= _TRIM_AFTER:
                self._trim()
        return new

    def trace(self, trace_id: str, limit: int = MAX_SPANS) -> list[OtlpSpan]:
        """Give the spans of a trace (lower-case hex), the first that began first, at most `limit`."""
        return [span for _, span in self.numbered(trace_id, limit)]

    def numbered(self, trace_id: str, limit: int) -> list[tuple[int, OtlpSpan]]:
        """Give the spans of a trace as `trace` does, each with its number in the store."""
        with self._translated():
            if not trace_id or not self._is_there():
                return []
            return [
                (number, from_document(text)) for number, text in self._connection.execute(_TRACE, (trace_id, limit))
            ]

    def newest_traces(self) -> Iterator[str]:
        """Give the id of each trace once, the one whose last span began last first. Add nothing meanwhile."""
        with self._translated():
            if not self._is_there():
                return
            given = set[str]()
            with closing(self._connection.execute(_NEWEST)) as rows:
                for (trace,) in rows:
                    if trace not in given:
                        given.add(trace)
                        yield trace

    def span(self, number: int) -> OtlpSpan | None:
        """Give the span with this number in the store."""
        with self._translated():
            row = self._connection.execute(_ONE, (number,)).fetchone() if self._is_there() else None
            return None if row is None else from_document(row[0])

    def find(self, indexes: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted span with one of some blind indexes as a record, newest first. Add nothing meanwhile."""
        query = _FIND.format(", ".join("?" * len(indexes)))
        with self._translated():
            if not self._is_there():
                return
            rows = self._connection.execute(query, (*indexes, only.from_ns, only.to_ns, only.service, only.service))
            with closing(rows):
                yield from (record for (text,) in rows if only.holds(record := record_of(text)))

    def listed(self, wanted: RecordFilter, limit: int) -> list[tuple[int, OtlpSpan]]:
        """Give the spans that came last of those with one of some blind indexes, or in which an entity was sealed.

        Each comes with its number in the store. `LISTED` spans are looked at, at most. A filter that asks for what only
        records have gets none.
        """
        lists = [(_WITH_INDEX, one) for one in wanted.indexes] or [
            (_WITH_ENTITY, one) for one in (wanted.entity,) if one
        ]
        if not lists or wanted.templates or wanted.text or wanted.min_severity:
            return []
        query = f"{' UNION '.join(one for one, _ in lists)} ORDER BY span DESC LIMIT ?"
        found: list[tuple[int, OtlpSpan]] = []
        with self._translated():
            numbers = self._connection.execute(query, (*(one for _, one in lists), LISTED)) if self._is_listed() else ()
            for (number,) in numbers:
                span = self.span(number)
                if span is not None and wanted.service in {"", span.service} and wanted.trace_id in {"", span.trace_id}:
                    found.append((number, span))
                    if len(found) == limit:
                        break
        return found

    def entity_counts(self, start_ns: int, end_ns: int) -> dict[tuple[str, str], int]:
        """Tell in how many spans of a time (ns since the epoch) an entity was sealed, by service and entity."""
        with self._translated():
            rows = self._connection.execute(_ENTITIES, (start_ns, end_ns)) if self._is_listed() else ()
            return {(service, entity): number for service, entity, number in rows}

    def has_any(self, start_ns: int, end_ns: int) -> bool:
        """Tell whether a span began in a time (ns since the epoch)."""
        with self._translated():
            return self._is_there() and bool(self._connection.execute(_ANY, (start_ns, end_ns)).fetchone()[0])

    def operations(self, start_ns: int, end_ns: int, most: int) -> tuple[list[Operation], bool]:
        """Tell how long the operations of a time (ns since the epoch) take: see `operations`."""
        with self._translated():
            return operations(self._connection, start_ns, end_ns, most) if self._is_listed() else ([], True)

    def traces_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Give the trace of each span that is there, by the spans' numbers in the store."""
        with self._translated():
            return {number: span.trace_id for number in numbers if (span := self.span(number)) is not None}

    def count(self) -> int:
        """Tell how many spans are kept."""
        with self._translated():
            if not self._is_there():
                return 0
            number: int = self._connection.execute("SELECT count(*) FROM spans").fetchone()[0]
            return number

    def _is_there(self) -> bool:
        return has_spans(self._connection)

    def _is_listed(self) -> bool:
        return has_operations(self._connection)

    def _insert(self, span: OtlpSpan) -> bool:
        row = (
            span.trace_id,
            span.span_id or None,
            min(span.start_unix_nano, _MAX_INTEGER),  # OTLP's times are unsigned, SQLite's integers signed
            min(span.duration_ns, _MAX_INTEGER),
            span.failed,
            span.kind,
            *operation_columns(span).values(),
            to_document(span),
        )
        cursor = self._connection.execute(_INSERT, row)
        if not cursor.rowcount:
            return False
        number = cursor.lastrowid
        listed = span.attributes.get
        self._connection.executemany(_INSERT_INDEX, [(text, number) for text in texts(listed(names.INDEX))])
        self._connection.executemany(_INSERT_ENTITY, [(text, number) for text in texts(listed(names.ENTITIES))])
        self._connection.executemany(_INSERT_KEY, [(text, number) for text in texts(listed(names.KEY))])
        return True

    def _trim(self) -> None:
        self._since_trimmed = 0
        (last,) = self._connection.execute("SELECT max(id) FROM spans").fetchone()
        gone = (last or 0) - MAX_SPANS
        if gone > 0:
            for table in ("span_blind_indexes WHERE span", "span_entities WHERE span", "span_keys WHERE last_span"):
                self._connection.execute(f"DELETE FROM {table} <= ?", (gone,))  # noqa: S608 - of constants
            self._connection.execute("DELETE FROM spans WHERE id <= ?", (gone,))
