"""Follows the bundle while a process runs: when the file changes or appears, values are sealed with it from then on.

So keys are rotated without a restart, and a process that started before its bundle existed stops masking.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.errors import KeyFileError
from sealog.keys.bundle_file import BundleFile
from sealog.notices import say_once, say_settled
from sealog.ownership import foreign_owner

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sealog.keys.sealer import Sealer


class BundleWatch:
    """Gives the sealer of a bundle's file, and passes each new one to its followers.

    `signer` and `origin` are as in `BundleFile`.
    `look` is for one thread at a time; sealing never waits for it.
    """

    def __init__(self, path: Path, signer: str | None = None, origin: Path | None = None) -> None:
        self._file = BundleFile(path, signer, origin)
        self._followers: list[Callable[[Sealer], object]] = []
        try:
            self._file.look()
            self._tell_owner()
        except KeyFileError as error:
            say_once("bundle", f"{error}; values are masked irreversibly until then")

    @property
    def sealer(self) -> Sealer | None:
        """The sealer of the last valid bundle; None until there was one."""
        return self._file.sealer

    def _tell_owner(self) -> None:
        with suppress(OSError):
            if (owner := foreign_owner(self._file.path)) is not None:
                path = self._file.path
                say_once("bundle-owner", f"{path} belongs to user {owner}, who says who can open what is sealed")

    def follow(self, use: Callable[[Sealer], object]) -> None:
        """Call `use` with each further sealer."""
        self._followers.append(use)

    def look(self) -> None:
        """Read the bundle again if its file changed; an invalid one changes nothing."""
        masked = self.sealer is None
        try:
            sealer = self._file.look()
        except KeyFileError as error:
            if not masked:
                say_once("bundle-changed", f"{error}; values are sealed for the bundle from before")
            return
        if sealer is None:
            return
        for use in self._followers:
            use(sealer)
        if masked:
            say_settled("bundle", "the bundle is there; values are sealed from now on")
        else:
            say_settled("bundle-changed", "the bundle is usable again")
