"""The embedded store's file, open to change records that are there, also while `sealog up` writes it.

What is overwritten is zeroed.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from sealog.errors import StoreError
from sealog_exporters.store.document import from_document
from sealog_exporters.store.interface import as_text
from sealog_exporters.store.schema import has_spans, prepare
from sealog_exporters.store.spans.document import NOTHING, operation_of, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

    from sealog_exporters.store.interface import StoredRecord

__all__ = ["PAGE", "RECORDS", "SPANS", "ChangeableLogStore", "Documents"]

PAGE = 200
"""Records of one transaction."""
_BUSY_S = 30.0


@dataclass(frozen=True)
class Documents:
    """A table of documents, which have a number (`id`) and a text that is made of them.

    Args:
        table: its name.
        indexes: the table of their blind indexes, and its column with the number.
        entities: the table of their entities, if there is one.
        text: the column of the text.
        text_of: makes it of a document.
        searched: the column in which a blind index is looked for that no table lists.
        record: reads a document as a record.
        nothing: the fields of a document that may be erased, each as it is without a value.
    """

    table: str
    indexes: tuple[str, str]
    entities: str
    text: str
    text_of: Callable[[Mapping[str, Any]], str]
    searched: str
    record: Callable[[str], StoredRecord]
    nothing: Mapping[str, Any]

    def update(self, connection: sqlite3.Connection, number: int, document: Mapping[str, Any]) -> None:
        """Put a document in the place of the one with this number."""
        text = json.dumps(document, separators=(",", ":"), allow_nan=False)
        query = f"UPDATE {self.table} SET document = ?, {self.text} = ? WHERE id = ?"  # noqa: S608 - of constants
        connection.execute(query, (text, self.text_of(document), number))


RECORDS: Final = Documents(
    table="records",
    indexes=("blind_indexes", "record"),
    entities="entities",
    text="body",
    text_of=lambda document: as_text(document["body"]),
    searched="body",
    record=from_document,
    nothing={"attributes": {}, "resource": {}, "body": None},
)
SPANS: Final = Documents(
    table="spans",
    indexes=("span_blind_indexes", "span"),
    entities="",
    text="operation",
    text_of=lambda document: operation_of(document["name"]),
    searched="document",  # a value in the name may stand in an attribute alone, too
    record=record_of,
    nothing=NOTHING,
)


class ChangeableLogStore:
    """One file of the embedded store. For one thread.

    Raises:
        StoreError: the file can't be opened, is damaged, or is no log store; names it.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        with self.translated():
            url = f"file:{quote(str(path.absolute()))}?mode=rw"
            self.connection = sqlite3.connect(url, uri=True, timeout=_BUSY_S, isolation_level=None)
            try:
                prepare(self.connection, self.name, writable=False)
                self.connection.execute("PRAGMA secure_delete = ON")
                self.connection.execute("PRAGMA synchronous = FULL")
            except BaseException:
                self.connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Move what was written into the file itself, so that the write-ahead log keeps nothing, and close it."""
        try:
            with self.translated():
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.connection.close()

    def tables(self) -> tuple[Documents, ...]:
        """Give the tables that this file has."""
        with self.translated():
            return (RECORDS, SPANS) if has_spans(self.connection) else (RECORDS,)

    def version(self) -> str:
        """Give SQLite's version."""
        return f"SQLite {sqlite3.sqlite_version}"

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Keep what the block does whole or not at all; nobody else writes meanwhile."""
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")

    @contextmanager
    def translated(self) -> Iterator[None]:
        """Turn what SQLite raises into `StoreError`, which names the file."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self.name}: the log store can't be used ({error})") from error
        except ValueError as error:
            raise StoreError(f"{self.name}: the log store is damaged ({type(error).__name__})") from None
