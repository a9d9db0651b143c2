"""Gives the sealed data keys in the embedded store's file other recipients, also while `sealog up` writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sealog_exporters.store.erasing import Pass, Rules
from sealog_exporters.store.interface import as_text
from sealog_exporters.store.mapping import mapped
from sealog_exporters.store.sqlite_changing import PAGE, ChangeableLogStore

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["LogStoreRewrapper"]

_WITH_KEYS = (
    "SELECT id, document FROM records WHERE id > ?"
    " AND (instr(document, 'key1~') OR instr(document, 'seal1k~')) ORDER BY id LIMIT ?"
)


class LogStoreRewrapper(ChangeableLogStore):
    """One file of the embedded store, as a `Rewrappable`. For one thread."""

    def rewrap(self, rewrap: Callable[[str], str], rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look at every record once; a page is a transaction. The keys that the store lists apart come last."""
        done = Pass()
        after, last = 0, False
        while not last:
            with self.translated(), self.transaction():
                page = self.connection.execute(_WITH_KEYS, (after, PAGE)).fetchall()
                found = done.found
                for number, document in page:
                    before = json.loads(document)
                    changed = mapped(before, "", lambda _, text: rewrap(text))
                    if changed != before:
                        done.found += 1
                        if not dry_run:
                            text = json.dumps(changed, separators=(",", ":"), allow_nan=False)
                            row = (text, as_text(changed["body"]), number)
                            self.connection.execute("UPDATE records SET document = ?, body = ? WHERE id = ?", row)
                last = len(page) < PAGE
                if last and not dry_run:
                    self._rewrap_listed(rewrap)
            after = page[-1][0] if page else after
            if not dry_run:
                done.changed = done.found
                rules.pace(done.found - found)
        return done

    def _rewrap_listed(self, rewrap: Callable[[str], str]) -> None:
        for (key,) in self.connection.execute("SELECT spelling FROM sealed_keys").fetchall():
            if (changed := rewrap(key)) != key:
                self.connection.execute("INSERT OR IGNORE INTO sealed_keys VALUES (?)", (changed,))
                self.connection.execute("DELETE FROM sealed_keys WHERE spelling = ?", (key,))
