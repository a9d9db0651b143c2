"""Follows a bundle's file that is replaced while a process runs, and keeps a sealer of the last valid bundle."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from sealog.errors import KeyFileError
from sealog.keys.bundle import load_bundle
from sealog.keys.sealer import Sealer

if TYPE_CHECKING:
    from pathlib import Path

    from sealog.keys.bundle import Bundle

_Stamp: TypeAlias = "tuple[int, int, int] | None"


class BundleFile:
    """Reads a bundle and an origin key once, and again when one of the files changes.

    `bundle` and `sealer` are None until there was a valid bundle. `path` need not exist yet. `signer` is the
    fingerprint of the keyring that every bundle must come from, and `origin` the file of this application's origin key,
    if there are such. Threads may share it without a lock: two that look at once may both read the files, and the next
    look corrects what the slower one set.
    """

    def __init__(self, path: Path, signer: str | None = None, origin: Path | None = None) -> None:
        self.path = path
        self._origin = origin
        self._signer = signer
        self.sealer: Sealer | None = None
        self.bundle: Bundle | None = None
        self._seen: tuple[_Stamp, ...] = ()

    def look(self) -> Sealer | None:
        """Read the files if one changed; return the sealer of what is new, or None if the present one stays.

        A missing bundle changes nothing once there was one: it is being replaced. An invalid file is read again at each
        look, since it may be half written.

        Raises:
            KeyFileError: the bundle or the origin key can't be read or used, is another tenant's, or the bundle is of
                an earlier epoch than the one in use; `sealer` stays as it is.
        """
        found = tuple(map(_stamp, (self.path, self._origin)))
        if self.bundle is not None and (found[0] is None or found == self._seen):
            return None
        bundle = load_bundle(self.path, signer=self._signer)
        self._check(bundle)
        sealer = Sealer(bundle, origin_key=self._origin)
        self._seen, self.bundle, self.sealer = found, bundle, sealer
        return sealer

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


def _stamp(path: Path | None) -> _Stamp:
    with suppress(OSError, ValueError):
        if path is not None:
            stat = path.stat()
            return stat.st_mtime_ns, stat.st_size, stat.st_ino
    return None
