"""The embedded store's file, open to change records that are there, also while `sealog up` writes it.

What is overwritten is zeroed.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

from sealog.errors import StoreError
from sealog_exporters.store.schema import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

__all__ = ["PAGE", "ChangeableLogStore"]

PAGE = 200
"""Records of one transaction."""
_BUSY_S = 30.0


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
