"""File systems: tells whether one is deleted before another.

A container's own file system is deleted with the container, one in memory at the machine's next start. Only Linux
shows that.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
# proc(5): id, parent, major:minor, root, mount point, options, optional fields, a hyphen, the file system's type.
_MOUNT = re.compile(r"\S+ \S+ ([0-9]+):([0-9]+) .*? - (\S+) ")
_LIVES_FOR = {"tmpfs": 0, "ramfs": 0, "overlay": 1, "fuse-overlayfs": 1, "fuse.fuse-overlayfs": 1, "aufs": 1}
_LONGEST = 2


def goes_before(path: Path, other: Path, mounts: str | None = None) -> bool:
    """Tell whether `path`, or its future place, is on a file system that is deleted before the one of `other`.

    `mounts` is text as in /proc/self/mountinfo. Without it no volume is known to be temporary.
    """
    device, others = _device(path), _device(other)
    if device is None or others is None or device == others:
        return False
    types = _types(_read() if mounts is None else mounts)
    return _lives_for(types.get(device)) < _lives_for(types.get(others))


def _device(path: Path) -> int | None:
    for place in (path, *path.parents):
        try:
            return place.stat().st_dev
        except OSError:
            continue
    return None


def _lives_for(kind: str | None) -> int:
    return _LIVES_FOR.get(kind or "", _LONGEST)


def _types(mounts: str) -> dict[int, str]:
    found = (_MOUNT.match(line) for line in mounts.splitlines())
    return {os.makedev(int(match[1]), int(match[2])): match[3] for match in found if match}


def _read() -> str:
    try:
        return _MOUNTS.read_text(errors="replace")
    except OSError:
        return ""
