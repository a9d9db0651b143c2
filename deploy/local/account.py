"""The account that a program runs as when the caller is root: Elasticsearch refuses root. It creates no account."""

from __future__ import annotations

import os
import pwd
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .errors import Missing

if TYPE_CHECKING:
    from pathlib import Path

CANDIDATES = ("elasticsearch", "nobody", "daemon")


@dataclass(frozen=True)
class Account:
    """A user without rights. `uid` and `gid` are numbers of this machine."""

    name: str
    uid: int
    gid: int


def unprivileged() -> Account | None:
    """Return the account to drop to, or None where the caller is no root and just stays who it is.

    Raises:
        Missing: the caller is root and no candidate exists.
    """
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise Missing(f"no account to run Elasticsearch as (root is refused; looked for {', '.join(CANDIDATES)})")


def can_reach(path: Path, account: Account | None) -> bool:
    """Say whether `account` may enter `path` and every folder above it; None may, being the caller.

    Only the permission bits of owner and others are looked at: a candidate is in no group that matters.
    """
    if account is None:
        return True
    for folder in (path, *path.parents):
        if not folder.exists():
            continue
        found = folder.stat()
        needed = stat.S_IXUSR if found.st_uid == account.uid else stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def give(folder: Path, account: Account | None) -> None:
    """Make `account` the owner of `folder` and all in it; nothing to do for None."""
    if account is None:
        return
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.uid, account.gid, follow_symlinks=False)
