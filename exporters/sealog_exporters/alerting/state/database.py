"""The state file as its users read and write it: rows, and transactions that write all or nothing."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sealog.errors import StoreError
from sealog_exporters.alerting.state.schema import open_state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any


class StateDatabase:
    """The state file, or memory without a directory. One thread only; another process is kept out.

    Raises:
        SettingError: the directory can't be used, or another process uses it.
    """

    def __init__(self, state_dir: Path | None) -> None:
        self._place = "memory" if state_dir is None else str(state_dir)
        self._connection = open_state(state_dir)

    def rows(self, query: str, parameters: Any = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a query.

        Raises:
            StoreError: they can't be read.
        """
        try:
            for row in self._connection.execute(query, parameters):  # noqa: UP028 -- closing the generator would close the cursor
                yield row
        except sqlite3.Error as error:
            raise StoreError(f"{self._place}: alert state can't be read ({error})") from error

    def row(self, query: str, parameters: Any = ()) -> tuple[Any, ...] | None:
        """Return the first row of a query, or None if it has none.

        Raises:
            StoreError: it can't be read.
        """
        try:
            found: tuple[Any, ...] | None = self._connection.execute(query, parameters).fetchone()
        except sqlite3.Error as error:
            raise StoreError(f"{self._place}: alert state can't be read ({error})") from error
        return found

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write all or nothing of what is written within.

        Raises:
            StoreError: it is nothing.
        """
        try:
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
        except sqlite3.Error as error:
            raise StoreError(f"{self._place}: alert state can't be written ({error})") from error

    def close(self) -> None:
        """Close the file; another process may use it then."""
        self._connection.close()
