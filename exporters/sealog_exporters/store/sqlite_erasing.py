"""Erases a person from the embedded store's file, also while `sealog up` writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value
from sealog.records import attributes as names
from sealog_exporters.store.erasing import Pass, Rules
from sealog_exporters.store.interface import texts
from sealog_exporters.store.sqlite_changing import PAGE, RECORDS, TABLES, ChangeableLogStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sealog_exporters.store.eraser import Eraser
    from sealog_exporters.store.sqlite_changing import Documents

__all__ = ["LogStoreEraser"]

_FOUND = "SELECT DISTINCT {1} FROM {0} WHERE blind_index IN ({2}) AND {1} > ? ORDER BY {1} LIMIT ?"
_IN_TEXTS = "SELECT id FROM {} WHERE ({}) AND id > ? ORDER BY id LIMIT ?"
_DOCUMENT = "SELECT document FROM {} WHERE id = ?"


class LogStoreEraser(ChangeableLogStore):
    """One file of the embedded store, as an `Erasable`. For one thread."""

    def marks(self) -> list[dict[str, Any]]:
        """Give the number of the newest record, and of the newest span where there are spans."""
        newest = [(one, self._newest(one)) for one in TABLES]
        return [{"table": one.table, "max_id": number} for one, number in newest if number or one is RECORDS]

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Erase the person from every record and span that holds one of the indexes; a page is a transaction."""
        done = Pass()
        held: dict[str, str] = {}
        for documents, page in self._pages(eraser):
            with self.translated(), self.transaction():
                looked = [self._changed(documents, number, eraser, rules, held) for number in page]
                changed = [one for one in looked if one is not None]
                if changed:
                    rules.about_to([_id(documents, number) for number, _, _ in changed])
                for number, before, after in changed:
                    self._put(documents, number, before, after, eraser)
                done.changed += len(changed)
            done.found += len(changed)
            rules.pace(len(changed))
        done.held.update(held.values())
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in what is the person's, and the keys beside it."""
        wanted = frozenset(entities)
        for documents, page in self._pages(eraser):
            for number in page:
                with self.translated():
                    (text,) = self._document(documents, number)
                keys = documents.record(text).keys
                for start, end in find_sealed_values(text):
                    token = text[start:end].removesuffix("~")
                    sealed = parse_sealed_value(token)
                    if sealed.index == NO_INDEX and sealed.entity in wanted:
                        yield token, keys

    def _newest(self, documents: Documents) -> int:
        with self.translated():
            (newest,) = self.connection.execute(f"SELECT max(id) FROM {documents.table}").fetchone()  # noqa: S608 - of constants
        return newest or 0

    def _document(self, documents: Documents, number: int) -> Any:
        return self.connection.execute(_DOCUMENT.format(documents.table), (number,)).fetchone()

    def _pages(self, eraser: Eraser) -> Iterator[tuple[Documents, list[int]]]:
        """Give the numbers of what may hold the person; by the tables of indexes, then by texts."""
        indexes = sorted(eraser.indexes)
        for documents in TABLES if indexes else ():
            by_index = _FOUND.format(*documents.indexes, ", ".join("?" * len(indexes)))
            in_texts = _IN_TEXTS.format(
                documents.table, " OR ".join([f"instr({documents.searched}, ?) > 0"] * len(indexes))
            )
            for query in (by_index, in_texts):
                after = 0
                while True:
                    with self.translated():
                        page = [number for (number,) in self.connection.execute(query, (*indexes, after, PAGE))]
                    if not page:
                        break
                    yield documents, page
                    after = page[-1]

    def _changed(
        self, documents: Documents, number: int, eraser: Eraser, rules: Rules, held: dict[str, str]
    ) -> tuple[int, Any, Any] | None:
        row = self._document(documents, number)
        before = json.loads(row[0]) if row else None
        after = eraser.erase(before)
        if row is None or after is before:
            return None
        hold = rules.held_by(documents.record(row[0]))
        if hold is not None:
            held[_id(documents, number)] = hold
            return None
        return number, before, after

    def _put(self, documents: Documents, number: int, before: Any, after: Any, eraser: Eraser) -> None:
        after = {**documents.nothing, **after}
        documents.update(self.connection, number, after)
        table, column = documents.indexes
        gone = [(index, number) for index in eraser.indexes]
        self.connection.executemany(f"DELETE FROM {table} WHERE blind_index = ? AND {column} = ?", gone)  # noqa: S608 - of constants
        listed, kept = before["attributes"].get, after["attributes"].get
        table, column = documents.entities
        entities = {*texts(listed(names.ENTITIES))} - {*texts(kept(names.ENTITIES))}
        self.connection.executemany(
            f"DELETE FROM {table} WHERE entity = ? AND {column} = ?",  # noqa: S608 - of constants
            [(entity, number) for entity in entities],
        )
        for key in {*texts(listed(names.KEY))} - {*texts(kept(names.KEY))}:
            if not any(self._holds(one, key) for one in TABLES):
                for one in TABLES:
                    self.connection.execute(f"DELETE FROM {one.keys} WHERE spelling = ?", (key,))  # noqa: S608 - of constants

    def _holds(self, documents: Documents, key: str) -> bool:
        query = f"SELECT 1 FROM {documents.table} WHERE instr(document, ?) > 0 LIMIT 1"  # noqa: S608 - of constants
        return self.connection.execute(query, (key,)).fetchone() is not None


def _id(documents: Documents, number: int) -> str:
    """Name a record by its number, anything else by its table too."""
    return str(number) if documents is RECORDS else f"{documents.table}/{number}"
