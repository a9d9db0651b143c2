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
from sealog_exporters.store.schema import prepare, upgrade
from sealog_exporters.store.spans.document import NOTHING, from_fields, operation_columns, record_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from typing_extensions import Self

    from sealog_exporters.store.interface import StoredRecord

__all__ = ["PAGE", "RECORDS", "TABLES", "ChangeableLogStore", "Documents"]

PAGE = 200
"""Records of one transaction."""
_BUSY_S = 30.0


@dataclass(frozen=True)
class Documents:
    """A table of documents, which have a number (`id`) and a text that is made of them.

    Args:
        table: its name.
        indexes: the table of their blind indexes, and its column with the number.
        entities: the table of their entities, and its column with the number.
        keys: the table of the sealed data keys that they carry.
        columns: makes the columns beside the document that hold text of it.
        searched: the column in which a blind index is looked for that no table lists.
        record: reads a document as a record.
        nothing: the fields of a document that may be erased, each as it is without a value.
    """

    table: str
    indexes: tuple[str, str]
    entities: tuple[str, str]
    keys: str
    columns: Callable[[Mapping[str, Any]], Mapping[str, str | int]]
    searched: str
    record: Callable[[str], StoredRecord]
    nothing: Mapping[str, Any]

    def update(self, connection: sqlite3.Connection, number: int, document: Mapping[str, Any]) -> None:
        """Put a document in the place of the one with this number."""
        columns = {"document": json.dumps(document, separators=(",", ":"), allow_nan=False), **self.columns(document)}
        changes = ", ".join(f"{name} = ?" for name in columns)
        connection.execute(f"UPDATE {self.table} SET {changes} WHERE id = ?", (*columns.values(), number))  # noqa: S608 - of constants


def _record_columns(document: Mapping[str, Any]) -> dict[str, str | int]:
    service = document["resource"].get("service.name")
    return {"body": as_text(document["body"]), "service": service if isinstance(service, str) else ""}


RECORDS: Final = Documents(
    table="records",
    indexes=("blind_indexes", "record"),
    entities=("entities", "record"),
    keys="sealed_keys",
    columns=_record_columns,
    searched="body",
    record=from_document,
    nothing={"attributes": {}, "resource": {}, "body": None},
)
SPANS: Final = Documents(
    table="spans",
    indexes=("span_blind_indexes", "span"),
    entities=("span_entities", "span"),
    keys="span_keys",
    columns=lambda document: operation_columns(from_fields(document)),
    searched="document",  # a value in the name may stand in an attribute alone, too
    record=record_of,
    nothing=NOTHING,
)
TABLES: Final = (RECORDS, SPANS)


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
                upgrade(self.connection)  # so that what is changed is what this sealog knows
                self.connection.execute("PRAGMA secure_delete = ON")
                self.connection.execute("PRAGMA synchronous = FULL")
            except BaseException:
                self.connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Move what was written into the file itself, so that the write-ahead log keeps nothing, and close it."""
        try:
            with self.translated():
                self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self.connection.close()

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
