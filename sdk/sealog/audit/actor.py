"""The user who runs this process, as the system says; no environment variable that the user could set counts."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def actor(environ: Mapping[str, str] = os.environ) -> str:
    """Give user id and name, such as `uid 1000 (mira)`; under root also who called `sudo`, which only root can set."""
    if not hasattr(os, "getuid"):
        import getpass  # noqa: PLC0415 - Windows has no user ids

        return getpass.getuser()
    uid = os.getuid()
    caller = environ.get("SUDO_UID", "")
    if uid == 0 and caller.isascii() and caller.isdigit() and len(caller) <= 10:  # noqa: PLR2004 - 32 bits
        return f"{_named(uid)} by sudo of {_named(int(caller))}"
    return _named(uid)


def _named(uid: int) -> str:
    import pwd  # noqa: PLC0415 - not on Windows

    with suppress(KeyError, OverflowError):  # a user id without a name, as in many containers
        return f"uid {uid} ({pwd.getpwuid(uid).pw_name})"
    return f"uid {uid}"


def acting_user(environ: Mapping[str, str] = os.environ) -> tuple[frozenset[str], frozenset[str]]:
    """Give the names (name and user id) and the groups of who runs this process; under `sudo` of who called it."""
    if not hasattr(os, "getuid"):
        import getpass  # noqa: PLC0415 - Windows has no user ids

        return frozenset({getpass.getuser()}), frozenset()
    import grp  # noqa: PLC0415 - not on Windows
    import pwd  # noqa: PLC0415 - not on Windows

    uid = os.getuid()
    caller = environ.get("SUDO_UID", "")
    if uid == 0 and caller.isascii() and caller.isdigit() and len(caller) <= 10:  # noqa: PLR2004 - 32 bits
        uid = int(caller)
    try:
        entry = pwd.getpwuid(uid)
    except (KeyError, OverflowError):
        return frozenset({str(uid)}), frozenset()
    groups = set()
    for number in os.getgrouplist(entry.pw_name, entry.pw_gid):
        with suppress(KeyError):  # a group without a name
            groups.add(grp.getgrgid(number).gr_name)
    return frozenset({str(uid), entry.pw_name}), frozenset(groups)
