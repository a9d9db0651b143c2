"""The spool key's file: reads it; the first process that needs one makes it. No key is ever replaced.

The format is docs/spec/spool.md, "The spool key".
"""

from __future__ import annotations

import base64
import binascii
import errno
import os
import re
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from sealog.crypto.primitives import KEY_SIZE
from sealog.crypto.secret import Secret
from sealog.errors import KeyFileError
from sealog.ownership import writable_by_others
from sealog.spool.keys import SpoolKeys

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PREFIX = "sealog-spool-key1~"

_LINE = re.compile(re.escape(PREFIX) + r"([A-Za-z0-9_-]{43})")
_MOST_BYTES = 1 << 16
_OWNER_ONLY = 0o600


def read_or_make(path: Path, random: Callable[[int], bytes]) -> SpoolKeys:
    """Give the keys of a file, which is made with a new key where it is missing. `random` gives n random bytes.

    Only its folder and the one above are made, never a home directory.

    Raises:
        KeyFileError: it can't be made or read, everybody can read it, or a line of it is no key.
    """
    try:
        if not path.exists():
            _make(path, random)
    except OSError as error:
        raise KeyFileError(f"the spool key {path} can't be made ({error.strerror})") from None
    return read(path, random)


def read(path: Path, random: Callable[[int], bytes]) -> SpoolKeys:
    """Give the keys of a file, as `read_or_make`, but make none.

    Raises:
        KeyFileError: it is not there or can't be read, everybody can read it, or a line of it is no key.
    """
    try:
        text = _read(path)
    except OSError as error:
        raise KeyFileError(f"the spool key {path} can't be used ({error.strerror})") from None
    return SpoolKeys(_keys(path, text), random)


def _read(path: Path) -> str:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)  # a pipe of that name must not hold us up
    try:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        if found.st_mode & 0o007:
            raise OSError(errno.EPERM, "everybody may use it: `chmod 600` it")
        if (why := writable_by_others(path, found)) is not None:
            raise OSError(errno.EPERM, why)
        return os.pread(handle, _MOST_BYTES, 0).decode("ascii", errors="replace")
    finally:
        os.close(handle)


def _make(path: Path, random: Callable[[int], bytes]) -> None:
    """Make the file complete and durable under another name first, so that the file of the final name is complete."""
    for folder in (path.parent.parent, path.parent):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
    text = PREFIX + base64.urlsafe_b64encode(random(KEY_SIZE)).decode("ascii").rstrip("=") + "\n"
    new = path.with_name(f".{path.name}-{random(8).hex()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _OWNER_ONLY)
    try:
        try:
            if os.write(handle, text.encode("ascii")) != len(text):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(handle)
        finally:
            os.close(handle)
        with suppress(FileExistsError):  # another process was quicker: its key counts
            os.link(new, path)
    finally:
        new.unlink()
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _keys(path: Path, text: str) -> list[Secret]:
    keys = []
    if not text.strip():
        raise KeyFileError(f"the spool key {path} is empty")
    for number, line in enumerate(text.splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise KeyFileError(f"the spool key {path}, line {number}: not a spool key")
        try:
            keys.append(Secret(base64.b64decode(match[1] + "=", altchars=b"-_", validate=True)))
        except binascii.Error:
            raise KeyFileError(f"the spool key {path}, line {number}: not a spool key") from None
    return keys
