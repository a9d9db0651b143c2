"""Erases a person from the embedded store's file, also while `sealog up` writes it. What is overwritten is zeroed."""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value
from sealog.errors import StoreError
from sealog.records import attributes as names
from sealog_exporters.store.document import from_document
from sealog_exporters.store.erasing import Pass, Rules
from sealog_exporters.store.interface import as_text, texts
from sealog_exporters.store.schema import prepare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self

    from sealog_exporters.store.eraser import Eraser

__all__ = ["LogStoreEraser"]

_PAGE = 200
_BUSY_S = 30.0
_FOUND = "SELECT DISTINCT record FROM blind_indexes WHERE blind_index IN ({}) AND record > ? ORDER BY record LIMIT ?"
_IN_BODIES = "SELECT id FROM records WHERE ({}) AND id > ? ORDER BY id LIMIT ?"


class LogStoreEraser:
    """One file of the embedded store, as an `Erasable`. For one thread.

    Raises:
        StoreError: the file can't be opened, is damaged, or is no log store; names it.
    """

    def __init__(self, path: Path) -> None:
        self._name = str(path)
        with self._translated():
            url = f"file:{quote(str(path.absolute()))}?mode=rw"
            self._connection = sqlite3.connect(url, uri=True, timeout=_BUSY_S, isolation_level=None)
            try:
                prepare(self._connection, self._name, writable=False)
                self._connection.execute("PRAGMA secure_delete = ON")
                self._connection.execute("PRAGMA synchronous = FULL")
            except BaseException:
                self._connection.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Move what was written into the file itself, so that the write-ahead log keeps nothing, and close it."""
        try:
            with self._translated():
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            self._connection.close()

    def version(self) -> str:
        """Give SQLite's version."""
        return f"SQLite {sqlite3.sqlite_version}"

    def marks(self) -> list[dict[str, Any]]:
        """Give the number of the newest record."""
        with self._translated():
            (newest,) = self._connection.execute("SELECT max(id) FROM records").fetchone()
        return [{"table": "records", "max_id": newest or 0}]

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Erase the person from every record that holds one of the indexes; a page is a transaction."""
        done = Pass()
        held: dict[int, str] = {}
        for page in self._pages(eraser):
            with self._translated(), self._transaction():
                changed = [one for number in page if (one := self._changed(number, eraser, rules, held)) is not None]
                if changed:
                    rules.about_to([str(number) for number, _, _ in changed])
                for number, before, after in changed:
                    self._put(number, before, after, eraser)
                done.erased += len(changed)
            done.found += len(changed)
            rules.pace(len(changed))
        done.held.update(held.values())
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's records, and the record's keys."""
        wanted = frozenset(entities)
        for page in self._pages(eraser):
            for number in page:
                with self._translated():
                    (text,) = self._connection.execute(
                        "SELECT document FROM records WHERE id = ?", (number,)
                    ).fetchone()
                keys = from_document(text).keys
                for start, end in find_sealed_values(text):
                    token = text[start:end].removesuffix("~")
                    sealed = parse_sealed_value(token)
                    if sealed.index == NO_INDEX and sealed.entity in wanted:
                        yield token, keys

    def _pages(self, eraser: Eraser) -> Iterator[list[int]]:
        """Give the numbers of the records that may hold the person; by the table of indexes, then by their bodies."""
        indexes = sorted(eraser.indexes)
        by_index = _FOUND.format(", ".join("?" * len(indexes)))
        in_bodies = _IN_BODIES.format(" OR ".join(["instr(body, ?) > 0"] * len(indexes)))
        for query in (by_index, in_bodies) if indexes else ():
            after = 0
            while True:
                with self._translated():
                    page = [number for (number,) in self._connection.execute(query, (*indexes, after, _PAGE))]
                if not page:
                    break
                yield page
                after = page[-1]

    def _changed(self, number: int, eraser: Eraser, rules: Rules, held: dict[int, str]) -> tuple[int, Any, Any] | None:
        row = self._connection.execute("SELECT document FROM records WHERE id = ?", (number,)).fetchone()
        before = json.loads(row[0]) if row else None
        after = eraser.erase(before)
        if row is None or after is before:
            return None
        hold = rules.held_by(from_document(row[0]))
        if hold is not None:
            held[number] = hold
            return None
        return number, before, after

    def _put(self, number: int, before: Any, after: Any, eraser: Eraser) -> None:
        execute = self._connection.execute
        after = {"attributes": {}, "resource": {}, "body": None, **after}
        document = json.dumps(after, separators=(",", ":"), allow_nan=False)
        execute("UPDATE records SET document = ?, body = ? WHERE id = ?", (document, as_text(after["body"]), number))
        gone = [(index, number) for index in eraser.indexes]
        self._connection.executemany("DELETE FROM blind_indexes WHERE blind_index = ? AND record = ?", gone)
        listed, kept = before["attributes"].get, after["attributes"].get
        entities = {*texts(listed(names.ENTITIES))} - {*texts(kept(names.ENTITIES))}
        self._connection.executemany(
            "DELETE FROM entities WHERE entity = ? AND record = ?", [(entity, number) for entity in entities]
        )
        for key in {*texts(listed(names.KEY))} - {*texts(kept(names.KEY))}:
            if execute("SELECT 1 FROM records WHERE instr(document, ?) > 0 LIMIT 1", (key,)).fetchone() is None:
                execute("DELETE FROM sealed_keys WHERE spelling = ?", (key,))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise StoreError(f"{self._name}: the log store can't be used ({error})") from error
        except ValueError as error:
            raise StoreError(f"{self._name}: the log store is damaged ({type(error).__name__})") from None
