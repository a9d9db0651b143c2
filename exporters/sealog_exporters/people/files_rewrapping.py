"""Gives the sealed data keys in log files other recipients."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sealog_exporters.people.files import matching
from sealog_exporters.people.files_changing import change_files, decoded

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog_exporters.store.erasing import Pass, Rules

__all__ = ["LogFilesRewrapper"]


class LogFilesRewrapper:
    """Log files, as a `Rewrappable`.

    Raises:
        SettingError: there is no such file.
    """

    def __init__(self, pattern: str) -> None:
        self._files = matching(pattern)

    def rewrap(self, rewrap: Callable[[str], str], rules: Rules, *, dry_run: bool = False) -> Pass:
        """Look at every line once. A plain file is only overwritten if its lines keep their length."""

        def change(raw: bytes, _: Pass) -> bytes | None:
            line = decoded(raw)
            changed = rewrap(line)
            return None if changed == line else changed.encode("utf-8", "surrogateescape")

        return change_files(self._files, change, rules, dry_run=dry_run)
