"""Writes records and spans in the embedded store's file anew, also while `sealog up` writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sealog.records import attributes as names
from sealog_exporters.store.erasing import Pass, Rules
from sealog_exporters.store.interface import texts
from sealog_exporters.store.sqlite_changing import PAGE, TABLES, ChangeableLogStore

if TYPE_CHECKING:
    from sealog_exporters.store.erasing import Rewriting
    from sealog_exporters.store.sqlite_changing import Documents

__all__ = ["LogStoreRewriter"]

_WITH_ONE_OF = "SELECT id, document FROM {} WHERE id > ? AND ({}) ORDER BY id LIMIT ?"


class LogStoreRewriter(ChangeableLogStore):
    """One file of the embedded store, as a `Rewritable`. For one thread."""

    def rewrite(self, change: Rewriting, rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look at every record and span once; a page is a transaction. Keys that the store lists apart come last."""
        done = Pass()
        for documents in TABLES:
            self._rewrite(documents, change, rules, done, dry_run=dry_run)
        if not dry_run:
            with self.translated(), self.transaction():
                self._rewrite_keys(change)
            done.changed = done.found
        return done

    def _rewrite(self, documents: Documents, change: Rewriting, rules: Rules, done: Pass, *, dry_run: bool) -> None:
        query = _WITH_ONE_OF.format(documents.table, " OR ".join(["instr(document, ?)"] * len(change.marks)))
        after, last = 0, False
        while not last:
            found = done.found
            with self.translated(), self.transaction():
                page = self.connection.execute(query, (after, *change.marks, PAGE)).fetchall()
                for number, text in page:
                    before = json.loads(text)
                    changed = change.document(before)
                    if changed != before:
                        done.found += 1
                        if not dry_run:
                            self._put(documents, number, before, changed)
            last = len(page) < PAGE
            after = page[-1][0] if page else after
            if not dry_run:
                rules.pace(done.found - found)

    def _put(self, documents: Documents, number: int, before: Any, changed: Any) -> None:
        documents.update(self.connection, number, changed)
        table, column = documents.indexes
        new = {*texts(changed["attributes"].get(names.INDEX))} - {*texts(before["attributes"].get(names.INDEX))}
        self.connection.executemany(
            f"INSERT OR IGNORE INTO {table} (blind_index, {column}) VALUES (?, ?)",  # noqa: S608 - of constants
            [(index, number) for index in sorted(new)],
        )

    def _rewrite_keys(self, change: Rewriting) -> None:
        for documents in TABLES:
            for (key,) in self.connection.execute(f"SELECT spelling FROM {documents.keys}").fetchall():  # noqa: S608 - of constants
                if (changed := change.line(key)) != key:
                    query = f"UPDATE OR REPLACE {documents.keys} SET spelling = ? WHERE spelling = ?"  # noqa: S608 - of constants
                    self.connection.execute(query, (changed, key))
