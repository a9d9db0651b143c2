"""Adopts the spools that ended processes left, and removes each once its records are sent.

A folder whose spool key is missing is skipped, and checked again: the key may come back.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from sealog.errors import SettingError
from sealog.notices import say_once
from sealog.spool.folders import ProcessFolder, adopt
from sealog.spool.keys import lacks_key
from sealog.spool.spool import Spool
from sealog.spool.storage.disk import DiskFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from sealog.spool.keys import SpoolKeys


@dataclass(frozen=True)
class _Adopted:
    folder: ProcessFolder
    files: DiskFiles
    spool: Spool


class SpoolAdopter:
    """The adopted spools of one process; `look` and what it returns are for the sender's thread.

    `keys` are this process's, and `reload` reads the present ones. `damaged` is that of a `Spool`; `failed` is called
    with errors.
    """

    def __init__(
        self,
        root: Path,
        keys: SpoolKeys | None,
        reload: Callable[[], SpoolKeys | None],
        *,
        damaged: Callable[[int, int, bytes], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._root = root
        self._keys = keys
        self._reload = reload
        self._damaged = damaged
        self._failed = failed
        self._held: list[_Adopted] = []
        self._away: set[Path] = set()
        self._replayed = self._gaps = 0
        self.adopted = 0
        """Spools that were adopted so far; each one's rank is its number."""

    def look(self, add: Callable[[Spool, int, Callable[[], None]], None]) -> None:
        """Adopt free folders; `add` gets a spool, its rank, and the function to call when all of it is answered for."""
        keys, away = self._keys, set[Path]()
        for folder in adopt(self._root):
            files = DiskFiles(folder.path)
            try:
                if lacks_key(files, keys):
                    keys = self._reloaded()
                if lacks_key(files, keys):
                    away.add(folder.path)
                    _let_go(folder, files)
                    continue
                spool = Spool(files, damaged=self._damaged, keys=keys)
            except OSError as error:
                self._failed(error)
                _let_go(folder, files)
                continue
            self.adopted += 1
            self._held.append(adopted := _Adopted(folder, files, spool))
            add(spool, self.adopted, partial(self._end, adopted))
        for path in away - self._away:
            say_once("spool-key-away", f"{path} waits for a spool key that is not here; see `sealog doctor`")
        self._away = away

    def figures(self) -> dict[str, int]:
        """Count what was adopted, sent and missing, and what waits for its key; from any thread."""
        held = [adopted.spool for adopted in list(self._held)]
        return {
            "adopted": self.adopted,
            "adopted_waiting_bytes": sum(spool.unanswered() for spool in held),
            "replayed": self._replayed + sum(spool.answered for spool in held),
            "gaps": self._gaps + sum(spool.lost for spool in held),
            "keys_away": len(self._away),
        }

    def abandon(self) -> None:
        """Close what a fork inherited, without changing the parent's files."""
        for adopted in self._held:
            adopted.folder.abandon()
            adopted.files.abandon()

    def _reloaded(self) -> SpoolKeys | None:
        try:
            return self._reload()
        except SettingError:  # reported when the process began
            return self._keys

    def _end(self, adopted: _Adopted) -> None:
        self._held.remove(adopted)
        self._replayed += adopted.spool.answered
        self._gaps += adopted.spool.lost
        adopted.files.close()
        adopted.folder.remove()


def _let_go(folder: ProcessFolder, files: DiskFiles) -> None:
    files.close()
    folder.release()
