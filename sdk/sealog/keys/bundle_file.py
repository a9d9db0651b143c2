"""Follows a bundle's file that is replaced while a process runs, and keeps a sealer of the last valid bundle."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.errors import KeyFileError
from sealog.keys.bundle import load_bundle
from sealog.keys.sealer import Sealer

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.keys.bundle import Bundle


class BundleFile:
    """Reads a bundle once, and again when its file changes.

    `bundle` and `sealer` are None until there was a valid bundle. `path` need not exist yet. `signer` is the
    fingerprint of the keyring that every bundle must come from, if there is one. Threads may share it
    without a lock: two that look at once may both read the file, and the next look corrects what the slower one set.
    """

    def __init__(self, path: Path, signer: str | None = None) -> None:
        self.path = path
        self._signer = signer
        self.sealer: Sealer | None = None
        self.bundle: Bundle | None = None
        self._seen: tuple[int, int, int] | None = None

    def look(self) -> Sealer | None:
        """Read the file if it changed; return the sealer of a new bundle, or None if the present one stays.

        A missing file changes nothing once there was a bundle: it is being replaced. An invalid one is read again at
        each look, since it may be half written.

        Raises:
            KeyFileError: the file can't be read or used, is another tenant's, or of an earlier epoch than the one in
                use; `sealer` stays as it is.
        """
        found = self._stamp()
        if self.bundle is not None and found in (None, self._seen):
            return None
        bundle = load_bundle(self.path, signer=self._signer)
        self._check(bundle)
        self._seen, self.bundle = found, bundle
        self.sealer = Sealer(bundle)
        return self.sealer

    def _check(self, bundle: Bundle) -> None:
        present = self.bundle
        if present is None:
            return
        if bundle.tenant != present.tenant:
            raise KeyFileError(
                f"{self.path} is tenant {bundle.tenant}'s, and this process seals for {present.tenant} until it is"
                " started again"
            )
        if bundle.epoch < present.epoch:
            raise KeyFileError(
                f"{self.path} is of epoch {bundle.epoch}, and epoch {present.epoch} is in use until this process is"
                " started again"
            )

    def _stamp(self) -> tuple[int, int, int] | None:
        with suppress(OSError, ValueError):
            stat = self.path.stat()
            return stat.st_mtime_ns, stat.st_size, stat.st_ino
        return None
