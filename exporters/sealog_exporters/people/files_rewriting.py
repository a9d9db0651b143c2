"""Writes lines of log files anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.people.files import matching
from sealog_exporters.people.files_changing import change_files, decoded

if TYPE_CHECKING:
    from sealog_exporters.store.erasing import Pass, Rewriting, Rules

__all__ = ["LogFilesRewriter"]


class LogFilesRewriter:
    """Log files, as a `Rewritable`.

    Raises:
        SettingError: there is no such file.
    """

    def __init__(self, pattern: str) -> None:
        self._files = matching(pattern)

    def rewrite(self, change: Rewriting, rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look at every line once. A plain file is only overwritten if its lines keep their length."""

        def changed(raw: bytes, _: Pass) -> bytes | None:
            line = decoded(raw)
            new = change.line(line)
            return None if new == line else new.encode("utf-8", "surrogateescape")

        return change_files(self._files, changed, rules, dry_run=dry_run)
