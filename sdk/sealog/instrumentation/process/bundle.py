"""The bundle while a process runs: one that changes, or is there at last, is sealed for from then on. It opens none.

Keys are rotated without a restart, and what was started before its bundle stops masking.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.errors import KeyFileError
from sealog.keys.bundle import load_bundle
from sealog.keys.sealer import Sealer
from sealog.notices import say_once, say_settled
from sealog.ownership import foreign_owner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class BundleWatch:
    """Gives the sealer of a bundle's file, and tells those that follow when there is another.

    `look` is for one thread at a time; whoever seals never waits for it.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._seen = self._file()
        self._followers: list[Callable[[Sealer], object]] = []
        self.sealer: Sealer | None = None
        """None as long as there was no usable bundle."""
        try:
            self.sealer = Sealer(load_bundle(path))
            self._tell_owner()
        except KeyFileError as error:
            say_once("bundle", f"{error}; values are masked irreversibly until then")

    def _tell_owner(self) -> None:
        with suppress(OSError):
            if (owner := foreign_owner(self._path)) is not None:
                say_once("bundle-owner", f"{self._path} belongs to user {owner}, who says who can open what is sealed")

    def follow(self, use: Callable[[Sealer], object]) -> None:
        """Call `use` with each further sealer."""
        self._followers.append(use)

    def look(self) -> None:
        """Read the bundle again if its file is another one; a wrong one changes nothing."""
        found = self._file()
        if found in (None, self._seen):  # while it is being replaced it may not be there
            return
        self._seen = found
        try:
            sealer = Sealer(load_bundle(self._path))
        except KeyFileError as error:
            if self.sealer is not None:
                say_once("bundle-changed", f"{error}; values are sealed for the bundle from before")
            return
        masked, self.sealer = self.sealer is None, sealer
        for use in self._followers:
            use(sealer)
        if masked:
            say_settled("bundle", "the bundle is there; values are sealed from now on")
        else:
            say_settled("bundle-changed", "the bundle is usable again")

    def _file(self) -> tuple[int, int, int] | None:
        with suppress(OSError):
            stat = self._path.stat()
            return stat.st_mtime_ns, stat.st_size, stat.st_ino
        return None
