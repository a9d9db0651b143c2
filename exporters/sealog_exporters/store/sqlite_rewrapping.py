"""Gives the sealed data keys in the embedded store's file other recipients, also while `sealog up` writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sealog_exporters.store.erasing import Pass, Rules
from sealog_exporters.store.mapping import mapped
from sealog_exporters.store.sqlite_changing import PAGE, TABLES, ChangeableLogStore

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.store.sqlite_changing import Documents

__all__ = ["LogStoreRewrapper"]

_WITH_KEYS = (
    "SELECT id, document FROM {} WHERE id > ?"
    " AND (instr(document, 'key1~') OR instr(document, 'seal1k~')) ORDER BY id LIMIT ?"
)


class LogStoreRewrapper(ChangeableLogStore):
    """One file of the embedded store, as a `Rewrappable`. For one thread."""

    def rewrap(self, rewrap: Callable[[str], str], rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look at every record and span once; a page is a transaction. Keys that the store lists apart come last."""
        done = Pass()
        for documents in TABLES:
            self._rewrap(documents, rewrap, rules, done, dry_run=dry_run)
        if not dry_run:
            with self.translated(), self.transaction():
                self._rewrap_listed(rewrap)
            done.changed = done.found
        return done

    def _rewrap(
        self, documents: Documents, rewrap: Callable[[str], str], rules: Rules, done: Pass, *, dry_run: bool
    ) -> None:
        after, last = 0, False
        while not last:
            found = done.found
            with self.translated(), self.transaction():
                page = self.connection.execute(_WITH_KEYS.format(documents.table), (after, PAGE)).fetchall()
                for number, document in page:
                    before = json.loads(document)
                    changed = mapped(before, "", lambda _, text: rewrap(text))
                    if changed != before:
                        done.found += 1
                        if not dry_run:
                            documents.update(self.connection, number, changed)
            last = len(page) < PAGE
            after = page[-1][0] if page else after
            if not dry_run:
                rules.pace(done.found - found)

    def _rewrap_listed(self, rewrap: Callable[[str], str]) -> None:
        for documents in TABLES:
            for (key,) in self.connection.execute(f"SELECT spelling FROM {documents.keys}").fetchall():  # noqa: S608 - of constants
                if (changed := rewrap(key)) != key:
                    query = f"UPDATE OR REPLACE {documents.keys} SET spelling = ? WHERE spelling = ?"  # noqa: S608 - of constants
                    self.connection.execute(query, (changed, key))
