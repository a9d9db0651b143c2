"""Erases a person from the embedded store's file, also while `sealog up` writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sealog.crypto.spelling import NO_INDEX, find_sealed_values, parse_sealed_value
from sealog.records import attributes as names
from sealog_exporters.store.document import from_document
from sealog_exporters.store.erasing import Pass, Rules
from sealog_exporters.store.interface import as_text, texts
from sealog_exporters.store.sqlite_changing import PAGE, ChangeableLogStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sealog_exporters.store.eraser import Eraser

__all__ = ["LogStoreEraser"]

_FOUND = "SELECT DISTINCT record FROM blind_indexes WHERE blind_index IN ({}) AND record > ? ORDER BY record LIMIT ?"
_IN_BODIES = "SELECT id FROM records WHERE ({}) AND id > ? ORDER BY id LIMIT ?"


class LogStoreEraser(ChangeableLogStore):
    """One file of the embedded store, as an `Erasable`. For one thread."""

    def marks(self) -> list[dict[str, Any]]:
        """Give the number of the newest record."""
        with self.translated():
            (newest,) = self.connection.execute("SELECT max(id) FROM records").fetchone()
        return [{"table": "records", "max_id": newest or 0}]

    def erase(self, eraser: Eraser, rules: Rules) -> Pass:
        """Erase the person from every record that holds one of the indexes; a page is a transaction."""
        done = Pass()
        held: dict[int, str] = {}
        for page in self._pages(eraser):
            with self.translated(), self.transaction():
                changed = [one for number in page if (one := self._changed(number, eraser, rules, held)) is not None]
                if changed:
                    rules.about_to([str(number) for number, _, _ in changed])
                for number, before, after in changed:
                    self._put(number, before, after, eraser)
                done.changed += len(changed)
            done.found += len(changed)
            rules.pace(len(changed))
        done.held.update(held.values())
        return done

    def candidates(self, eraser: Eraser, entities: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
        """Give each sealed value without index, of some entities, in the person's records, and the record's keys."""
        wanted = frozenset(entities)
        for page in self._pages(eraser):
            for number in page:
                with self.translated():
                    (text,) = self.connection.execute("SELECT document FROM records WHERE id = ?", (number,)).fetchone()
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
                with self.translated():
                    page = [number for (number,) in self.connection.execute(query, (*indexes, after, PAGE))]
                if not page:
                    break
                yield page
                after = page[-1]

    def _changed(self, number: int, eraser: Eraser, rules: Rules, held: dict[int, str]) -> tuple[int, Any, Any] | None:
        row = self.connection.execute("SELECT document FROM records WHERE id = ?", (number,)).fetchone()
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
        execute = self.connection.execute
        after = {"attributes": {}, "resource": {}, "body": None, **after}
        document = json.dumps(after, separators=(",", ":"), allow_nan=False)
        execute("UPDATE records SET document = ?, body = ? WHERE id = ?", (document, as_text(after["body"]), number))
        gone = [(index, number) for index in eraser.indexes]
        self.connection.executemany("DELETE FROM blind_indexes WHERE blind_index = ? AND record = ?", gone)
        listed, kept = before["attributes"].get, after["attributes"].get
        entities = {*texts(listed(names.ENTITIES))} - {*texts(kept(names.ENTITIES))}
        self.connection.executemany(
            "DELETE FROM entities WHERE entity = ? AND record = ?", [(entity, number) for entity in entities]
        )
        for key in {*texts(listed(names.KEY))} - {*texts(kept(names.KEY))}:
            if execute("SELECT 1 FROM records WHERE instr(document, ?) > 0 LIMIT 1", (key,)).fetchone() is None:
                execute("DELETE FROM sealed_keys WHERE spelling = ?", (key,))
