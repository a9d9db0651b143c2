"""The embedded log store: one SQLite file. It keeps sealed records as they came and never opens a value."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from sealog.crypto.index_tag import TAG_MARK
from sealog.errors import StoreError
from sealog.records import attributes as names
from sealog_exporters.store.counts.attributes import AttributeBatch, attribute_counts, fold_attributes
from sealog_exporters.store.counts.templates import Batch, entity_counts, fold, template_counts, template_series
from sealog_exporters.store.document import from_document, plain, to_document
from sealog_exporters.store.interface import DEFAULT_LIMIT, EVERYTHING, as_text, key_prefix, texts
from sealog_exporters.store.metrics import Metrics
from sealog_exporters.store.schema import has_attribute_counts, has_operations, has_spans, has_templates, prepare
from sealog_exporters.store.spans import Spans
from sealog_exporters.store.sqlite_paging import record_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from typing_extensions import Self

    from sealog_exporters.event import Event
    from sealog_exporters.store.counts.interface import AttributeCount
    from sealog_exporters.store.interface import EntityCount, Selection, StoredRecord, TemplateCount
    from sealog_exporters.store.sqlite_paging import RecordFilter, RecordPage

__all__ = ["MEMORY", "LogStore"]

MEMORY: Literal[":memory:"] = ":memory:"
_MAX_INTEGER = 2**63 - 1
_FOLD_AFTER = 20_000  # records: then the counts of templates are looked at, whether they grew too large
_BUSY_S = 5.0

_INSERT = """
INSERT OR IGNORE INTO records (uid, time, severity, service, trace_id, span_id, body, document)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_INSERT_INDEX = "INSERT OR IGNORE INTO blind_indexes (blind_index, record) VALUES (?, ?)"
_INSERT_ENTITY = "INSERT OR IGNORE INTO entities (entity, record) VALUES (?, ?)"
_INSERT_TEMPLATE = "INSERT INTO record_templates (template, record) VALUES (?, ?)"
_INSERT_KEY = "INSERT OR IGNORE INTO sealed_keys (spelling) VALUES (?)"

# CROSS JOIN: SQLite keeps the order of the tables, so that a rare index never walks all records by time.
_BY_INDEX = """
SELECT document FROM blind_indexes CROSS JOIN records ON id = record WHERE blind_index = ?
ORDER BY time DESC, id DESC LIMIT ?"""
_FIND = """
SELECT document FROM (SELECT DISTINCT record FROM blind_indexes WHERE blind_index IN ({}))
CROSS JOIN records ON id = record
WHERE time >= ? AND time < ? AND (? = '' OR service = ?) AND (? = '' OR trace_id = ?) ORDER BY time DESC, id DESC"""
_SELECT = """
SELECT document FROM (SELECT record FROM record_templates WHERE template IN ({}))
CROSS JOIN records ON id = record WHERE time >= ? AND time < ? AND (? = '' OR service = ?) AND severity >= ?
ORDER BY time DESC, id DESC"""
_SELECT_ANY = """
SELECT document FROM records WHERE time >= ? AND time < ? AND (? = '' OR service = ?) AND severity >= ?
ORDER BY time DESC, id DESC"""
_BY_ENTITY = """
SELECT document FROM entities CROSS JOIN records ON id = record WHERE entity = ?
ORDER BY time DESC, id DESC LIMIT ?"""
_BY_BODY = "SELECT document FROM records WHERE instr(body, ?) > 0 ORDER BY time DESC, id DESC LIMIT ?"
_BY_TRACE = """
SELECT document FROM records WHERE trace_id <> '' AND trace_id = ? ORDER BY time DESC, id DESC LIMIT ?"""
_RECENT = "SELECT document FROM records ORDER BY time DESC, id DESC LIMIT ?"
_HISTORY = "SELECT document FROM records WHERE time >= ? AND time < ? ORDER BY time, id"
_SERVICES = "SELECT DISTINCT service FROM template_counts WHERE service <> '' ORDER BY service LIMIT ?"
_TAGGED = "SELECT count(*) FROM {} WHERE instr(document, ?) > 0"
_KEYS = "SELECT spelling FROM {} WHERE spelling >= ? AND spelling < ?"


class LogStore:
    """Log records, `spans` and `metrics` in a SQLite file of mode 0600, or in memory.

    It belongs to the thread that made it (the receiver's event loop). Other processes may read the same file while
    it writes. `read_only` opens an existing file and never creates one.

    Raises:
        StoreError: the file can't be opened, is damaged, or belongs to another program; names the path.
    """

    def __init__(self, path: Path | Literal[":memory:"], *, read_only: bool = False) -> None:
        self._name = str(path)
        self._since_folded = _FOLD_AFTER
        with self._translated():
            self._connection = _open(path, read_only=read_only)
            try:
                prepare(self._connection, self._name, writable=not read_only)
                # An acknowledged record survives a power cut, too: one fsync a batch.
                self._connection.execute("PRAGMA synchronous = FULL")
            except BaseException:
                self._connection.close()
                raise
        self.spans = Spans(self._connection, self._translated)
        self.metrics = Metrics(self._connection, self._translated)

    def __repr__(self) -> str:
        return f"LogStore({self._name!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; harmless when closed."""
        self._connection.close()

    def add(self, events: Sequence[Event]) -> int:
        """Keep events, all or none; those whose uid exists already are skipped. Returns how many were new."""
        new = 0
        counts, attributes = Batch(), AttributeBatch()
        with self._translated(), self._connection:
            for event in events:
                body = as_text(plain(event.body))
                is_new = self._insert(event, body)
                counts.add(event, body, is_new=is_new)
                if is_new:
                    attributes.add(event)
                new += is_new
            counts.write(self._connection)
            attributes.write(self._connection)
            self._since_folded += len(events)
            if self._since_folded >= _FOLD_AFTER:
                fold(self._connection)
                fold_attributes(self._connection)
                self._since_folded = 0
        return new

    def search_index(self, index: str, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        """Give the records that hold a blind index, newest first."""
        return self._records(_BY_INDEX, index, limit)

    def find(self, indexes: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that holds one of some blind indexes, newest first. Add nothing meanwhile."""
        query = _FIND.format(", ".join("?" * len(indexes)))
        wanted = (only.from_ns, only.to_ns, only.service, only.service, only.trace_id, only.trace_id)
        return filter(only.holds, self._read(query, *indexes, *wanted))

    def select(self, templates: Sequence[str], only: Selection = EVERYTHING) -> Iterator[StoredRecord]:
        """Give every wanted record that carries one of some templates' ids, newest first; no ids ask for any.

        Add nothing meanwhile.
        """
        self._need_templates()
        query = _SELECT.format(", ".join("?" * len(templates))) if templates else _SELECT_ANY
        wanted = (only.from_ns, only.to_ns, only.service, only.service, only.min_severity)
        return filter(only.holds, self._read(query, *templates, *wanted))

    def template_counts(self, from_ns: int, to_ns: int) -> Iterator[TemplateCount]:
        """Give what was counted in whole minutes (ns since the epoch) of each template. Add nothing meanwhile."""
        self._need_templates()
        with self._translated():
            yield from template_counts(self._connection, from_ns, to_ns)

    def entity_counts(self, from_ns: int, to_ns: int) -> Iterator[EntityCount]:
        """Give what was counted in whole minutes (ns since the epoch) of each entity. Add nothing meanwhile."""
        self._need_templates()
        with self._translated():
            yield from entity_counts(self._connection, from_ns, to_ns)

    def attribute_counts(self, from_ns: int, to_ns: int) -> Iterator[AttributeCount]:
        """Give what was counted in whole minutes of entities in attributes; an earlier store that is read has none."""
        with self._translated():
            if has_attribute_counts(self._connection):
                yield from attribute_counts(self._connection, from_ns, to_ns)

    def template_series(self, templates: Sequence[str], from_ns: int, to_ns: int, step_ns: int) -> list[int]:
        """Count the records of some templates' ids in steps of whole minutes, the oldest first."""
        self._need_templates()
        with self._translated():
            return template_series(self._connection, templates, from_ns, to_ns, step_ns)

    def _need_templates(self) -> None:
        with self._translated():
            if not has_templates(self._connection):
                raise StoreError(f"{self._name}: an earlier sealog wrote it, without templates; `sealog up` adds them")

    def search_body(self, term: str, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        """Give the records whose body contains a text, case and all, newest first. Reads every body."""
        return self._records(_BY_BODY, term, limit)

    def by_trace(self, trace_id: str, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        """Give the records of a trace (lower-case hex), newest first."""
        return self._records(_BY_TRACE, trace_id, limit)

    def by_entity(self, entity: str, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        """Give the records in which an entity was sealed or masked, newest first."""
        return self._records(_BY_ENTITY, entity, limit)

    def recent(self, limit: int = DEFAULT_LIMIT) -> list[StoredRecord]:
        """Give the newest records by their own time."""
        return self._records(_RECENT, limit)

    def page(self, wanted: RecordFilter, before: int | None = None, limit: int = DEFAULT_LIMIT) -> RecordPage:
        """Give a page of the wanted records, the last arrived first: see `record_page`."""
        self._need_templates()
        with self._translated():
            return record_page(self._connection, wanted, before, limit)

    def record(self, number: int) -> StoredRecord | None:
        """Give the record with this number in the store."""
        return next(self._read("SELECT document FROM records WHERE id = ?", number), None)

    def services(self, limit: int = DEFAULT_LIMIT) -> list[str]:
        """Name the services that logged, sorted, at most `limit`."""
        self._need_templates()
        return [name for (name,) in self._rows(_SERVICES, limit)]

    def count(self) -> int:
        """Tell how many records are kept."""
        number: int = self._rows("SELECT count(*) FROM records")[0][0]
        return number

    def count_tagged(self) -> int:
        """Count records and spans that hold index tags of which no blind index was made."""
        tables = ("records", "spans") if has_spans(self._connection) else ("records",)
        return sum(self._rows(_TAGGED.format(one), f'"{TAG_MARK}')[0][0] for one in tables)

    def uids(self) -> Iterator[str]:
        """Give every record id, each once: this store passes a doubled one over. Nothing may be added meanwhile."""
        with self._translated():
            for (uid,) in self._connection.execute("SELECT uid FROM records WHERE uid IS NOT NULL"):
                yield uid

    def history(self, from_ns: int, to_ns: int) -> Iterator[StoredRecord]:
        """Give the records of a time, `from_ns` included and `to_ns` not, oldest first, one after the other."""
        return self._read(_HISTORY, min(from_ns, _MAX_INTEGER), min(to_ns, _MAX_INTEGER))

    def sealed_keys(self, data_key_id: str) -> list[str]:
        """Give every sealed data key with this id, sorted."""
        first = key_prefix(data_key_id)
        after = first[:-1] + "\x7f"  # the character after `~`: a range, so that the primary key is used
        lists = ("sealed_keys", "span_keys") if has_operations(self._connection) else ("sealed_keys",)
        return sorted({spelling for one in lists for (spelling,) in self._rows(_KEYS.format(one), first, after)})

    def _records(self, query: str, *values: str | int) -> list[StoredRecord]:
        return list(self._read(query, *values))

    def _read(self, query: str, *values: str | int) -> Iterator[StoredRecord]:
        """Give records one after the other."""
        with self._translated():
            for (document,) in self._connection.execute(query, values):
                yield from_document(document)

    def _rows(self, query: str, *values: str | int) -> list[Any]:
        with self._translated():
            return self._connection.execute(query, values).fetchall()

    def _insert(self, event: Event, body: str) -> bool:
        row = (
            event.uid or None,
            min(event.time_unix_nano, _MAX_INTEGER),  # OTLP's times are unsigned, SQLite's integers signed
            event.severity_number,
            event.service,
            event.trace_id,
            event.span_id,
            body,
            to_document(event),
        )
        cursor = self._connection.execute(_INSERT, row)
        if not cursor.rowcount:
            return False
        record = cursor.lastrowid
        listed = event.attributes.get
        self._connection.executemany(_INSERT_INDEX, [(text, record) for text in texts(listed(names.INDEX))])
        self._connection.executemany(_INSERT_ENTITY, [(text, record) for text in texts(listed(names.ENTITIES))])
        self._connection.executemany(_INSERT_KEY, [(text,) for text in texts(listed(names.KEY))])
        template = event.attributes.get(names.TEMPLATE_ID)
        if isinstance(template, str):
            self._connection.execute(_INSERT_TEMPLATE, (template, record))
        return True

    @contextlib.contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            # SQLite's messages name tables and columns; values are bound, so none is in them.
            raise StoreError(f"{self._name}: the log store can't be used ({error})") from error
        except UnicodeError:  # `from None`: its message quotes the text
            raise StoreError(f"{self._name}: a record holds text that is no Unicode") from None
        except ValueError as error:
            raise StoreError(f"{self._name}: the log store is damaged ({error})") from error


def _open(path: Path | Literal[":memory:"], *, read_only: bool) -> sqlite3.Connection:
    if path == MEMORY:
        return sqlite3.connect(MEMORY)
    file = Path(path).absolute()
    if not read_only:
        # Before SQLite does it with the umask's mode; the -wal and -shm files take over the mode of this one.
        # Only a new file: closing a file that SQLite has open elsewhere in this process would drop its locks.
        with contextlib.suppress(FileExistsError):
            os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    mode = "ro" if read_only else "rw"
    return sqlite3.connect(f"file:{quote(str(file))}?mode={mode}", uri=True, timeout=_BUSY_S)
